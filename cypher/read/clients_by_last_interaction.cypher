// The client list by last interaction, page by page.
//
// Both directions walk the index on last_interaction_at from the last client seen; a bound that is null finds nothing at once.
// Clients without a value come last, by id, and are looked for only when the page has room for them.
// After the bound, `<>` and not `<`: Neo4j's `<` compares texts in another order than its indexes and ORDER BY do.
//
// @access  read
// @param   descending  Bool  whether the largest value comes first
// @param   from_value  String  value of the last client seen, as text; empty if it had none, and for the first page
// @param   from_id  ClientId  id of the last client seen; empty for the first page
// @param   in_rest  Bool  whether the last client seen had no value
// @param   has_open_tasks  Bool  only clients with open tasks, or only those without; null for both
// @param   min_qd_score  Float  only clients with at least this score; null for all
// @param   since  DateTime  only clients whose last interaction is not before this moment; null for all
// @param   until  DateTime  only clients whose last interaction is before this moment; null for all
// @param   limit  Int  how many clients at most
// @returns many ListedClientRow

:param descending => true;
:param from_value => '';
:param from_id => '';
:param in_rest => false;
:param has_open_tasks => null;
:param min_qd_score => null;
:param since => null;
:param until => null;
:param limit => 20;

LET last_value = CASE WHEN $from_id <> '' AND NOT $in_rest THEN datetime($from_value) END
LET below = CASE WHEN $descending AND NOT $in_rest THEN coalesce(last_value, datetime('9999-12-31T23:59:59Z')) END
LET above = CASE WHEN NOT $descending AND NOT $in_rest THEN coalesce(last_value, datetime('0001-01-01T00:00:00Z')) END
LET found = COLLECT {
  MATCH (client:Client)
  WHERE client.last_interaction_at <= below AND coalesce(client.last_interaction_at <> below OR client.uid > $from_id, false)
    AND coalesce(client.state = 'LIVE', false)
    AND ($has_open_tasks IS NULL OR (coalesce(client.open_task_count, 0) > 0) = $has_open_tasks)
    AND ($min_qd_score IS NULL OR client.qd_score >= $min_qd_score)
    AND ($since IS NULL OR client.last_interaction_at >= $since) AND ($until IS NULL OR client.last_interaction_at < $until)
  RETURN client ORDER BY client.last_interaction_at DESC, client.uid LIMIT $limit
} + COLLECT {
  MATCH (client:Client)
  WHERE client.last_interaction_at >= above AND coalesce(client.last_interaction_at <> above OR client.uid > $from_id, false)
    AND coalesce(client.state = 'LIVE', false)
    AND ($has_open_tasks IS NULL OR (coalesce(client.open_task_count, 0) > 0) = $has_open_tasks)
    AND ($min_qd_score IS NULL OR client.qd_score >= $min_qd_score)
    AND ($since IS NULL OR client.last_interaction_at >= $since) AND ($until IS NULL OR client.last_interaction_at < $until)
  RETURN client ORDER BY client.last_interaction_at, client.uid LIMIT $limit
}
LET rest_from = CASE WHEN size(found) < $limit THEN CASE WHEN $in_rest THEN $from_id ELSE 'cli_' END END
LET rest = COLLECT {
  MATCH (client:Entity)
  WHERE client.uid > rest_from AND client.uid < 'clj' AND client:Client AND client.last_interaction_at IS NULL
    AND coalesce(client.state = 'LIVE', false)
    AND ($has_open_tasks IS NULL OR (coalesce(client.open_task_count, 0) > 0) = $has_open_tasks)
    AND ($min_qd_score IS NULL OR client.qd_score >= $min_qd_score)
    AND ($since IS NULL OR client.last_interaction_at >= $since) AND ($until IS NULL OR client.last_interaction_at < $until)
  RETURN client ORDER BY client.uid LIMIT $limit
}
UNWIND (found + rest)[..$limit] AS client
RETURN client.uid AS id, coalesce(client.display_name, 'Unnamed client') AS display_name, coalesce(client.version, 0) AS version,
  coalesce(head(COLLECT { MATCH (client)<-[member:RESOLVES_TO]-() WHERE member.retired_at IS NULL RETURN min(member.confidence) }),
    client.identity_confidence) AS identity_confidence, toString(client.last_interaction_at) AS last_interaction_at,
  coalesce(client.open_task_count, 0) AS open_task_count, client.qd_score AS qd_score,
  head(COLLECT { MATCH (staff:Entity {uid: client.owner_uid}) RETURN staff {id: staff.uid, .name} }) AS owner,
  toString(client.last_interaction_at) AS sort_value;
