// The client that an id means now: itself, or the one that holds its records; with its version and its records.
//
// @access  read
// @param   client_id  ClientId  the id, perhaps a retired one
// @returns optional ClientNow

:param client_id => 'cli_145009vraovcmi77oqcg';

MATCH (asked:Entity {uid: $client_id})
WHERE asked:Client
LET came = COLLECT {
  MATCH (asked)<-[base:RESOLVES_TO]-(profile:Profile)
  WHERE base.prov_origin <> 'decided'
  MATCH (profile)-[member:RESOLVES_TO]->(client:Client)
  WHERE member.retired_at IS NULL
  RETURN {profile: profile.uid, client: client.uid} ORDER BY profile.uid
}
LET held = COLLECT {
  MATCH (asked)<-[member:RESOLVES_TO]-(profile:Profile)
  WHERE member.retired_at IS NULL
  RETURN {profile: profile.uid, client: asked.uid} ORDER BY profile.uid
}
RETURN asked.uid AS asked, came, held;
