// Profiles that resolve to no live client, or to several. Must return nothing.
//
// @access  read
// @param   limit  Int  how many findings at most
// @returns many Finding

:param limit => 100;

MATCH (profile:Profile)
LET clients = COUNT { (profile)-[member:RESOLVES_TO]->(:Client) WHERE member.retired_at IS NULL }
FILTER clients <> 1
RETURN profile.uid AS subject, 'has ' + toString(clients) + ' live RESOLVES_TO edges where exactly one is due' AS problem
LIMIT $limit;
