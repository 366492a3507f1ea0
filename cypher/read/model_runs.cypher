// Runs of models by their ids: which weights over which snapshot.
//
// @access  read
// @param   ids  List<ModelRunId>  which runs
// @returns many ModelRunRow

:param ids => ['run_e5mlm379siqt9h2o15ng'];

UNWIND $ids AS id
MATCH (run:Entity {uid: id})
WHERE run:ModelRun
RETURN run.uid AS id, run.model AS model, run.version AS version, toString(run.ran_at) AS ran_at;
