// Append events to the chain whose end is locked, in their order, and move the end.
//
// @access  write
// @param   genesis_uid  AuditEventId  the uid of the first event of every chain
// @param   events  List<Map>  uid and properties of each new event, the last one last
// @returns one WriteCount

:param genesis_uid => 'aud_genesis';
:param events => [{uid: 'aud_example', properties: {sequence: 1, hash: 'example'}}];

MATCH (genesis:Entity {uid: $genesis_uid})
LET last = $events[-1].properties
SET genesis.tail_sequence = last.sequence, genesis.tail_hash = last.hash
WITH genesis
UNWIND $events AS said
CREATE (event:Entity:AuditEvent {uid: said.uid})
SET event += said.properties
RETURN count(event) AS written;
