// Viewings of a client, the latest first, with the units shown.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   after  String  the cursor of the last row seen; empty for the first page
// @param   limit  Int  how many rows at most
// @returns many ViewingEdgeRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param after => '';
:param limit => 20;

MATCH (client:Entity {uid: $client_id})<-[member:RESOLVES_TO]-(:Profile)-[part:TOOK_PART_IN]->(viewing:Interaction)
WHERE all(edge IN [member, part] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
WITH viewing, collect(part) AS links
WHERE viewing.kind = 'VIEWING' AND viewing.occurred_at IS NOT NULL
LET cursor = toString(viewing.occurred_at.epochMillis) + viewing.uid
FILTER $after = '' OR cursor < $after
ORDER BY cursor DESC
LIMIT $limit
RETURN cursor,
  viewing {id: viewing.uid, .kind, .direction, .channel, .summary, .state, .outcome, occurred_at: toString(viewing.occurred_at),
    properties: COLLECT {
      MATCH (viewing)-[about:ABOUT]->(property:Property)
      WHERE about.recorded_at <= $known_at AND coalesce(about.retired_at > $known_at, true)
      AND coalesce(about.valid_from <= $valid_at, true) AND coalesce(about.valid_to > $valid_at, true)
      RETURN property {id: property.uid, .name, .kind, .status, .bedrooms, .area_sqm, .price_amount, .price_currency,
        project: head(COLLECT {
          MATCH (property)-[within:PART_OF]->(project:Project)
          WHERE within.recorded_at <= $known_at AND coalesce(within.retired_at > $known_at, true)
            AND coalesce(within.valid_from <= $valid_at, true) AND coalesce(within.valid_to > $valid_at, true)
          RETURN project {id: project.uid, .name} ORDER BY project.uid LIMIT 1
        })} AS card ORDER BY property.uid LIMIT 20
    },
    transcript: head(COLLECT {
      MATCH (viewing)-[spoken:HAS_TRANSCRIPT]->(transcript:Transcript)
      WHERE spoken.recorded_at <= $known_at AND coalesce(spoken.retired_at > $known_at, true)
      AND coalesce(spoken.valid_from <= $valid_at, true) AND coalesce(spoken.valid_to > $valid_at, true)
      RETURN transcript {id: transcript.uid, .language} ORDER BY transcript.uid LIMIT 1
    })} AS node,
  COLLECT {
    UNWIND links AS link
    RETURN link {.*, recorded_at: toString(link.recorded_at), retired_at: toString(link.retired_at),
      valid_from: toString(link.valid_from), valid_to: toString(link.valid_to),
      batch_name: head(COLLECT { MATCH (batch:Entity {uid: link.prov_batch}) RETURN batch.file_name })} AS source
    ORDER BY link.confidence DESC, link.recorded_at DESC, link.uid
  } AS sources;
