// What counts as approved or decided without a decision that anybody could name. Must return nothing.
//
// @access  read
// @param   limit  Int  how many findings at most
// @returns many Finding

:param limit => 100;

CALL {
  MATCH (manifest:MappingManifest {state: 'APPROVED'})
  WHERE NOT (:Decision)-[:DECIDES]->(manifest)
  RETURN manifest.uid AS subject, 'is an approved mapping without a decision' AS problem
  UNION ALL
  MATCH (proposal:Proposal)
  WHERE proposal.state IN ['ACCEPTED', 'REJECTED'] AND NOT (:Decision)-[:DECIDES]->(proposal)
  RETURN proposal.uid AS subject, 'is ' + proposal.state + ' without a decision' AS problem
  UNION ALL
  MATCH (batch:RawBatch)
  WHERE batch.state IN ['PLAN_APPROVED', 'COMMITTING', 'COMMITTED', 'PARTIAL'] AND batch.plan_hash IS NOT NULL
    AND NOT (:Entity&Decision {uid: batch.plan_decision})-[:DECIDES]->(batch)
  RETURN batch.uid AS subject, 'is committed without a decision on its plan' AS problem
}
RETURN subject, problem
LIMIT $limit;
