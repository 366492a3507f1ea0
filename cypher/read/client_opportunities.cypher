// The deals of a client, the latest move first, with the units concerned.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   after  String  the cursor of the last row seen; empty for the first page
// @param   limit  Int  how many rows at most
// @returns many OpportunityEdgeRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param after => '';
:param limit => 20;

MATCH (client:Entity {uid: $client_id})<-[member:RESOLVES_TO]-(:Profile)-[pursues:PURSUES]->(deal:Opportunity)
WHERE all(edge IN [member, pursues] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
WITH deal, collect(pursues) AS links
LET cursor = coalesce(toString(deal.stage_entered_at.epochMillis), '0') + deal.uid
FILTER $after = '' OR cursor < $after
ORDER BY cursor DESC
LIMIT $limit
RETURN cursor,
  deal {id: deal.uid, .title, .pipeline, .stage, .value_amount, .value_currency, .version,
    stage_entered_at: toString(deal.stage_entered_at), expected_close_on: toString(deal.expected_close_on),
    properties: COLLECT {
      MATCH (deal)-[concerns:CONCERNS]->(property:Property)
      WHERE concerns.recorded_at <= $known_at AND coalesce(concerns.retired_at > $known_at, true)
      AND coalesce(concerns.valid_from <= $valid_at, true) AND coalesce(concerns.valid_to > $valid_at, true)
      RETURN property {id: property.uid, .name, .kind, .status, .bedrooms, .area_sqm, .price_amount, .price_currency,
        project: head(COLLECT {
          MATCH (property)-[within:PART_OF]->(project:Project)
          WHERE within.recorded_at <= $known_at AND coalesce(within.retired_at > $known_at, true)
            AND coalesce(within.valid_from <= $valid_at, true) AND coalesce(within.valid_to > $valid_at, true)
          RETURN project {id: project.uid, .name} ORDER BY project.uid LIMIT 1
        })} AS card ORDER BY property.uid LIMIT 50
    }} AS node,
  COLLECT {
    UNWIND links AS link
    RETURN link {.*, recorded_at: toString(link.recorded_at), retired_at: toString(link.retired_at),
      valid_from: toString(link.valid_from), valid_to: toString(link.valid_to),
      batch_name: head(COLLECT { MATCH (batch:Entity {uid: link.prov_batch}) RETURN batch.file_name })} AS source
    ORDER BY link.confidence DESC, link.recorded_at DESC, link.uid
  } AS sources;
