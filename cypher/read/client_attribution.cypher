// The first and the last campaign that reached a client, and how many touches there were.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @returns optional AttributionRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');

MATCH (client:Entity {uid: $client_id})<-[member:RESOLVES_TO]-(:Profile)-[touch:TOUCHED_BY]->(campaign:Campaign)
WHERE touch.occurred_at IS NOT NULL
  AND all(edge IN [member, touch] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
WITH touch, campaign
ORDER BY touch.occurred_at, touch.uid
WITH collect({touch: touch, campaign: campaign}) AS touches
FILTER size(touches) > 0
LET ends = [end IN [touches[0], touches[-1]] | {id: end.touch.uid, occurred_at: toString(end.touch.occurred_at),
  touch_kind: end.touch.touch_kind, campaign: {id: end.campaign.uid, name: end.campaign.name}}]
RETURN ends[0] AS first_touch, ends[1] AS last_touch, size(touches) AS touch_count;
