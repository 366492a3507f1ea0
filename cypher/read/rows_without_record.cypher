// Rows of a file that no record names as its evidence: held, rejected, without news or not yet planned. A page of them.
//
// @access  read
// @param   batch_id  BatchId  the file
// @param   status  RowStatus  which rows
// @param   after  Int  the number of the last row already seen
// @param   limit  Int  how many at most
// @returns many FileRow

:param batch_id => 'bat_demo';
:param status => 'held';
:param after => 0;
:param limit => 1000;

MATCH (row:RawRow) USING INDEX row:RawRow(batch, status, number)
WHERE row.batch = $batch_id AND row.status = $status AND row.number > $after
RETURN row.uid AS uid, row.batch AS batch, row.number AS number, coalesce(row.byte_start, 0) AS byte_start,
  coalesce(row.byte_end, 0) AS byte_end, row.status AS status, coalesce(row.cells, []) AS cells
ORDER BY row.batch, row.status, row.number
LIMIT $limit;
