// Which profiles carry these identifiers; values marked as role, placeholder or shared do not count.
//
// @access  read
// @param   identifier_ids  List<IdentifierId>  e-mails and phones that rows speak of
// @param   limit  Int  holders per identifier; more than a family is an agency anyway
// @returns many HolderRow

:param identifier_ids => ['phn_op2piqm287urju9dct4g'];
:param limit => 20;

UNWIND $identifier_ids AS identifier_id
MATCH (identifier:Entity {uid: identifier_id}) USING INDEX identifier:Entity(uid)
WHERE NOT coalesce(identifier.is_role, false) AND NOT coalesce(identifier.is_placeholder, false)
  AND NOT coalesce(identifier.is_shared, false)
CALL (identifier) {
  MATCH (identifier)<-[link:HAS_IDENTIFIER]-(profile:Profile)-[member:RESOLVES_TO]->(client:Client)
  WHERE link.retired_at IS NULL AND member.retired_at IS NULL
  RETURN profile, client
  ORDER BY profile.uid
  LIMIT $limit
}
LET names = COLLECT {
  MATCH (profile)-[named:NAMED]->(name:PersonName)
  WHERE named.retired_at IS NULL
  RETURN {value: name.value, family: name.family} AS name ORDER BY name.value LIMIT 1
}
RETURN identifier.uid AS identifier, profile.uid AS profile, profile.source_system AS source_system, client.uid AS client,
       coalesce(head(names).value, '') AS name, coalesce(head(names).family, '') AS family
ORDER BY identifier, profile;
