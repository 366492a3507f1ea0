// Rows of a file with one status, in order, a page at a time.
//
// @access  read
// @param   batch_id  BatchId  the file
// @param   status  RowStatus  which rows
// @param   after  Int  the number of the last row already seen
// @param   limit  Int  how many at most
// @returns many StagedRow

:param batch_id => 'bat_demo';
:param status => 'committed';
:param after => 0;
:param limit => 1000;

MATCH (row:RawRow) USING INDEX row:RawRow(batch, status, number)
WHERE row.batch = $batch_id AND row.status = $status AND row.number > $after
RETURN row.number AS number, row.uid AS uid, row.cells AS cells
ORDER BY row.batch, row.status, row.number
LIMIT $limit;
