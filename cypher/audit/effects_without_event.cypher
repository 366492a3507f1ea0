// What was written without an event in the record of who did what. Must return nothing.
//
// @access  read
// @param   limit  Int  how many findings at most
// @returns many Finding

:param limit => 100;

CALL () {
  MATCH (decision:Decision)
  WHERE NOT (:AuditEvent)-[:RECORDS]->(decision)
  RETURN decision.uid AS subject, 'was decided without an audit event' AS problem
  UNION ALL
  MATCH (batch:RawBatch)
  WHERE NOT (:AuditEvent)-[:RECORDS]->(batch)
  RETURN batch.uid AS subject, 'was received without an audit event' AS problem
  UNION ALL
  MATCH (batch:RawBatch)
  CALL (batch) {
    OPTIONAL MATCH (batch)(()<-[:DECIDES]-(:Decision)){0,1}()<-[:RECORDS]-(event:AuditEvent)
    WHERE event.action IN ['import.commit_chunk', 'import.arrive']
    RETURN coalesce(sum(toInteger(replace(split(split(event.details_json, '"rows":')[1], ',')[0], '}', ''))), 0) AS told
  }
  CALL (batch) {
    UNWIND ['committed', 'noop', 'held'] AS status
    MATCH (row:RawRow) USING INDEX row:RawRow(batch, status, number)
    WHERE row.batch = batch.uid AND row.status = status AND row.number > 0
    RETURN count(row) AS rows
  }
  FILTER rows > told
  RETURN batch.uid AS subject, toString(rows) + ' rows were committed, and audit events tell of ' + toString(told) AS problem
  UNION ALL
  MATCH (batch:RawBatch)<-[:RECORDS]-(event:AuditEvent {action: 'import.stage'})
  WITH batch, sum(toInteger(replace(split(split(event.details_json, '"rows":')[1], ',')[0], '}', ''))) AS told
  CALL (batch) {
    MATCH (row:RawRow) USING INDEX row:RawRow(batch, number) WHERE row.batch = batch.uid AND row.number > 0
    RETURN count(row) AS rows
  }
  FILTER rows > told
  RETURN batch.uid AS subject, toString(rows) + ' rows were kept, and audit events tell of ' + toString(told) AS problem
}
RETURN subject, problem
LIMIT $limit;
