// Edges that do not say where they come from. Must return nothing.
//
// @access  read
// @param   limit  Int  how many findings at most
// @returns many Finding
// @allow   DirectedAllRelationshipsScan the rule is about every edge of the graph, whatever its type

:param limit => 100;

MATCH (source)-[link]->(target)
WHERE link.uid IS NULL OR link.prov_origin IS NULL OR link.prov_system IS NULL OR link.prov_method IS NULL
   OR link.prov_actor IS NULL OR link.recorded_at IS NULL OR link.confidence IS NULL OR link.state IS NULL
RETURN coalesce(link.uid, elementId(link)) AS subject,
       type(link) + ' from ' + coalesce(source.uid, '?') + ' to ' + coalesce(target.uid, '?') + ' lacks provenance' AS problem
LIMIT $limit;
