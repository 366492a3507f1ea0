// The client list when few clients are in question: those that a text finds, or those of one owner.
//
// They are few enough to be sorted on the spot. The page begins behind the last client seen; if that one has moved since, behind
// what stood before it. (Place first: Neo4j's `<` compares texts in another order than its ORDER BY does.)
//
// @access  read
// @param   query  String  a Lucene query over what can be searched; empty for none
// @param   owner_id  StaffId  only clients that this member of staff looks after; empty for all
// @param   sort_by  String  the property that orders the list
// @param   descending  Bool  whether the largest value comes first
// @param   from_value  String  value of the last client seen, as text; empty if it had none, and for the first page
// @param   from_id  ClientId  id of the last client seen; empty for the first page
// @param   in_rest  Bool  whether the last client seen had no value
// @param   has_open_tasks  Bool  only clients with open tasks, or only those without; null for both
// @param   min_qd_score  Float  only clients with at least this score; null for all
// @param   since  DateTime  only clients whose last interaction is not before this moment; null for all
// @param   until  DateTime  only clients whose last interaction is before this moment; null for all
// @param   limit  Int  how many clients at most
// @param   hits  Int  how many found values are followed
// @param   fan_out  Int  how many clients one found value may lead to
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @returns one NarrowedClients

:param query => 'leila^4 OR leila*^2 OR leila~1';
:param owner_id => '';
:param sort_by => 'last_interaction_at';
:param descending => true;
:param from_value => '';
:param from_id => '';
:param in_rest => false;
:param has_open_tasks => null;
:param min_qd_score => null;
:param since => null;
:param until => null;
:param limit => 20;
:param hits => 500;
:param fan_out => 200;
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');

CALL () {
  UNWIND CASE WHEN $query = '' THEN [] ELSE [$query] END AS query
  CALL db.index.fulltext.queryNodes('search_text', query, {limit: $hits}) YIELD node AS hit
  FILTER hit:PersonName OR hit:Identifier OR hit:Account OR hit:Property
  CALL (hit) {
    MATCH (hit)<-[path:NAMED|HAS_IDENTIFIER|MEMBER_OF|INTERESTED_IN|CONCERNS|PURSUES|ABOUT|TOOK_PART_IN]-{1,2}(who:Profile|Client)
    MATCH (who)-[member:RESOLVES_TO]->{0,1}(client:Client)
    WHERE coalesce(client.state = 'LIVE', false)
      AND all(edge IN path + member WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
      AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
    RETURN DISTINCT client LIMIT $fan_out
  }
  RETURN DISTINCT client
  UNION
  MATCH (client:Client)
  WHERE client.owner_uid = CASE WHEN $query = '' THEN $owner_id END
  RETURN client
}
WITH client
WHERE coalesce(client.state = 'LIVE', false)
  AND ($owner_id = '' OR client.owner_uid = $owner_id)
  AND ($has_open_tasks IS NULL OR (coalesce(client.open_task_count, 0) > 0) = $has_open_tasks)
  AND ($min_qd_score IS NULL OR client.qd_score >= $min_qd_score)
  AND ($since IS NULL OR client.last_interaction_at >= $since) AND ($until IS NULL OR client.last_interaction_at < $until)
WITH collect({value: client[$sort_by], id: client.uid, client: client}) AS found
LET ordered = COLLECT {
  UNWIND found AS entry
  RETURN entry
  ORDER BY entry.value IS NULL, CASE WHEN $descending THEN entry.value END DESC, CASE WHEN NOT $descending THEN entry.value END,
    entry.id
}
LET last_value = CASE WHEN $in_rest OR $from_id = '' THEN null ELSE CASE $sort_by
  WHEN 'last_interaction_at' THEN datetime($from_value) WHEN 'qd_score' THEN toFloat($from_value)
  WHEN 'open_task_count' THEN toInteger($from_value) ELSE $from_value END END
LET place = head([n IN range(0, size(ordered) - 1)
  WHERE ordered[n].id = $from_id AND coalesce(ordered[n].value = last_value, ordered[n].value IS NULL AND last_value IS NULL)])
LET before = size([entry IN ordered WHERE CASE
  WHEN entry.value IS NULL THEN last_value IS NULL AND entry.id <= $from_id
  WHEN last_value IS NULL THEN true
  WHEN entry.value = last_value THEN entry.id <= $from_id
  ELSE (entry.value < last_value) <> $descending END])
LET begin = CASE WHEN $from_id = '' THEN 0 ELSE coalesce(place + 1, before) END
LET page = COLLECT {
  UNWIND ordered[begin..begin + $limit] AS entry
  LET client = entry.client
  RETURN {id: client.uid, display_name: coalesce(client.display_name, 'Unnamed client'), version: coalesce(client.version, 0),
    identity_confidence: coalesce(head(COLLECT {
      MATCH (client)<-[member:RESOLVES_TO]-() WHERE member.retired_at IS NULL RETURN min(member.confidence)
    }), client.identity_confidence), last_interaction_at: toString(client.last_interaction_at),
    open_task_count: coalesce(client.open_task_count, 0), qd_score: client.qd_score,
    owner: head(COLLECT { MATCH (staff:Entity {uid: client.owner_uid}) RETURN staff {id: staff.uid, .name} }),
    sort_value: toString(entry.value)} AS listed
}
RETURN page AS clients, size(found) AS total;
