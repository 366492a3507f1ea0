// Remove nodes with all their edges, for good. Only forgetting may do this: everything else retires.
//
// @access  write
// @param   uids  List<Uid>  the nodes
// @returns one WriteCount

:param uids => ['prf_example'];

UNWIND $uids AS uid
MATCH (node:Entity {uid: uid}) USING INDEX node:Entity(uid)
DETACH DELETE node
RETURN count(*) AS written;
