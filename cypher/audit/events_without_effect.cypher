// Events in the record of who did what that tell of nothing, or of something else. Must return nothing.
//
// A proposal that nobody had decided goes with the person that is forgotten; its events stay, and a later event tells why.
//
// @access  read
// @param   limit  Int  how many findings at most
// @returns many Finding

:param limit => 100;

CALL () {
  MATCH (event:AuditEvent)
  WHERE event.sequence > 0 AND NOT (event)-[:RECORDS]->()
    AND NOT (coalesce(event.about, 'pro_') STARTS WITH 'pro_'
      AND EXISTS { MATCH (later:AuditEvent {action: 'privacy.erase'}) WHERE later.sequence > event.sequence })
  RETURN event.uid AS subject, 'event ' + toString(event.sequence) + ' records nothing' AS problem
  UNION ALL
  MATCH (event:AuditEvent)-[:RECORDS]->(thing:Entity)
  WHERE thing.uid <> event.about
  RETURN event.uid AS subject,
    'event ' + toString(event.sequence) + ' tells of ' + event.about + ' and hangs on ' + thing.uid AS problem
  UNION ALL
  MATCH (event:AuditEvent)-[:RECORDS]->(thing:Entity)
  WHERE event.action STARTS WITH 'decide.' AND NOT thing:Decision
  RETURN event.uid AS subject, 'event ' + toString(event.sequence) + ' tells of a decision and hangs on none' AS problem
  UNION ALL
  MATCH (event:AuditEvent {action: 'import.commit_chunk'})-[:RECORDS]->(plan:Decision)-[:DECIDES]->(batch:RawBatch)
  WITH batch, plan, sum(toInteger(replace(split(split(event.details_json, '"rows":')[1], ',')[0], '}', ''))) AS told
  CALL (batch) {
    UNWIND ['committed', 'noop', 'held', 'rejected'] AS status
    MATCH (row:RawRow) USING INDEX row:RawRow(batch, status, number)
    WHERE row.batch = batch.uid AND row.status = status AND row.number > 0
    RETURN count(row) AS rows
  }
  FILTER told > rows
  RETURN plan.uid AS subject, 'audit events tell of ' + toString(told) + ' committed rows, and there are ' + toString(rows) AS problem
}
RETURN subject, problem
LIMIT $limit;
