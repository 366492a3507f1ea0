// Every node that stands, for the hash of the graph.
//
// Decisions and their record are left out, since they tell when and not what; so are retired clients, and what only retired
// edges hold.
//
// @access  read
// @param   left_out  List<String>  labels that do not count
// @returns many NodeContent

:param left_out => ['Decision', 'AuditEvent', 'AuditSeal', 'Receipt'];

MATCH (node:Entity)
WHERE NONE(label IN labels(node) WHERE label IN $left_out) AND NOT (node:Client AND node.state = 'RETIRED')
  AND (NOT EXISTS { (node)--() } OR EXISTS { (node)-[edge]-() WHERE edge.retired_at IS NULL })
RETURN node.uid AS uid, labels(node) AS labels, properties(node) AS properties;
