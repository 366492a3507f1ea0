// Take the migration lock if nobody holds it, or its holder is overdue. Answers who holds it now.
//
// @access  write
// @param   owner  String  who asks
// @param   now  DateTime  now
// @param   expires_at  DateTime  when the lock may be taken from us
// @returns one LockHolder

:param owner => 'example';
:param now => datetime('2026-11-01T09:00:00Z');
:param expires_at => datetime('2026-11-01T09:00:01Z');

MERGE (lock:SchemaLock {name: 'migrations'})
SET lock.asked_at = $now
WITH lock
SET lock.owner = CASE WHEN lock.owner IS NULL OR lock.expires_at < $now THEN $owner ELSE lock.owner END,
    lock.expires_at = CASE WHEN lock.owner = $owner OR lock.expires_at < $now THEN $expires_at ELSE coalesce(lock.expires_at, $expires_at) END
RETURN lock.owner AS owner;
