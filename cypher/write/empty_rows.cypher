// Empty the cells of rows. The row stays with its number, its span and what became of it, so that the file still adds up.
//
// @access  write
// @param   rows  List<EmptiedRow>  uid, status, and the issue that says why the cells are gone
// @returns one WriteCount

:param rows => [{uid: 'row_example', status: 'committed', issue_code: 'erased', issue_message: 'erased by dec_example'}];

UNWIND $rows AS row
MATCH (raw:Entity {uid: row.uid}) USING INDEX raw:Entity(uid)
SET raw.cells = [cell IN coalesce(raw.cells, []) | ''], raw.status = row.status, raw.issue_code = row.issue_code,
    raw.issue_message = row.issue_message, raw.issue_column = null
RETURN count(raw) AS written;
