// The rows of files that some records were read from.
//
// @access  read
// @param   profile_ids  List<ProfileId>  the records
// @returns many FileRow

:param profile_ids => ['prf_9dadaqb0o91tdc5iba4g'];

UNWIND $profile_ids AS profile_id
MATCH (profile:Entity {uid: profile_id})-[:EVIDENCED_BY]->(row:RawRow) USING INDEX profile:Entity(uid)
WITH DISTINCT row
RETURN row.uid AS uid, row.batch AS batch, row.number AS number, coalesce(row.byte_start, 0) AS byte_start,
  coalesce(row.byte_end, 0) AS byte_end, row.status AS status, coalesce(row.cells, []) AS cells
ORDER BY uid;
