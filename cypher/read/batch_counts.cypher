// How many rows of a file have which status.
//
// @access  read
// @param   batch_id  BatchId  the file
// @returns many StatusCount

:param batch_id => 'bat_demo';

MATCH (row:RawRow)
WHERE row.batch = $batch_id
RETURN row.status AS status, count(row) AS rows, max(row.number) AS last_number, max(row.byte_end) AS byte_end
ORDER BY status;
