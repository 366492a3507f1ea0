// Every edge that stands between nodes that count, for the hash of the graph.
//
// @access  read
// @param   left_out  List<String>  labels that do not count
// @returns many LinkContent

:param left_out => ['Decision', 'AuditEvent', 'AuditSeal', 'Receipt'];

MATCH (source:Entity)-[link]->(target:Entity)
WHERE link.retired_at IS NULL
  AND NONE(label IN labels(source) WHERE label IN $left_out) AND NONE(label IN labels(target) WHERE label IN $left_out)
RETURN type(link) AS type, source.uid AS source, target.uid AS target, properties(link) AS properties;
