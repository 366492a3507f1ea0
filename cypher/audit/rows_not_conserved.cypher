// Files whose rows do not add up: rows = header + blank + staged + committed + noop + held + rejected, and their spans tile the
// bytes of the file from the first to the last. Must return nothing.
//
// @access  read
// @param   limit  Int  how many findings at most
// @returns many Finding

:param limit => 100;

MATCH (batch:RawBatch)
WHERE NOT batch.state IN ['RECEIVED', 'FAILED', 'CANCELLED']
CALL (batch) {
  OPTIONAL MATCH (row:RawRow) USING INDEX row:RawRow(batch, number) WHERE row.batch = batch.uid AND row.number > 0
  RETURN count(row) AS rows, coalesce(sum(row.byte_end - row.byte_start), 0) AS bytes, coalesce(max(row.number), 0) AS last,
         count(CASE row.status WHEN 'committed' THEN 1 END) AS committed, count(CASE row.status WHEN 'noop' THEN 1 END) AS noop,
         count(CASE row.status WHEN 'held' THEN 1 END) AS held, count(CASE row.status WHEN 'rejected' THEN 1 END) AS rejected,
         count(CASE row.status WHEN 'staged' THEN 1 END) AS staged, count(CASE row.status WHEN 'header' THEN 1 END) AS header,
         count(CASE row.status WHEN 'blank' THEN 1 END) AS blank
}
LET is_final = batch.state IN ['COMMITTED', 'PARTIAL']
LET problems = [problem IN [
  CASE WHEN rows <> coalesce(batch.row_count, -1) THEN toString(rows) + ' rows in the graph, ' + coalesce(toString(batch.row_count), 'no') + ' counted' END,
  CASE WHEN rows <> last THEN 'row numbers leave gaps' END,
  CASE WHEN rows > 0 AND bytes <> batch.size_bytes THEN 'the rows span ' + toString(bytes) + ' of ' + toString(batch.size_bytes) + ' bytes' END,
  CASE WHEN rows <> header + blank + staged + committed + noop + held + rejected THEN 'rows have a status outside the list' END,
  CASE WHEN is_final AND staged > 0 THEN toString(staged) + ' rows are still staged' END,
  CASE WHEN is_final AND (committed <> coalesce(batch.committed_count, 0) OR noop <> coalesce(batch.noop_count, 0)
       OR held <> coalesce(batch.held_count, 0) OR rejected <> coalesce(batch.rejected_count, 0))
       THEN 'the stored counts are not those of the rows' END
] WHERE problem IS NOT NULL]
FILTER size(problems) > 0
UNWIND problems AS problem
RETURN batch.uid AS subject, problem
LIMIT $limit;
