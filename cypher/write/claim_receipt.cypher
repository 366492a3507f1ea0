// Take an idempotency key, and the receipt under it when the key was used before. Who comes second waits until the first commits.
//
// @access  write
// @param   uid  ReceiptId  derived from actor and key
// @param   key  String  actor and key, as one text
// @param   request_hash  String  SHA-256 of what is asked
// @param   now  DateTime  now
// @returns one ReceiptRow

:param uid => 'rcp_example';
:param key => 'ada 1';
:param request_hash => 'aa';
:param now => datetime('2026-11-01T09:00:00Z');

MERGE (receipt:Entity {uid: $uid})
ON CREATE SET receipt:Receipt, receipt.key = $key, receipt.request_hash = $request_hash, receipt.written_at = $now
SET receipt.uid = $uid
RETURN receipt.request_hash AS request_hash, receipt.answer_json AS answer_json;
