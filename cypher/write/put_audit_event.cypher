// Append one event to the chain whose end is locked, and move the end.
//
// @access  write
// @param   genesis_uid  AuditEventId  the uid of the first event of every chain
// @param   uid  AuditEventId  the uid of the new event
// @param   properties  Map  what the event says
// @returns one WriteCount

:param genesis_uid => 'aud_genesis';
:param uid => 'aud_example';
:param properties => {sequence: 1, hash: 'example'};

MATCH (genesis:Entity {uid: $genesis_uid})
CREATE (event:Entity:AuditEvent {uid: $uid})
SET event += $properties, genesis.tail_sequence = $properties.sequence, genesis.tail_hash = $properties.hash
RETURN count(event) AS written;
