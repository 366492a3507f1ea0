// A task, deal or client with its version, its state and the clients that it belongs to.
//
// @access  read
// @param   uid  Uid  the entity
// @returns optional VersionedRow

:param uid => 'cli_145009vraovcmi77oqcg';

MATCH (entity:Entity {uid: $uid})
RETURN entity.uid AS uid, coalesce(entity.version, 1) AS version, coalesce(entity.state, entity.stage, '') AS state,
  head([label IN labels(entity) WHERE label IN ['Client', 'Task', 'Opportunity', 'Property', 'Staff']]) AS label,
  coalesce(entity.display_name, entity.title, entity.name, '') AS title,
  COLLECT {
    MATCH (entity)<-[about:HAS_TASK|PURSUES]-(profile:Profile)-[member:RESOLVES_TO]->(client:Client)
    WHERE about.retired_at IS NULL AND member.retired_at IS NULL
    RETURN DISTINCT client.uid AS uid ORDER BY uid
  } AS clients;
