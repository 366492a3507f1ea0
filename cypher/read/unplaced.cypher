// Facts that people added to a client of several records without telling of which record they speak.
//
// @access  read
// @param   profile_ids  List<ProfileId>  the records
// @param   since  DateTime  added at this moment or later
// @returns many UnplacedRow

:param profile_ids => ['prf_9dadaqb0o91tdc5iba4g'];
:param since => datetime('2026-01-01T00:00:00Z');

UNWIND $profile_ids AS profile_id
MATCH (profile:Entity {uid: profile_id})-[added]->(target:Entity)
WHERE added.retired_at IS NULL AND added.recorded_at >= $since AND added.prov_method ENDS WITH '/unplaced'
RETURN added.uid AS uid, type(added) AS type, profile_id AS source, target.uid AS target,
  coalesce(target.value, target.title, target.summary, target.text, target.name, target.uid) AS shown
ORDER BY uid;
