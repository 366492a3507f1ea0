// Take entities under a lock that is held until commit. Neo4j reads before it locks, so whoever compares takes the lock first.
//
// @access  write
// @param   uids  List<Uid>  the entities, sorted, so that two transactions cannot wait for each other
// @returns one WriteCount

:param uids => ['cli_145009vraovcmi77oqcg'];

UNWIND $uids AS uid
MATCH (entity:Entity {uid: uid}) USING INDEX entity:Entity(uid)
SET entity.uid = entity.uid
RETURN count(entity) AS written;
