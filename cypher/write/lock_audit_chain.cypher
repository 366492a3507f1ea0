// Take the end of the audit chain under a lock that is held until commit, so that two writers cannot append to the same event.
//
// The chain hangs on one event with sequence 0, made at first use, which keeps where the chain ends: to seek the last event here
// reads all of them, since a statement that writes exhausts what it limits (20,703 db hits at 20,000 events, 3 now).
//
// @access  write
// @param   genesis_uid  AuditEventId  the uid of the first event of every chain
// @returns one AuditTail

:param genesis_uid => 'aud_genesis';

MERGE (genesis:Entity {uid: $genesis_uid})
ON CREATE SET genesis:AuditEvent, genesis.sequence = 0, genesis.action = 'genesis', genesis.hash = '',
  genesis.tail_sequence = 0, genesis.tail_hash = ''
SET genesis.subjects = []
RETURN genesis.tail_sequence AS sequence, genesis.tail_hash AS hash;
