// Rows of a file by their numbers.
//
// @access  read
// @param   batch_id  BatchId  the file
// @param   numbers  List<Int>  the numbers
// @returns many FileRow

:param batch_id => 'bat_demo';
:param numbers => [2, 3];

UNWIND $numbers AS number
MATCH (row:RawRow) USING INDEX row:RawRow(batch, number)
WHERE row.batch = $batch_id AND row.number = number
RETURN row.uid AS uid, row.batch AS batch, row.number AS number, coalesce(row.byte_start, 0) AS byte_start,
  coalesce(row.byte_end, 0) AS byte_end, row.status AS status, coalesce(row.cells, []) AS cells
ORDER BY uid;
