// Every kept answer to an idempotency key.
//
// @access  read
// @returns many ReceiptText

MATCH (receipt:Receipt)
WHERE receipt.answer_json IS NOT NULL
RETURN receipt.uid AS uid, receipt.answer_json AS answer_json;
