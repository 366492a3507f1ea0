// People that a client decides together with.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   after  String  the cursor of the last row seen; empty for the first page
// @param   limit  Int  how many rows at most
// @returns many HouseholdEdgeRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param after => '';
:param limit => 20;

MATCH (client:Entity {uid: $client_id})<-[member:RESOLVES_TO]-(:Profile)-[belongs:MEMBER_OF]->(household:Household)
WHERE all(edge IN [member, belongs] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
WITH household, collect(belongs) AS links, min(belongs.recorded_at) AS since
LET cursor = toString(since.epochMillis) + household.uid
FILTER $after = '' OR cursor > $after
ORDER BY cursor
LIMIT $limit
RETURN cursor, household {id: household.uid, .name} AS node,
  COLLECT {
    UNWIND links AS link
    RETURN link {.*, recorded_at: toString(link.recorded_at), retired_at: toString(link.retired_at),
      valid_from: toString(link.valid_from), valid_to: toString(link.valid_to),
      batch_name: head(COLLECT { MATCH (batch:Entity {uid: link.prov_batch}) RETURN batch.file_name })} AS source
    ORDER BY link.confidence DESC, link.recorded_at DESC, link.uid
  } AS sources;
