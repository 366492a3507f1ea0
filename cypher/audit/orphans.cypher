// Nodes that nothing points at and that point at nothing. Must return nothing.
//
// @access  read
// @param   alone  List<String>  labels that may stand alone
// @param   limit  Int  how many findings at most
// @returns many Finding

:param alone => ['AuditEvent', 'Receipt', 'SourceSystem', 'Property', 'Project', 'Campaign', 'Staff', 'Account'];
:param limit => 100;

MATCH (node:Entity)
WHERE NOT (node)--() AND NONE(label IN labels(node) WHERE label IN $alone)
RETURN node.uid AS subject, head([label IN labels(node) WHERE label <> 'Entity']) + ' hangs on nothing' AS problem
LIMIT $limit;
