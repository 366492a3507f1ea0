// Reasons for caution with a client, the latest first.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   limit  Int  how many rows at most
// @returns many RiskRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param limit => 20;

MATCH (client:Entity {uid: $client_id})<-[member:RESOLVES_TO]-(:Profile)-[carries:CARRIES]->(risk:RiskSignal)
WHERE all(edge IN [member, carries] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
WITH risk, collect(carries) AS links
ORDER BY risk.detected_at DESC, risk.uid
LIMIT $limit
RETURN risk.uid AS id, risk.kind AS kind, risk.severity AS severity, risk.reason AS reason,
  toString(risk.detected_at) AS detected_at,
  COLLECT {
    UNWIND links AS link
    RETURN link {.*, recorded_at: toString(link.recorded_at), retired_at: toString(link.retired_at),
      valid_from: toString(link.valid_from), valid_to: toString(link.valid_to),
      batch_name: head(COLLECT { MATCH (batch:Entity {uid: link.prov_batch}) RETURN batch.file_name })} AS source
    ORDER BY link.confidence DESC, link.recorded_at DESC, link.uid
  } AS sources;
