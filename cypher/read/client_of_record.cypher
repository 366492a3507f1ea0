// The client that a record belongs to now.
//
// @access  read
// @param   profile_id  ProfileId  the record
// @returns optional RecordClient

:param profile_id => 'prf_9dadaqb0o91tdc5iba4g';

MATCH (profile:Entity {uid: $profile_id})-[member:RESOLVES_TO]->(client:Client)
WHERE member.retired_at IS NULL
RETURN profile.uid AS profile, client.uid AS client;
