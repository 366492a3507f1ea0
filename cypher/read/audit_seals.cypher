// Every seal under the audit chain, with the event that it hangs on.
//
// @access  read
// @allow   NodeByLabelScan all seals are asked for, and one that lost its sequence must be among them
// @returns many SealRow

MATCH (seal:AuditSeal)
OPTIONAL MATCH (seal)-[:SEALS]->(event:AuditEvent)
RETURN seal.uid AS uid, coalesce(toIntegerOrNull(seal.sequence), 0) AS sequence, coalesce(toStringOrNull(seal.hash), '') AS hash,
  coalesce(toStringOrNull(seal.sealed_at), '') AS sealed_at, coalesce(toStringOrNull(seal.public_key), '') AS public_key,
  coalesce(toStringOrNull(seal.signature), '') AS signature, coalesce(toIntegerOrNull(event.sequence), 0) AS event_sequence,
  coalesce(toStringOrNull(event.hash), '') AS event_hash
ORDER BY sequence, uid;
