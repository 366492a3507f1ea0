// Overwrite properties of nodes that stay when a person is forgotten.
//
// @access  write
// @param   entities  List<BlankedEntity>  uid and the new values; a null removes the property
// @returns one WriteCount

:param entities => [{uid: 'pro_example', properties: {title: 'erased'}}];

UNWIND $entities AS entity
MATCH (node:Entity {uid: entity.uid}) USING INDEX node:Entity(uid)
SET node += entity.properties
RETURN count(node) AS written;
