// What some records say that can tell people apart or show that they are one, each value with its source.
//
// @access  read
// @param   profile_ids  List<ProfileId>  the records
// @param   limit  Int  how many values of a record at most
// @returns many IdentityEvidence

:param profile_ids => ['prf_9dadaqb0o91tdc5iba4g'];
:param limit => 60;

UNWIND $profile_ids AS profile_id
MATCH (profile:Entity {uid: profile_id}) USING INDEX profile:Entity(uid)
CALL (profile) {
  MATCH (profile)-[said:NAMED|STATES|HAS_IDENTIFIER|LIVES_AT|WORKS_AT|MEMBER_OF]->(value:Entity)
  WHERE said.retired_at IS NULL
  RETURN said, value ORDER BY said.uid LIMIT $limit
}
RETURN profile.uid AS profile,
  CASE type(said) WHEN 'STATES' THEN value.field WHEN 'NAMED' THEN 'name'
    ELSE toLower(head([label IN labels(value) WHERE NOT label IN ['Entity', 'Searchable', 'Identifier']])) END AS field,
  coalesce(value.value, value.name, value.line, value.uid) AS value, value.uid AS node,
  said {.*, recorded_at: toString(said.recorded_at), retired_at: toString(said.retired_at),
    valid_from: toString(said.valid_from), valid_to: toString(said.valid_to),
    batch_name: head(COLLECT { MATCH (batch:Entity {uid: said.prov_batch}) RETURN batch.file_name })} AS source
ORDER BY profile, field, value, said.uid;
