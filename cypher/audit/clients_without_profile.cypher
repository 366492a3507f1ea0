// Live clients behind whom no profile stands, and retired ones behind whom one still does. Must return nothing.
//
// @access  read
// @param   limit  Int  how many findings at most
// @returns many Finding

:param limit => 100;

MATCH (client:Client)
LET profiles = COUNT { (:Profile)-[member:RESOLVES_TO]->(client) WHERE member.retired_at IS NULL }
FILTER (client.state = 'LIVE') = (profiles = 0)
RETURN client.uid AS subject, coalesce(client.state, 'without a state') + ' with ' + toString(profiles) + ' live profiles' AS problem
LIMIT $limit;
