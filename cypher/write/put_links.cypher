// Put edges by uid: made when absent, left alone when present. The one statement for ordinary links.
//
// The hints matter on a young graph, where the planner takes a scan of few nodes for cheap while the statement itself adds many.
//
// @access  write
// @param   links  List<LinkRow>  rows made by graph_schema.changes.LinkWrite
// @returns one WriteCount

:param links => [{uid: 'lnk_example', type: 'NAMED', source: 'prf_9dadaqb0o91tdc5iba4g', target: 'nam_example', properties: {}, provenance: {prov_origin: 'manual', prov_system: 'velocity', prov_method: 'example/1', prov_actor: 'ada', confidence: 1.0, recorded_at: datetime('2026-11-01T09:00:00Z'), state: 'live'}}];

UNWIND $links AS link
MATCH (source:Entity {uid: link.source}) USING INDEX source:Entity(uid)
MATCH (target:Entity {uid: link.target}) USING INDEX target:Entity(uid)
MERGE (source)-[edge:$(link.type) {uid: link.uid}]->(target)
ON CREATE SET edge += link.properties, edge += link.provenance
RETURN count(edge) AS written;
