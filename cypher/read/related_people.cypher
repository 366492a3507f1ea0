// Other people who hold some shared nodes too: what they are called and how they are reached, so that it can be left out.
//
// @access  read
// @param   uids  List<Uid>  the shared nodes
// @param   own  List<ProfileId>  the subject's own records
// @param   limit  Int  how many people of each node at most
// @returns many RelatedValue

:param uids => ['int_example'];
:param own => [];
:param limit => 100;

UNWIND $uids AS uid
MATCH (shared:Entity {uid: uid}) USING INDEX shared:Entity(uid)
CALL (shared) {
  MATCH (shared)<-[]-(other:Profile)
  WHERE NOT other.uid IN $own
  RETURN DISTINCT other LIMIT $limit
}
MATCH (other)-[:NAMED|HAS_IDENTIFIER|LIVES_AT]->(value:Entity)
RETURN DISTINCT value.uid AS uid, coalesce(value.value, value.line, '') AS text, coalesce(value.given, '') AS given
ORDER BY uid;
