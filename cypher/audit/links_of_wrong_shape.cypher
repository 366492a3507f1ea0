// Edges that nobody declared, or that join labels which their declaration does not join. Must return nothing.
//
// @access  read
// @param   shapes  List<EdgeShape>  type, sources and targets of every declared edge
// @param   limit  Int  how many findings at most
// @returns many Finding
// @allow   DirectedAllRelationshipsScan the rule is about every edge of the graph, whatever its type

:param shapes => [{type: 'RESOLVES_TO', sources: ['Profile'], targets: ['Client']}];
:param limit => 100;

MATCH (source)-[link]->(target)
LET shape = head([shape IN $shapes WHERE shape.type = type(link)])
FILTER shape IS NULL
    OR NONE(label IN labels(source) WHERE label IN shape.sources)
    OR NONE(label IN labels(target) WHERE label IN shape.targets)
RETURN coalesce(link.uid, elementId(link)) AS subject,
       type(link) + ' joins ' + head(labels(source)) + ' to ' + head(labels(target)) + ', which is not declared' AS problem
LIMIT $limit;
