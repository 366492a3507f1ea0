// Nodes outside the vocabulary: without :Entity or without a uid. Must return nothing.
//
// @access  read
// @param   limit  Int  how many findings at most
// @returns many Finding
// @allow   AllNodesScan the rule is about every node of the graph

:param limit => 100;

MATCH (node)
WHERE (NOT node:Entity OR node.uid IS NULL) AND NOT node:SchemaMigration AND NOT node:SchemaLock
RETURN elementId(node) AS subject, 'is labelled ' + coalesce(head(labels(node)), 'nothing') + ' and has no uid as an Entity' AS problem
LIMIT $limit;
