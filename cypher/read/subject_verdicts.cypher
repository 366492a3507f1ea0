// What was decided about a person: proposals and the clients themselves, the oldest decision first.
//
// @access  read
// @param   uids  List<Uid>  clients and proposals
// @returns many SubjectVerdict

:param uids => ['cli_145009vraovcmi77oqcg'];

UNWIND $uids AS uid
MATCH (subject:Entity {uid: uid})<-[:DECIDES]-{1,4}(decision:Decision) USING INDEX subject:Entity(uid)
RETURN DISTINCT decision.uid AS uid, subject.uid AS about, coalesce(decision.kind, '') AS kind,
  coalesce(decision.verdict, '') AS verdict, toString(decision.decided_at) AS decided_at, coalesce(decision.note, '') AS note,
  coalesce(decision.edit_json, '') AS edit_json, coalesce(decision.undone_by, '') AS undone_by
ORDER BY decided_at, uid;
