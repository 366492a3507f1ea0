// Clients that a text finds by a name, an e-mail, a phone number, an organisation or a unit, the best first.
//
// A client's score is the sum of its best hits of each kind: a name and a unit together beat either alone.
//
// @access  read
// @param   query  String  a Lucene query over what can be searched; empty for none
// @param   hits  Int  how many found values are followed
// @param   fan_out  Int  how many clients one found value may lead to
// @param   limit  Int  how many clients at most
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believe at this moment
// @returns many FoundClientRow

:param query => 'leila^4 OR leila*^2 OR leila~1';
:param hits => 500;
:param fan_out => 200;
:param limit => 10;
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');

CALL db.index.fulltext.queryNodes('search_text', $query, {limit: $hits}) YIELD node AS hit, score
FILTER hit:PersonName OR hit:Identifier OR hit:Account OR hit:Property
LET kind = CASE WHEN hit:PersonName THEN 'name' WHEN hit:Email THEN 'e-mail' WHEN hit:Phone THEN 'phone'
  WHEN hit:Account THEN 'account' WHEN hit:Property THEN 'property' ELSE 'identifier' END
CALL (hit) {
  MATCH (hit)<-[path:NAMED|HAS_IDENTIFIER|MEMBER_OF|INTERESTED_IN|CONCERNS|PURSUES|ABOUT|TOOK_PART_IN]-{1,2}(who:Profile|Client)
  MATCH (who)-[member:RESOLVES_TO]->{0,1}(client:Client)
  WHERE coalesce(client.state = 'LIVE', false)
    AND all(edge IN path + member WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
      AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
  RETURN DISTINCT client LIMIT $fan_out
}
ORDER BY score DESC, hit.uid
WITH client, kind, max(score) AS best, head(collect(coalesce(hit.value, hit.name))) AS value
ORDER BY best DESC, kind
WITH client, round(sum(best), 4) AS score, head(collect(kind + ': ' + value)) AS matched_on
ORDER BY score DESC, client.uid
LIMIT $limit
RETURN client.uid AS id, coalesce(client.display_name, 'Unnamed client') AS display_name, coalesce(client.version, 0) AS version,
  coalesce(head(COLLECT { MATCH (client)<-[member:RESOLVES_TO]-() WHERE member.retired_at IS NULL RETURN min(member.confidence) }),
    client.identity_confidence) AS identity_confidence, toString(client.last_interaction_at) AS last_interaction_at,
  coalesce(client.open_task_count, 0) AS open_task_count, client.qd_score AS qd_score,
  head(COLLECT { MATCH (staff:Entity {uid: client.owner_uid}) RETURN staff {id: staff.uid, .name} }) AS owner,
  score, matched_on;
