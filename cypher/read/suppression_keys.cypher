// The keys that live suppressions were made with: without the same key nobody can tell who must not come back.
//
// @access  read
// @returns many SuppressionKeyRow

MATCH (mark:Suppression)
WHERE mark.state = 'LIVE'
RETURN DISTINCT coalesce(mark.key_id, '') AS key_id;
