// Proposals that came or changed since a moment, the oldest change first.
//
// @access  read
// @param   kinds  List<ProposalKind>  only these; empty for all
// @param   risks  List<RiskTier>  only these; empty for all
// @param   since  DateTime  changed after this moment
// @param   limit  Int  how many rows at most
// @returns many QueueChange

:param kinds => [];
:param risks => [];
:param since => datetime('2026-01-01T00:00:00Z');
:param limit => 200;

MATCH (proposal:Proposal) USING INDEX proposal:Proposal(changed_at)
WHERE proposal.changed_at > $since AND (size($kinds) = 0 OR proposal.kind IN $kinds)
  AND (size($risks) = 0 OR proposal.risk_tier IN $risks)
RETURN proposal.uid AS id, proposal.state AS state, proposal.kind AS kind, toString(proposal.changed_at) AS changed_at
ORDER BY proposal.changed_at, id
LIMIT $limit;
