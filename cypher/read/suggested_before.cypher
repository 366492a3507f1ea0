// Which of these proposals are in the graph, and how each stands.
//
// @access  read
// @param   uids  List<ProposalId>  proposals, known or not
// @returns many SuggestedBefore

:param uids => ['pro_example'];

UNWIND $uids AS uid
MATCH (proposal:Entity {uid: uid}) USING INDEX proposal:Entity(uid)
WHERE proposal:Proposal
RETURN proposal.uid AS uid, proposal.state AS state, coalesce(proposal.shown_hash, '') AS shown_hash,
  proposal.proposed_by AS proposed_by, proposal.superseded_by AS superseded_by
ORDER BY uid;
