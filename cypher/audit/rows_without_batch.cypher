// Rows that hang on no batch, or on another than they name. Must return nothing.
//
// @access  read
// @param   limit  Int  how many findings at most
// @returns many Finding

:param limit => 100;

MATCH (row:RawRow)
WHERE COUNT { (row)-[:ROW_OF]->(batch:RawBatch) WHERE batch.uid = row.batch } <> 1
RETURN row.uid AS subject, 'row ' + toString(row.number) + ' does not hang on its batch ' + coalesce(row.batch, '?') AS problem
LIMIT $limit;
