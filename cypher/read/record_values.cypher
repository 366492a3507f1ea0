// What some records say of their person, as far as a merge could change what is shown: values, consents and open deals.
//
// @access  read
// @param   profile_ids  List<ProfileId>  the records
// @returns one RecordsRow

:param profile_ids => ['prf_9dadaqb0o91tdc5iba4g'];

LET values = COLLECT {
  UNWIND $profile_ids AS profile_id
  MATCH (profile:Entity {uid: profile_id})-[said:NAMED|STATES|LOOKED_AFTER_BY|HAS_IDENTIFIER]->(value)
  WHERE said.retired_at IS NULL AND (type(said) <> 'HAS_IDENTIFIER' OR value:NationalId)
  LET field = CASE type(said) WHEN 'NAMED' THEN 'name' WHEN 'STATES' THEN value.field WHEN 'LOOKED_AFTER_BY' THEN 'owner'
    ELSE 'national_id.' + coalesce(value.kind, '') + '.' + coalesce(value.country, '') END
  LET trust = coalesce(head(COLLECT { MATCH (profile)-[:FROM_SOURCE]->(system:SourceSystem) RETURN system.trust_rank }), 0)
  RETURN {profile: profile_id, field: field, value: coalesce(value.value, value.name), edge: said.uid,
    is_ours: said.prov_origin IN ['manual', 'decided'], trust: trust, origin: said.prov_origin, system: said.prov_system,
    since: toString(coalesce(said.valid_from, datetime({epochSeconds: 0})))} AS stated
  ORDER BY stated.field, stated.value, stated.edge
}
LET consents = COLLECT {
  UNWIND $profile_ids AS profile_id
  MATCH (profile:Entity {uid: profile_id})-[gave:GAVE]->(consent:Consent)
  WHERE gave.retired_at IS NULL
  RETURN {profile: profile_id, channel: coalesce(consent.channel, ''), purpose: coalesce(consent.purpose, ''),
    state: coalesce(consent.state, ''), recorded_at: toString(gave.recorded_at)} AS consent_row
  ORDER BY consent_row.channel, consent_row.purpose, consent_row.profile
}
LET deals = COLLECT {
  UNWIND $profile_ids AS profile_id
  MATCH (profile:Entity {uid: profile_id})-[pursues:PURSUES]->(deal:Opportunity)
  WHERE pursues.retired_at IS NULL AND NOT coalesce(deal.stage, '') IN ['WON', 'LOST']
  RETURN {profile: profile_id, opportunity: deal.uid, stage: coalesce(deal.stage, '')} AS deal_row
  ORDER BY deal_row.opportunity, deal_row.profile
}
RETURN values, consents, deals;
