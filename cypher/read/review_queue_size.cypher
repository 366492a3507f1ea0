// How many proposals wait.
//
// @access  read
// @param   kinds  List<ProposalKind>  only these; empty for all
// @param   risks  List<RiskTier>  only these; empty for all
// @param   states  List<ProposalState>  in these states
// @returns one QueueSize

:param kinds => [];
:param risks => [];
:param states => ['PROPOSED', 'CLAIMED', 'AWAITING_SECOND'];

MATCH (proposal:Proposal) USING INDEX proposal:Proposal(state)
WHERE proposal.state IN $states AND (size($kinds) = 0 OR proposal.kind IN $kinds) AND (size($risks) = 0 OR proposal.risk_tier IN $risks)
RETURN count(proposal) AS total;
