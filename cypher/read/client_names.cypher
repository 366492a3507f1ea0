// The names of a client, the shown one first, each with its sources.
//
// The order is the rule of write/refresh_clients: our own word, the most trusted source, then the latest validity, then the alphabet.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   limit  Int  how many rows at most
// @returns many NameRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param limit => 20;

MATCH (client:Entity {uid: $client_id})<-[member:RESOLVES_TO]-(profile:Profile)-[named:NAMED]->(name:PersonName)
WHERE all(edge IN [member, named] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
OPTIONAL MATCH (profile)-[from:FROM_SOURCE]->(system:SourceSystem)
WHERE from.recorded_at <= $known_at AND coalesce(from.retired_at > $known_at, true)
  AND coalesce(from.valid_from <= $valid_at, true) AND coalesce(from.valid_to > $valid_at, true)
WITH name, named, CASE WHEN named.prov_origin IN ['manual', 'decided'] THEN 1000 ELSE 0 END + coalesce(system.trust_rank, 0) AS trust, coalesce(named.valid_from, datetime({epochSeconds: 0})) AS since
ORDER BY trust DESC, since DESC
WITH name, collect(named) AS links, head(collect(trust)) AS trust, head(collect(since)) AS since
ORDER BY trust DESC, since DESC, name.value
LIMIT $limit
RETURN name.value AS value,
  [link IN links | link {.*, recorded_at: toString(link.recorded_at), retired_at: toString(link.retired_at),
    valid_from: toString(link.valid_from), valid_to: toString(link.valid_to),
    batch_name: head(COLLECT { MATCH (batch:Entity {uid: link.prov_batch}) RETURN batch.file_name })}] AS sources;
