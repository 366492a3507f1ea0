// Take the end of the audit chain under a lock that is held until commit, so that two writers cannot append to the same event.
//
// The chain hangs on one event with sequence 0, made at first use.
//
// @access  write
// @param   genesis_uid  AuditEventId  the uid of the first event of every chain
// @returns one AuditTail

:param genesis_uid => 'aud_genesis';

MERGE (genesis:Entity {uid: $genesis_uid})
ON CREATE SET genesis:AuditEvent, genesis.sequence = 0, genesis.action = 'genesis', genesis.hash = ''
SET genesis.subjects = []
WITH genesis
MATCH (event:AuditEvent) WHERE event.sequence >= 0
WITH event ORDER BY event.sequence DESC LIMIT 1
RETURN event.sequence AS sequence, event.hash AS hash;
