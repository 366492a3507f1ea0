// Every edge of some nodes with all that it says, and what is at its other end.
//
// @access  read
// @param   uids  List<Uid>  the nodes
// @returns many SubjectFact

:param uids => ['prf_9dadaqb0o91tdc5iba4g'];

UNWIND $uids AS uid
MATCH (node:Entity {uid: uid})-[edge]-(other:Entity) USING INDEX node:Entity(uid)
RETURN edge.uid AS uid, type(edge) AS type, startNode(edge).uid = uid AS goes_out, node.uid AS node, other.uid AS other,
  head([label IN labels(other) WHERE NOT label IN ['Entity', 'Searchable', 'Identifier']]) AS label,
  properties(edge) AS said, properties(other) AS properties
ORDER BY node, type, uid;
