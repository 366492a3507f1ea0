// E-mails, phones, handles, identity numbers and addresses of a client: primary ones first, then by kind.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   after  String  the cursor of the last row seen; empty for the first page
// @param   limit  Int  how many rows at most
// @returns many ContactPointEdgeRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param after => '';
:param limit => 20;

MATCH (client:Entity {uid: $client_id})<-[member:RESOLVES_TO]-(:Profile)-[gives:HAS_IDENTIFIER|LIVES_AT]->(point)
WHERE all(edge IN [member, gives] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
WITH point, collect(gives) AS links, min(gives.recorded_at) AS since
LET kind = CASE WHEN point:Email THEN 'EMAIL' WHEN point:Phone THEN 'PHONE' WHEN point:NationalId THEN 'NATIONAL_ID'
  WHEN point:Handle THEN 'HANDLE' ELSE 'ADDRESS' END
LET value = coalesce(point.value, reduce(text = '', part IN [point.line, point.city, point.postcode, point.country] |
  text + CASE WHEN coalesce(part, '') = '' THEN '' WHEN text = '' THEN part ELSE ', ' + part END))
LET is_primary = any(link IN links WHERE coalesce(link.is_primary, false))
LET cursor = CASE WHEN is_primary THEN '0' ELSE '1' END + kind + toString(since.epochMillis) + point.uid
FILTER $after = '' OR cursor > $after
ORDER BY cursor
LIMIT $limit
RETURN cursor,
  {id: point.uid, kind: kind, value: value, is_primary: is_primary, is_shared: coalesce(point.is_shared, false)} AS node,
  COLLECT {
    UNWIND links AS link
    RETURN link {.*, recorded_at: toString(link.recorded_at), retired_at: toString(link.retired_at),
      valid_from: toString(link.valid_from), valid_to: toString(link.valid_to),
      batch_name: head(COLLECT { MATCH (batch:Entity {uid: link.prov_batch}) RETURN batch.file_name })} AS source
    ORDER BY link.confidence DESC, link.recorded_at DESC, link.uid
  } AS sources;
