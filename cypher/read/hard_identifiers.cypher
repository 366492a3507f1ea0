// What some records say of things that a person has once (a birth date, a national identity), and which source each is of.
//
// @access  read
// @param   profile_ids  List<ProfileId>  the records
// @returns many HardRow

:param profile_ids => ['prf_9dadaqb0o91tdc5iba4g'];

UNWIND $profile_ids AS profile_id
MATCH (profile:Entity {uid: profile_id}) USING INDEX profile:Entity(uid)
RETURN profile.uid AS profile, coalesce(profile.source_system, '') AS source,
  COLLECT {
    MATCH (profile)-[said:STATES|HAS_IDENTIFIER]->(value:Entity)
    WHERE said.retired_at IS NULL AND (value:NationalId OR value:Fact AND value.field = 'birth_date')
    RETURN {kind: CASE WHEN value:Fact THEN value.field ELSE 'national_id.' + coalesce(value.kind, '') + '.' + coalesce(value.country, '') END,
      value: value.value, node: value.uid} AS identifier ORDER BY identifier.kind, identifier.value
  } AS identifiers
ORDER BY profile;
