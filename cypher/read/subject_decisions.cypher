// Decisions about some nodes, and the ones that took these back, as far as they carry words or values.
//
// @access  read
// @param   uids  List<Uid>  clients and proposals
// @returns many SubjectDecision

:param uids => ['cli_145009vraovcmi77oqcg'];

UNWIND $uids AS uid
MATCH (subject:Entity {uid: uid})<-[:DECIDES]-{1,4}(decision:Decision) USING INDEX subject:Entity(uid)
WHERE decision.kind <> 'ERASURE' AND (coalesce(decision.note, '') <> '' OR coalesce(decision.edit_json, '') <> '')
RETURN DISTINCT decision.uid AS uid
ORDER BY uid;
