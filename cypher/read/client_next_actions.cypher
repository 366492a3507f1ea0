// What somebody or something suggests to do next for a client, the surest first.
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

MATCH (client:Entity {uid: $client_id})<-[member:RESOLVES_TO]-{0,1}(who)<-[about:CONCERNING]-(proposal:Proposal)
WHERE all(edge IN member + [about] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
WITH DISTINCT proposal
WHERE proposal.kind = 'TASK' AND proposal.state IN ['PROPOSED', 'CLAIMED']
ORDER BY proposal.confidence DESC, proposal.uid
LIMIT $limit
RETURN proposal.uid AS id, proposal.title AS title, proposal.reasons AS reasons, proposal.confidence AS confidence,
  proposal.state AS state;
