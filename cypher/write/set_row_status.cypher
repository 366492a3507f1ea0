// Record what became of rows, in the transaction that made it so.
//
// @access  write
// @param   rows  List<RowStatusWrite>  uid, status and issue of each row
// @returns one WriteCount

:param rows => [{uid: 'row_example', status: 'committed', issue_code: null, issue_message: null, issue_column: null}];

UNWIND $rows AS row
MATCH (raw:Entity {uid: row.uid}) USING INDEX raw:Entity(uid)
SET raw.status = row.status, raw.issue_code = row.issue_code, raw.issue_message = row.issue_message,
    raw.issue_column = row.issue_column
RETURN count(raw) AS written;
