// Open proposals about a client or its records, the newest first.
//
// Matches and suggested tasks have sections of their own.
//
// What was proposed about a client that was merged into this one counts too.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   after  String  the cursor of the last row seen; empty for the first page
// @param   limit  Int  how many rows at most
// @returns many ProposalEdgeRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param after => '';
:param limit => 20;

MATCH (client:Entity {uid: $client_id})
LET records = COLLECT {
  MATCH (client)<-[member:RESOLVES_TO]-(profile:Profile)
  WHERE member.recorded_at <= $known_at AND coalesce(member.retired_at > $known_at, true)
    AND coalesce(member.valid_from <= $valid_at, true) AND coalesce(member.valid_to > $valid_at, true)
  RETURN DISTINCT profile
}
LET former = COLLECT {
  UNWIND records AS profile
  MATCH (profile)-[:RESOLVES_TO]->(left:Client) WHERE left.state = 'RETIRED'
  RETURN DISTINCT left
}
UNWIND [client] + records + former AS who
MATCH (who)<-[about:CONCERNING]-(proposal:Proposal)
WHERE about.recorded_at <= $known_at AND coalesce(about.retired_at > $known_at, true)
  AND coalesce(about.valid_from <= $valid_at, true) AND coalesce(about.valid_to > $valid_at, true)
WITH DISTINCT proposal
WHERE proposal.state IN ['PROPOSED', 'CLAIMED'] AND NOT proposal.kind IN ['PROPERTY_MATCH', 'TASK']
LET cursor = coalesce(toString(proposal.created_at.epochMillis), '0') + proposal.uid
FILTER $after = '' OR cursor < $after
ORDER BY cursor DESC
LIMIT $limit
RETURN cursor,
  proposal {id: proposal.uid, .kind, .state, .title, .confidence, .risk_tier, created_at: toString(proposal.created_at)} AS node;
