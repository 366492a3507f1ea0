// Every consent of the clients that some nodes are, or belong to, now: which node asked, and what each record holds.
//
// A client that holds nothing any more means those that hold what came to it.
//
// @access  read
// @param   uids  List<Uid>  clients or records
// @returns many SubjectConsent

:param uids => ['cli_145009vraovcmi77oqcg'];

UNWIND $uids AS uid
MATCH (subject:Entity {uid: uid}) USING INDEX subject:Entity(uid)
WHERE subject:Client OR subject:Profile
LET clients = [subject] + COLLECT {
  MATCH (subject)-[member:RESOLVES_TO]->(client:Client) WHERE member.retired_at IS NULL RETURN client
} + COLLECT {
  MATCH (subject)<-[base:RESOLVES_TO]-(came:Profile)
  WHERE base.prov_origin <> 'decided'
    AND NOT EXISTS { MATCH (subject)<-[held:RESOLVES_TO]-(:Profile) WHERE held.retired_at IS NULL }
  MATCH (came)-[member:RESOLVES_TO]->(client:Client) WHERE member.retired_at IS NULL
  RETURN DISTINCT client
}
UNWIND clients AS client
MATCH (client)<-[member:RESOLVES_TO]-(profile:Profile)-[gave:GAVE]->(consent:Consent)
WHERE member.retired_at IS NULL AND gave.retired_at IS NULL
RETURN DISTINCT uid AS subject, profile.uid AS profile, coalesce(consent.channel, '') AS channel,
  coalesce(consent.purpose, '') AS purpose, coalesce(consent.state, '') AS state, toString(gave.recorded_at) AS said_at
ORDER BY subject, profile, channel, purpose, said_at;
