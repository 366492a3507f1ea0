// The edges of some nodes, by uid. What ties an erasure to them does not count: it came after the list was made.
//
// @access  read
// @param   uids  List<Uid>  the nodes
// @returns many SubjectEdge

:param uids => ['prf_9dadaqb0o91tdc5iba4g'];

UNWIND $uids AS uid
MATCH (node:Entity {uid: uid})-[edge]-(other:Entity) USING INDEX node:Entity(uid)
WHERE NOT (other:Proposal AND coalesce(other.kind, '') = 'ERASURE')
RETURN DISTINCT edge.uid AS uid, type(edge) AS type, startNode(edge).uid AS source, endNode(edge).uid AS target
ORDER BY uid;
