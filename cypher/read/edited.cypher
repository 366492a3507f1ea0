// What people of ours have said about some records before: the edges that a new word supersedes.
//
// @access  read
// @param   profile_ids  List<ProfileId>  the records of a client
// @param   type  String  the type of the edges
// @param   field  String  only facts of this field; empty for any
// @param   target  Uid  only edges to this; empty for any
// @returns many EditedRow

:param profile_ids => ['prf_9dadaqb0o91tdc5iba4g'];
:param type => 'STATES';
:param field => 'birth_date';
:param target => '';

UNWIND $profile_ids AS profile_id
MATCH (profile:Entity {uid: profile_id})-[said]->(target:Entity)
WHERE said.retired_at IS NULL AND type(said) = $type AND said.prov_origin IN ['manual', 'decided']
  AND ($field = '' OR target.field = $field) AND ($target = '' OR target.uid = $target)
RETURN said.uid AS uid, type(said) AS type, profile_id AS source, target.uid AS target
ORDER BY uid;
