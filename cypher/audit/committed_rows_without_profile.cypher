// Rows that count as committed and left no trace on any profile, but for those that were emptied when a person was forgotten.
// Must return nothing.
//
// @access  read
// @param   limit  Int  how many findings at most
// @returns many Finding

:param limit => 100;

MATCH (batch:RawBatch)
WHERE batch.committed_count > 0
MATCH (row:RawRow) USING INDEX row:RawRow(batch, status, number)
WHERE row.batch = batch.uid AND row.status = 'committed' AND row.number > 0 AND coalesce(row.issue_code, '') <> 'erased'
  AND NOT (:Profile)-[:EVIDENCED_BY]->(row)
RETURN row.uid AS subject, 'row ' + toString(row.number) + ' is committed and no profile is evidenced by it' AS problem
LIMIT $limit;
