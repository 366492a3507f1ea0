// Which of these suppressions hold.
//
// @access  read
// @param   uids  List<SuppressionId>  what an import met
// @returns many KnownUid

:param uids => ['sup_example'];

UNWIND $uids AS uid
MATCH (mark:Entity {uid: uid}) USING INDEX mark:Entity(uid)
WHERE mark:Suppression AND mark.state = 'LIVE'
RETURN mark.uid AS uid;
