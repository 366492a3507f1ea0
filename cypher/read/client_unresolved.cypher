// Cells of a client's rows whose column nobody has given a meaning yet.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   after  String  the cursor of the last row seen; empty for the first page
// @param   limit  Int  how many rows at most
// @returns many UnresolvedCellRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param after => '';
:param limit => 20;

MATCH (client:Entity {uid: $client_id})<-[member:RESOLVES_TO]-(:Profile)-[read:EVIDENCED_BY]->(row:RawRow)
MATCH (row)-[within:ROW_OF]->(batch:RawBatch)
WHERE all(edge IN [member, read, within] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
WITH DISTINCT row, batch
UNWIND batch.unresolved_positions AS position
LET value = row.cells[toInteger(position)]
FILTER trim(coalesce(value, '')) <> ''
LET cursor = toString(batch.received_at.epochMillis) + batch.uid + right('000000000' + toString(row.number), 10)
  + right('00000' + position, 6)
FILTER $after = '' OR cursor > $after
ORDER BY cursor
LIMIT $limit
RETURN cursor, coalesce(batch.header[toInteger(position)], '') AS header, value, batch.uid AS batch_id,
  batch.file_name AS batch_name, row.number AS number;
