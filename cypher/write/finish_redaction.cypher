// Note that the bytes are overwritten.
//
// @access  write
// @param   uid  RedactionId  the redaction
// @param   done_at  DateTime  now
// @returns one WriteCount

:param uid => 'red_example';
:param done_at => datetime('2026-11-01T09:00:00Z');

MATCH (redaction:Entity {uid: $uid})
SET redaction.state = 'DONE', redaction.done_at = $done_at
RETURN count(redaction) AS written;
