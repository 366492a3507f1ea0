// How many rows of a file have which status.
//
// @access  read
// @param   batch_id  BatchId  the file
// @returns many StatusCount

:param batch_id => 'bat_demo';

MATCH (row:RawRow) USING INDEX row:RawRow(batch, number)
WHERE row.batch = $batch_id AND row.number > 0
RETURN row.status AS status, count(row) AS rows, max(row.number) AS last_number, max(row.byte_end) AS byte_end
ORDER BY status;
