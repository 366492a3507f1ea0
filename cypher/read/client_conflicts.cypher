// Fields for which the records of a client state different values.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   limit  Int  how many rows at most
// @returns many ConflictRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param limit => 20;

MATCH (client:Entity {uid: $client_id})<-[member:RESOLVES_TO]-(:Profile)-[states:STATES]->(fact:Fact)
WHERE all(edge IN [member, states] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
WITH fact, collect(states) AS links
WITH fact.field AS field, collect({fact: fact, links: links}) AS stated
WHERE size(stated) > 1
ORDER BY field
LIMIT $limit
RETURN field,
  COLLECT {
    UNWIND stated AS entry
    LET value = entry.fact.value, links = entry.links
    RETURN {
      value: value,
      sources: [link IN links | link {.*, recorded_at: toString(link.recorded_at), retired_at: toString(link.retired_at),
        valid_from: toString(link.valid_from), valid_to: toString(link.valid_to),
        batch_name: head(COLLECT { MATCH (batch:Entity {uid: link.prov_batch}) RETURN batch.file_name })}]
    } AS stated_value
    ORDER BY value
  } AS values;
