// Put edges by uid: made when absent, left alone when present. The one statement for ordinary links.
//
// Times stand in $moments once each, and rows point at them: a driver spends more on a time than on all else in a row.
//
// The hints matter on a young graph, where the planner takes a scan of few nodes for cheap while the statement itself adds many.
//
// @access  write
// @param   links  List<LinkRow>  rows made by graph_schema.changes.LinkWrite; times are positions in moments
// @param   moments  List<DateTime>  the times that rows point at
// @returns one WriteCount

:param links => [{uid: 'lnk_example', type: 'NAMED', source: 'prf_9dadaqb0o91tdc5iba4g', target: 'nam_example', properties: {}, provenance: {prov_origin: 'manual', prov_system: 'velocity', prov_method: 'example/1', prov_actor: 'ada', confidence: 1.0, state: 'live'}, recorded_at: 0, valid_from: null, valid_to: null}];
:param moments => [datetime('2026-11-01T09:00:00Z')];

UNWIND $links AS link
MATCH (source:Entity {uid: link.source}) USING INDEX source:Entity(uid)
MATCH (target:Entity {uid: link.target}) USING INDEX target:Entity(uid)
MERGE (source)-[edge:$(link.type) {uid: link.uid}]->(target)
ON CREATE SET edge += link.properties, edge += link.provenance, edge.recorded_at = $moments[link.recorded_at],
  edge.valid_from = $moments[link.valid_from], edge.valid_to = $moments[link.valid_to]
RETURN count(edge) AS written;
