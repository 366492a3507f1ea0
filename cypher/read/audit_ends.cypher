// Both ends of the audit chain: the hash of its first event, and where it ends by its own account.
//
// @access  read
// @param   genesis_uid  AuditEventId  the uid of the first event of every chain
// @returns optional ChainEnds

:param genesis_uid => 'aud_genesis';

MATCH (genesis:Entity {uid: $genesis_uid})
OPTIONAL MATCH (origin:AuditEvent {sequence: 1}) USING INDEX origin:AuditEvent(sequence)
RETURN coalesce(genesis.tail_sequence, 0) AS sequence, coalesce(genesis.tail_hash, '') AS hash,
  coalesce(origin.hash, '') AS origin;
