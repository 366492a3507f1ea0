// What was said in conversations that others took part in too, and who took part as what.
//
// @access  read
// @param   uids  List<InteractionId>  the conversations
// @returns many SharedConversation

:param uids => ['int_example'];

UNWIND $uids AS uid
MATCH (interaction:Entity {uid: uid}) USING INDEX interaction:Entity(uid)
WHERE interaction:Interaction
RETURN interaction.uid AS uid,
  COLLECT {
    MATCH (interaction)-[:HAS_TRANSCRIPT]->(:Transcript)-[:HAS_UTTERANCE]->(said:Utterance)
    RETURN {uid: said.uid, speaker: coalesce(said.speaker, ''), text: coalesce(said.text, '')} AS utterance_row
    ORDER BY utterance_row.uid
  } AS utterances,
  COLLECT {
    MATCH (who)-[part:TOOK_PART_IN]->(interaction)
    RETURN DISTINCT {uid: who.uid, role: coalesce(part.role, '')} AS part_row ORDER BY part_row.uid, part_row.role
  } AS parts
ORDER BY uid;
