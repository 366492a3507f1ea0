// Proposals that two sides are one person or one household, whatever became of them; the newest first.
//
// @access  read
// @param   left_ids  List<Uid>  records and clients of one side
// @param   right_ids  List<Uid>  records and clients of the other side
// @returns many IdentityProposal

:param left_ids => ['cli_145009vraovcmi77oqcg'];
:param right_ids => ['prf_9dadaqb0o91tdc5iba4g'];

UNWIND $left_ids AS left_id
MATCH (left:Entity {uid: left_id})<-[:CONCERNING]-(proposal:Proposal) USING INDEX left:Entity(uid)
WHERE proposal.kind IN ['IDENTITY_LINK', 'MERGE', 'HOUSEHOLD']
WITH DISTINCT proposal
WHERE EXISTS { MATCH (proposal)-[:CONCERNING]->(right:Entity) WHERE right.uid IN $right_ids }
RETURN proposal.uid AS id, proposal.kind AS kind, proposal.state AS state, coalesce(proposal.confidence, 0.0) AS confidence,
  coalesce(proposal.title, proposal.kind) AS title, coalesce(proposal.reasons, []) AS reasons,
  toString(proposal.created_at) AS created_at,
  head(COLLECT {
    MATCH (decision:Decision)-[:DECIDES]->(proposal) WHERE decision.undone_by IS NULL
    RETURN decision.uid ORDER BY decision.decided_at DESC, decision.uid LIMIT 1
  }) AS decision
ORDER BY created_at DESC, id;
