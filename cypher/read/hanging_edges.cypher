// How many live facts of each type hang on some records: what goes along when these records change their client.
//
// @access  read
// @param   profile_ids  List<ProfileId>  the records
// @returns many HangingRow

:param profile_ids => ['prf_9dadaqb0o91tdc5iba4g'];

UNWIND $profile_ids AS profile_id
MATCH (profile:Entity {uid: profile_id})-[hangs]->()
WHERE hangs.retired_at IS NULL AND NOT type(hangs) IN ['RESOLVES_TO', 'SAME_AS', 'NOT_SAME', 'FROM_SOURCE', 'EVIDENCED_BY']
RETURN type(hangs) AS type, count(*) AS count
ORDER BY type;
