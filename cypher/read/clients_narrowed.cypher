// The client list when few clients are in question: those that a text finds, or those of one owner.
//
// They are few enough to be sorted on the spot, by whatever the list is sorted by.
//
// @access  read
// @param   query  String  a Lucene query over what can be searched; null for none
// @param   owner_id  StaffId  only clients that this member of staff looks after; null for all
// @param   sort_by  String  the property that orders the list
// @param   descending  Bool  whether the largest value comes first
// @param   from_value  String  value of the last client seen, as text; null for the first page
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

:param query => 'marina*';
:param owner_id => null;
:param sort_by => 'last_interaction_at';
:param descending => true;
:param from_value => null;
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
  UNWIND CASE WHEN $query IS NULL THEN [] ELSE [$query] END AS query
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
  WHERE client.owner_uid = CASE WHEN $query IS NULL THEN $owner_id END
  RETURN client
}
WITH client, client[$sort_by] AS value
WHERE coalesce(client.state = 'LIVE', false)
  AND ($owner_id IS NULL OR client.owner_uid = $owner_id)
  AND ($has_open_tasks IS NULL OR (coalesce(client.open_task_count, 0) > 0) = $has_open_tasks)
  AND ($min_qd_score IS NULL OR client.qd_score >= $min_qd_score)
  AND ($since IS NULL OR client.last_interaction_at >= $since) AND ($until IS NULL OR client.last_interaction_at < $until)
WITH collect({client: client, value: value}) AS all_found
LET page = COLLECT {
  UNWIND all_found AS entry
  LET client = entry.client, value = entry.value
  LET last_value = CASE $sort_by WHEN 'last_interaction_at' THEN datetime($from_value) WHEN 'qd_score' THEN toFloat($from_value)
    WHEN 'open_task_count' THEN toInteger($from_value) ELSE $from_value END
  FILTER $from_id = ''
    OR NOT $in_rest AND (value IS NULL OR value = last_value AND client.uid > $from_id
      OR ($descending AND value < last_value) OR (NOT $descending AND value > last_value))
    OR $in_rest AND value IS NULL AND client.uid > $from_id
  RETURN {id: client.uid, display_name: coalesce(client.display_name, 'Unnamed client'), version: coalesce(client.version, 0),
    identity_confidence: coalesce(head(COLLECT {
      MATCH (client)<-[member:RESOLVES_TO]-() WHERE member.retired_at IS NULL RETURN min(member.confidence)
    }), client.identity_confidence), last_interaction_at: toString(client.last_interaction_at),
    open_task_count: coalesce(client.open_task_count, 0), qd_score: client.qd_score,
    owner: head(COLLECT { MATCH (staff:Entity {uid: client.owner_uid}) RETURN staff {id: staff.uid, .name} }),
    sort_value: toString(value)} AS listed
  ORDER BY value IS NULL, CASE WHEN $descending THEN value END DESC, CASE WHEN NOT $descending THEN value END, client.uid
  LIMIT $limit
}
RETURN page AS clients, size(all_found) AS total;
