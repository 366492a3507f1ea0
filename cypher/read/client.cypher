// Which client answers to an id, and what it shows.
//
// Old ids answer for ever: an id without profiles of its own leads to the client that now holds most of the profiles it had.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   is_past  Bool  whether a moment was asked for, so that the name is computed as then believed
// @returns optional ClientRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param is_past => false;

MATCH (asked:Entity {uid: $client_id})
WHERE asked:Client
LET holder = head(COLLECT {
  MATCH (asked)<-[former:RESOLVES_TO]-(profile:Profile)
  MATCH (profile)-[member:RESOLVES_TO]->(client:Client)
  WHERE former.recorded_at <= $known_at
    AND member.recorded_at <= $known_at AND coalesce(member.retired_at > $known_at, true)
      AND coalesce(member.valid_from <= $valid_at, true) AND coalesce(member.valid_to > $valid_at, true)
  WITH client, count(*) AS held
  RETURN client ORDER BY client = asked DESC, held DESC, client.uid LIMIT 1
})
LET client = coalesce(holder, CASE WHEN NOT EXISTS { (asked)<-[:RESOLVES_TO]-() } THEN asked END)
FILTER client IS NOT NULL
LET believed = COLLECT {
  MATCH (client)<-[member:RESOLVES_TO]-(profile:Profile)-[named:NAMED]->(name:PersonName)
  WHERE $is_past AND all(edge IN [member, named] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
      AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
  OPTIONAL MATCH (profile)-[from:FROM_SOURCE]->(system:SourceSystem)
  WHERE from.recorded_at <= $known_at AND coalesce(from.retired_at > $known_at, true)
    AND coalesce(from.valid_from <= $valid_at, true) AND coalesce(from.valid_to > $valid_at, true)
  RETURN name.value AS value
  ORDER BY named.prov_origin IN ['manual', 'decided'] DESC, coalesce(system.trust_rank, 0) DESC,
    coalesce(named.valid_from, datetime({epochSeconds: 0})) DESC, value
  LIMIT 1
}
LET confidence = COLLECT {
  MATCH (client)<-[member:RESOLVES_TO]-(:Profile)
  WHERE member.recorded_at <= $known_at AND coalesce(member.retired_at > $known_at, true)
    AND coalesce(member.valid_from <= $valid_at, true) AND coalesce(member.valid_to > $valid_at, true)
  RETURN min(member.confidence)
}
RETURN client.uid AS id,
  coalesce(CASE WHEN $is_past THEN head(believed) ELSE client.display_name END, 'Unnamed client') AS display_name,
  coalesce(client.version, 0) AS version,
  coalesce(head(confidence), client.identity_confidence) AS identity_confidence,
  toString(client.last_interaction_at) AS last_interaction_at,
  coalesce(client.open_task_count, 0) AS open_task_count,
  client.qd_score AS qd_score,
  head(COLLECT { MATCH (staff:Entity {uid: client.owner_uid}) RETURN staff {id: staff.uid, .name} }) AS owner;
