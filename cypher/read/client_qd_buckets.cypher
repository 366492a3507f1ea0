// The behaviour scores of a client by day, week or month; the latest buckets.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   unit  String  day, week or month
// @param   limit  Int  how many rows at most
// @returns many QDBucketRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param unit => 'day';
:param limit => 20;

MATCH (client:Entity {uid: $client_id})<-[member:RESOLVES_TO]-(:Profile)-[showed:SHOWED]->(event:QDEvent)
WHERE all(edge IN [member, showed] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
WITH DISTINCT event
WHERE event.occurred_at IS NOT NULL AND event.score IS NOT NULL
WITH datetime.truncate($unit, event.occurred_at) AS starts_at, avg(event.score) AS mean_score, max(event.score) AS max_score,
  count(*) AS event_count
ORDER BY starts_at DESC
LIMIT $limit
RETURN toString(starts_at) AS starts_at, round(mean_score, 4) AS mean_score, max_score, event_count;
