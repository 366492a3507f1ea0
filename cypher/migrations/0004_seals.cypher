// Seals by the event that they end at; and the first event of the chain keeps where the chain ends, which had to be sought.

CREATE CONSTRAINT auditseal_sequence IF NOT EXISTS FOR (node:AuditSeal) REQUIRE node.sequence IS UNIQUE;
MATCH (genesis:AuditEvent {sequence: 0})
CALL () {
  MATCH (event:AuditEvent) WHERE event.sequence >= 0
  RETURN event.sequence AS sequence, event.hash AS hash
  ORDER BY sequence DESC LIMIT 1
}
SET genesis.tail_sequence = sequence, genesis.tail_hash = hash;
