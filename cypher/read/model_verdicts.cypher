// What people decided about proposals of a model, each with the chance that the model gave it and whom it concerns; what was
// taken back is left out.
//
// @access  read
// @param   proposed_by  String  id of the model
// @returns many ModelVerdict

:param proposed_by => 'velocity-identity';

MATCH (decision:Decision)-[:DECIDES]->(proposal:Proposal)
WHERE proposal.proposed_by = $proposed_by AND decision.undone_by IS NULL AND proposal.state IN ['ACCEPTED', 'REJECTED']
  AND decision.verdict IN ['SAME', 'NOT_SAME', 'SAME_HOUSEHOLD', 'ACCEPT', 'REJECT', 'EDIT']
RETURN DISTINCT proposal.uid AS proposal, proposal.kind AS kind, proposal.confidence AS confidence, decision.verdict AS verdict,
  decision.decided_at.epochMillis AS decided_at_ms, proposal.payload_json AS payload_json,
  COLLECT { MATCH (proposal)-[:CONCERNING]->(about) RETURN DISTINCT about.uid AS uid ORDER BY uid } AS concerning
ORDER BY decided_at_ms, proposal;
