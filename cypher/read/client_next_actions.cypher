// What somebody or something suggests to do next for a client, the surest first.
//
// What was proposed about a client that was merged into this one counts too.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   limit  Int  how many rows at most
// @returns many NextActionRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
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
WHERE proposal.kind = 'TASK' AND proposal.state IN ['PROPOSED', 'CLAIMED']
ORDER BY proposal.confidence DESC, proposal.uid
LIMIT $limit
RETURN proposal.uid AS id, proposal.title AS title, proposal.reasons AS reasons, proposal.confidence AS confidence,
  proposal.state AS state;
