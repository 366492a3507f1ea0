// Every node, for the hash of the graph. Decisions and their record are left out: they tell when, not what.
//
// @access  read
// @param   left_out  List<String>  labels that do not count
// @returns many NodeContent

:param left_out => ['Decision', 'AuditEvent', 'Receipt'];

MATCH (node:Entity)
WHERE NONE(label IN labels(node) WHERE label IN $left_out)
RETURN node.uid AS uid, labels(node) AS labels, properties(node) AS properties;
