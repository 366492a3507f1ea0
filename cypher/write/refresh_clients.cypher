// Compute what clients show from their live profiles: survivorship for the name, latest interaction, open tasks, score, owner.
//
// Whoever does not allow profiling has no score.
//
// Our own word wins, then the most trusted source, then the latest validity, then the alphabet, so that every run answers the same.
// A client without live profiles shows nothing: whoever asks for it is shown the one that holds its records now.
//
// @access  write
// @param   client_ids  List<ClientId>  the clients whose profiles changed
// @returns one WriteCount

:param client_ids => ['cli_145009vraovcmi77oqcg'];

UNWIND $client_ids AS client_id
MATCH (client:Entity {uid: client_id}) USING INDEX client:Entity(uid)
LET names = COLLECT {
  MATCH (client)<-[member:RESOLVES_TO]-(profile:Profile)-[named:NAMED]->(name:PersonName)
  WHERE member.retired_at IS NULL AND named.retired_at IS NULL
  OPTIONAL MATCH (profile)-[:FROM_SOURCE]->(system:SourceSystem)
  RETURN name.value AS value
  ORDER BY named.prov_origin IN ['manual', 'decided'] DESC, coalesce(system.trust_rank, 0) DESC,
    coalesce(named.valid_from, datetime({epochSeconds: 0})) DESC, value
  LIMIT 1
}
LET owners = COLLECT {
  MATCH (client)<-[member:RESOLVES_TO]-(profile:Profile)-[cared:LOOKED_AFTER_BY]->(staff:Staff)
  WHERE member.retired_at IS NULL AND cared.retired_at IS NULL
  OPTIONAL MATCH (profile)-[:FROM_SOURCE]->(system:SourceSystem)
  RETURN staff.uid AS uid
  ORDER BY cared.prov_origin IN ['manual', 'decided'] DESC, coalesce(system.trust_rank, 0) DESC,
    coalesce(cared.valid_from, datetime({epochSeconds: 0})) DESC, uid
  LIMIT 1
}
LET latest = COLLECT {
  MATCH (client)<-[member:RESOLVES_TO]-(:Profile)-[part:TOOK_PART_IN]->(interaction:Interaction)
  WHERE member.retired_at IS NULL AND part.retired_at IS NULL AND interaction.occurred_at IS NOT NULL
    AND coalesce(interaction.state, '') <> 'PLANNED'
  RETURN max(interaction.occurred_at)
}
// The latest word of a record stands, on each channel; one record that says no is enough (review/privacy/consent.py).
LET profiling = COLLECT {
  MATCH (client)<-[member:RESOLVES_TO]-(profile:Profile)-[gave:GAVE]->(consent:Consent)
  WHERE member.retired_at IS NULL AND gave.retired_at IS NULL AND consent.purpose = 'PROFILING'
  WITH profile, consent.channel AS channel, gave, consent ORDER BY gave.recorded_at DESC, consent.state <> 'GRANTED'
  WITH profile, channel, head(collect(consent.state)) AS state
  WITH channel, collect(state) AS states
  RETURN none(state IN states WHERE state IN ['WITHDRAWN', 'REFUSED'])
}
LET scores = COLLECT {
  MATCH (client)<-[member:RESOLVES_TO]-(:Profile)-[showed:SHOWED]->(event:QDEvent)
  WHERE member.retired_at IS NULL AND showed.retired_at IS NULL AND (profiling = [] OR true IN profiling)
  RETURN round(avg(event.score), 4)
}
LET open_tasks = COLLECT {
  MATCH (client)<-[member:RESOLVES_TO]-(:Profile)-[due:HAS_TASK]->(task:Task)
  WHERE member.retired_at IS NULL AND due.retired_at IS NULL AND task.state = 'OPEN'
  RETURN count(DISTINCT task)
}
LET is_held = EXISTS { MATCH (client)<-[member:RESOLVES_TO]-(:Profile) WHERE member.retired_at IS NULL }
SET client.version = coalesce(client.version, 0) + 1,
    client.display_name = CASE WHEN is_held THEN coalesce(head(names), 'Unnamed client') END,
    client.owner_uid = head(owners),
    client.last_interaction_at = head(latest),
    client.qd_score = head(scores),
    client.open_task_count = head(open_tasks)
RETURN count(client) AS written;
