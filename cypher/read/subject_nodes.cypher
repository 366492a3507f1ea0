// Some nodes as they are, with how many edges each has.
//
// @access  read
// @param   uids  List<Uid>  the nodes
// @returns many SubjectNode

:param uids => ['cli_145009vraovcmi77oqcg'];

UNWIND $uids AS uid
MATCH (node:Entity {uid: uid}) USING INDEX node:Entity(uid)
RETURN node.uid AS uid, head([label IN labels(node) WHERE NOT label IN ['Entity', 'Searchable', 'Identifier']]) AS label,
  properties(node) AS properties
ORDER BY uid;
