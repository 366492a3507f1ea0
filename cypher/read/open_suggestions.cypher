// What a model proposed that waits and that nobody has taken yet.
//
// @access  read
// @param   proposed_by  ActorId  the model
// @param   kinds  List<ProposalKind>  only these
// @returns many SuggestedBefore

:param proposed_by => 'identity-ground-floor';
:param kinds => ['IDENTITY_LINK'];

MATCH (proposal:Proposal) USING INDEX proposal:Proposal(state)
WHERE proposal.state = 'PROPOSED' AND proposal.proposed_by = $proposed_by AND proposal.kind IN $kinds
RETURN proposal.uid AS uid, proposal.state AS state, coalesce(proposal.shown_hash, '') AS shown_hash,
  proposal.proposed_by AS proposed_by, proposal.superseded_by AS superseded_by
ORDER BY uid;
