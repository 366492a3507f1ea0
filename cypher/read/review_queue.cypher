// Proposals that wait for people, a page of them.
//
// By PRIORITY the one goes first that has waited longest, where high risk counts as a week of waiting, medium as two days, and
// what is expected to be put right by looking at it as up to three days: what its model says, or, where none does, how sure its
// proposer is. Whoever was unsure sends it back by two days. So nothing can starve, and the order stays still while somebody pages.
//
// @access  read
// @param   kinds  List<ProposalKind>  only these; empty for all
// @param   risks  List<RiskTier>  only these; empty for all
// @param   states  List<ProposalState>  in these states
// @param   order_by  String  PRIORITY, OLDEST, NEWEST, CONFIDENCE or EXPECTED_CORRECTION
// @param   after  String  the cursor of the last row seen; empty for the first page
// @param   limit  Int  how many rows at most
// @returns many QueueRow

:param kinds => [];
:param risks => [];
:param states => ['PROPOSED', 'CLAIMED', 'AWAITING_SECOND'];
:param order_by => 'PRIORITY';
:param after => '';
:param limit => 50;

MATCH (proposal:Proposal) USING INDEX proposal:Proposal(state)
WHERE proposal.state IN $states AND (size($kinds) = 0 OR proposal.kind IN $kinds) AND (size($risks) = 0 OR proposal.risk_tier IN $risks)
LET day = 86400000, created = coalesce(proposal.created_at, datetime({epochSeconds: 0})), sure = coalesce(proposal.confidence, 0.0)
LET since = created.epochMillis, doubt = coalesce(proposal.unsure_count, 0), gain = coalesce(proposal.expected_correction, sure)
LET bonus = CASE proposal.risk_tier WHEN 'HIGH' THEN 7 * day WHEN 'MEDIUM' THEN 2 * day ELSE 0 END
LET key = CASE $order_by
  WHEN 'OLDEST' THEN since
  WHEN 'NEWEST' THEN 9000000000000 - since
  WHEN 'CONFIDENCE' THEN toInteger(round((1 - sure) * 1000000))
  WHEN 'EXPECTED_CORRECTION' THEN toInteger(9000000000000 - round(CASE WHEN gain < 1000000 THEN gain ELSE 1000000 END * 1000000))
  ELSE since - bonus - toInteger(round((1 - exp(-gain)) * 3 * day)) + doubt * 2 * day
END
LET cursor = right('0000000000000' + toString(key), 13) + proposal.uid
FILTER $after = '' OR cursor > $after
ORDER BY cursor
LIMIT $limit
RETURN cursor, proposal.uid AS id, proposal.kind AS kind, coalesce(proposal.risk_tier, 'LOW') AS risk_tier, sure AS confidence,
  coalesce(proposal.title, proposal.kind) AS title, toString(created) AS created_at, proposal.state AS state,
  proposal.lease_holder AS lease_holder, toString(proposal.lease_expires_at) AS lease_expires_at;
