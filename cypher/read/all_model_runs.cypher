// Runs of models, the latest first, each with what became of its proposals.
//
// @access  read
// @param   model  String  only runs of this model; empty for all
// @param   limit  Int  how many at most
// @returns many WholeModelRun
// @allow   NodeByLabelScan a run or two a day: there are few, and all are looked at for the latest

:param model => '';
:param limit => 20;

MATCH (run:ModelRun)
WHERE $model = '' OR run.model = $model
RETURN run.uid AS uid, run.model AS model, run.version AS version, run.ran_at.epochMillis AS ran_at_ms,
  coalesce(run.weights_hash, '') AS weights_hash, coalesce(run.snapshot_hash, '') AS snapshot_hash,
  coalesce(run.card_json, '') AS card_json,
  COLLECT {
    MATCH (run)<-[:SUGGESTED_BY]-(proposal:Proposal)
    WITH proposal.state AS state, count(DISTINCT proposal) AS proposals ORDER BY state
    RETURN [state, proposals]
  } AS states
ORDER BY ran_at_ms DESC, uid
LIMIT $limit;
