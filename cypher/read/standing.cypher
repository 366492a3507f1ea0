// Everything that stands about the identity of some clients: their records, where each came from, and every decision between them.
//
// A record's home is the client of its first RESOLVES_TO that no decision made. Runs inside a transaction that holds the clients.
//
// @access  read
// @param   client_ids  List<ClientId>  the clients
// @returns one StandingRow

:param client_ids => ['cli_145009vraovcmi77oqcg'];

MATCH (client:Entity) WHERE client.uid IN $client_ids
WITH collect(client) AS clients
LET members = COLLECT {
  UNWIND clients AS client
  MATCH (client)<-[member:RESOLVES_TO]-(profile:Profile)
  WHERE member.retired_at IS NULL
  RETURN {profile: profile.uid, client: client.uid, edge: member.uid, bases: COLLECT {
    MATCH (profile)-[base:RESOLVES_TO]->(home:Client) WHERE base.prov_origin <> 'decided'
    RETURN {home: home.uid, valid_from: toString(base.valid_from), valid_to: toString(base.valid_to)} ORDER BY base.recorded_at, base.uid LIMIT 1
  }} AS member ORDER BY member.profile
}
LET homes = COLLECT {
  UNWIND members AS member
  UNWIND member.bases AS base
  WITH DISTINCT base.home AS home
  MATCH (client:Entity {uid: home})<-[came:RESOLVES_TO]-(profile:Profile)
  WHERE came.prov_origin <> 'decided'
  WITH home, collect(DISTINCT profile.uid) AS profiles, toString(min(came.recorded_at)) AS since
  RETURN {client: home, profiles: profiles, since: since} AS home_row ORDER BY home_row.client
}
LET pairs = COLLECT {
  UNWIND members AS member
  MATCH (left:Entity {uid: member.profile})-[said:SAME_AS|NOT_SAME]->(right:Profile)
  WHERE said.retired_at IS NULL AND right.uid IN [other IN members | other.profile]
  RETURN {type: type(said), left: left.uid, right: right.uid, edge: said.uid, decision: said.prov_decision,
          decided_at: toString(said.recorded_at), confidence: said.confidence} AS pair ORDER BY pair.edge
}
RETURN members, homes, pairs;
