// What is still to be overwritten in kept files.
//
// @access  read
// @returns many RedactionRow

MATCH (redaction:Redaction)-[:REDACTS]->(batch:RawBatch)
WHERE redaction.state = 'PENDING'
RETURN redaction.uid AS uid, batch.uid AS batch, redaction.sha256 AS sha256, coalesce(redaction.encoding, '') AS encoding,
  redaction.spans AS spans, redaction.cause AS cause
ORDER BY uid;
