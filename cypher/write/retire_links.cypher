// Stop believing edges: they stay, with the moment and the decision. An edge already retired keeps its first retirement.
//
// @access  write
// @param   links  List<RetirementRow>  rows made by graph_schema.changes.LinkRetirement
// @returns one WriteCount

:param links => [{uid: 'lnk_example', type: 'NAMED', source: 'prf_9dadaqb0o91tdc5iba4g', target: 'nam_example', retired_at: datetime('2026-11-01T09:00:00Z'), retired_by: 'dec_example'}];

UNWIND $links AS link
MATCH (source:Entity {uid: link.source})-[edge:$(link.type) {uid: link.uid}]->(target:Entity {uid: link.target})
WHERE edge.retired_at IS NULL
SET edge.retired_at = link.retired_at, edge.retired_by = link.retired_by, edge.state = 'retired'
RETURN count(edge) AS written;
