// Which of these uids are in the graph.
//
// @access  read
// @param   uids  List<Uid>  the uids
// @returns many KnownUid

:param uids => ['cli_145009vraovcmi77oqcg'];

UNWIND $uids AS uid
MATCH (entity:Entity {uid: uid}) USING INDEX entity:Entity(uid)
RETURN entity.uid AS uid
ORDER BY uid;
