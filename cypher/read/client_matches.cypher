// Units proposed for a client, the likeliest first, with what speaks for and against each.
//
// What was proposed about a client that was merged into this one counts too.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   after  String  the cursor of the last row seen; empty for the first page
// @param   limit  Int  how many rows at most
// @returns many MatchEdgeRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param after => '';
:param limit => 20;

MATCH (client:Entity {uid: $client_id})
LET records = COLLECT {
  MATCH (client)<-[member:RESOLVES_TO]-(profile:Profile)
  WHERE member.recorded_at <= $known_at AND coalesce(member.retired_at > $known_at, true)
    AND coalesce(member.valid_from <= $valid_at, true) AND coalesce(member.valid_to > $valid_at, true)
  RETURN DISTINCT profile
}
LET former = COLLECT {
  UNWIND records AS profile
  MATCH (profile)-[:RESOLVES_TO]->(left:Client) WHERE left.state = 'RETIRED'
  RETURN DISTINCT left
}
UNWIND [client] + records + former AS who
MATCH (who)<-[about:CONCERNING]-(proposal:Proposal)
WHERE about.recorded_at <= $known_at AND coalesce(about.retired_at > $known_at, true)
  AND coalesce(about.valid_from <= $valid_at, true) AND coalesce(about.valid_to > $valid_at, true)
WITH proposal, collect(about) AS links
WHERE proposal.kind = 'PROPERTY_MATCH' AND proposal.state IN ['PROPOSED', 'CLAIMED', 'ACCEPTED', 'REJECTED']
MATCH (proposal)-[offers:CONCERNING]->(property:Property)
WHERE offers.role = 'property'
  AND offers.recorded_at <= $known_at AND coalesce(offers.retired_at > $known_at, true)
  AND coalesce(offers.valid_from <= $valid_at, true) AND coalesce(offers.valid_to > $valid_at, true)
LET cursor = right('000000' + toString(toInteger(round(proposal.confidence * 1000000))), 7) + proposal.uid
FILTER $after = '' OR cursor < $after
ORDER BY cursor DESC
LIMIT $limit
RETURN cursor,
  proposal {id: proposal.uid, .state, .confidence, .reasons, .payload_json,
    property: property {id: property.uid, .name, .kind, .status, .bedrooms, .area_sqm, .price_amount, .price_currency,
      project: head(COLLECT {
        MATCH (property)-[within:PART_OF]->(project:Project)
        WHERE within.recorded_at <= $known_at AND coalesce(within.retired_at > $known_at, true)
          AND coalesce(within.valid_from <= $valid_at, true) AND coalesce(within.valid_to > $valid_at, true)
        RETURN project {id: project.uid, .name} ORDER BY project.uid LIMIT 1
      })}} AS node,
  COLLECT {
    UNWIND links AS link
    RETURN link {.*, recorded_at: toString(link.recorded_at), retired_at: toString(link.retired_at),
      valid_from: toString(link.valid_from), valid_to: toString(link.valid_to),
      batch_name: head(COLLECT { MATCH (batch:Entity {uid: link.prov_batch}) RETURN batch.file_name })} AS source
    ORDER BY link.confidence DESC, link.recorded_at DESC, link.uid
  } AS sources;
