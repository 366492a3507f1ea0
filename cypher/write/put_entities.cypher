// Put nodes by uid: made when absent; when present, records take the new values and shared values stay as they are.
//
// @access  write
// @param   entities  List<EntityRow>  rows made by graph_schema.changes.EntityWrite
// @returns one WriteCount

:param entities => [{uid: 'eml_example', labels: ['Email', 'Identifier', 'Searchable'], created: {value: 'ada@example.com'}, updated: {}}];

UNWIND $entities AS entity
MERGE (node:Entity {uid: entity.uid})
ON CREATE SET node += entity.created, node:$(entity.labels)
ON MATCH SET node += entity.updated
RETURN count(node) AS written;
