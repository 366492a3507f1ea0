// The records that a client holds, and the other clients that they were ever said to be, with the records of others there.
//
// @access  read
// @param   client_id  ClientId  the client
// @returns one SubjectRecords

:param client_id => 'cli_145009vraovcmi77oqcg';

LET profiles = COLLECT {
  MATCH (:Entity {uid: $client_id})<-[member:RESOLVES_TO]-(profile:Profile)
  WHERE member.retired_at IS NULL
  RETURN {uid: profile.uid, source_system: profile.source_system, source_key: profile.source_key} AS profile_row
  ORDER BY profile_row.uid
}
LET clients = COLLECT {
  UNWIND [profile IN profiles | profile.uid] AS profile_id
  MATCH (profile:Entity {uid: profile_id})-[:RESOLVES_TO]->(client:Client)
  WITH DISTINCT client
  RETURN {uid: client.uid, others: COLLECT {
    MATCH (client)<-[:RESOLVES_TO]-(other:Profile)
    WHERE NOT other.uid IN [profile IN profiles | profile.uid]
    RETURN DISTINCT other.uid LIMIT 1
  }, is_anothers: EXISTS {
    MATCH (client)<-[member:RESOLVES_TO]-(other:Profile)
    WHERE member.retired_at IS NULL AND NOT other.uid IN [profile IN profiles | profile.uid]
  }} AS client_row
  ORDER BY client_row.uid
}
RETURN profiles, clients;
