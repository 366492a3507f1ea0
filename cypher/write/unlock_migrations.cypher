// Give the migration lock back, if we still hold it.
//
// @access  write
// @param   owner  String  who took it
// @returns one WriteCount

:param owner => 'example';

MATCH (lock:SchemaLock {name: 'migrations'})
WHERE lock.owner = $owner
REMOVE lock.owner, lock.expires_at
RETURN count(lock) AS written;
