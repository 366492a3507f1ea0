// Write the answer into a receipt, in the transaction of the effect. A receipt is answered once and never expires.
//
// @access  write
// @param   uid  ReceiptId  the receipt
// @param   answer_json  String  the answer
// @returns one WriteCount

:param uid => 'rcp_example';
:param answer_json => '{}';

MATCH (receipt:Entity {uid: $uid})
WHERE receipt.answer_json IS NULL
SET receipt.answer_json = $answer_json
RETURN count(receipt) AS written;
