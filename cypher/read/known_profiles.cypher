// Which of these profiles exist, whose client each is, and what each already states (uids of its live edges).
//
// @access  read
// @param   profile_ids  List<ProfileId>  the profiles that rows speak of
// @returns many KnownProfileRow

:param profile_ids => ['prf_9dadaqb0o91tdc5iba4g'];

UNWIND $profile_ids AS profile_id
MATCH (profile:Entity {uid: profile_id})-[member:RESOLVES_TO]->(client:Client) USING INDEX profile:Entity(uid)
WHERE member.retired_at IS NULL
RETURN profile.uid AS profile, client.uid AS client,
       COLLECT { MATCH (profile)-[link]->() WHERE link.retired_at IS NULL RETURN link.uid } AS links,
       COLLECT { MATCH (profile)-[stated:STATES]->(fact:Fact) WHERE stated.retired_at IS NULL
                 RETURN {field: fact.field, value: fact.value} } AS facts
ORDER BY profile;
