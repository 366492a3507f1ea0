// Everything that happened with a client, newest first.
//
// Interactions, behaviour events, campaign touches, stage changes of deals and decisions. Each kind brings at most
// `limit` items; details are read for the page alone.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   after_at  String  moment of the last item seen, as text to the nanosecond; empty for the first page
// @param   after_id  String  id of the last item seen; empty for the first page
// @param   limit  Int  how many rows at most
// @returns many TimelineEdgeRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param after_at => '';
:param after_id => '';
:param limit => 20;

MATCH (client:Entity {uid: $client_id})<-[member:RESOLVES_TO]-(profile:Profile)
WHERE member.recorded_at <= $known_at AND coalesce(member.retired_at > $known_at, true)
  AND coalesce(member.valid_from <= $valid_at, true) AND coalesce(member.valid_to > $valid_at, true)
WITH client, collect(profile) AS profiles, collect(member) AS members,
  datetime(CASE WHEN $after_at = '' THEN '9999-12-31T23:59:59Z' ELSE $after_at END) AS before
CALL (client, profiles, members, before) {
  UNWIND profiles AS profile
  MATCH (profile)-[link:TOOK_PART_IN|SHOWED]->(item:Interaction|QDEvent)
  WHERE link.recorded_at <= $known_at AND coalesce(link.retired_at > $known_at, true)
    AND coalesce(link.valid_from <= $valid_at, true) AND coalesce(link.valid_to > $valid_at, true)
  WITH item, item.occurred_at AS at, item.uid AS id, collect(link) AS links
  WHERE at < before OR at = before AND id < $after_id
  RETURN item, at, id, links ORDER BY at DESC, id DESC LIMIT $limit
  UNION ALL
  UNWIND profiles AS profile
  MATCH (profile)-[link:TOUCHED_BY]->(item:Campaign)
  WHERE link.recorded_at <= $known_at AND coalesce(link.retired_at > $known_at, true)
    AND coalesce(link.valid_from <= $valid_at, true) AND coalesce(link.valid_to > $valid_at, true)
  WITH item, link.occurred_at AS at, link.uid AS id, collect(link) AS links
  WHERE at < before OR at = before AND id < $after_id
  RETURN item, at, id, links ORDER BY at DESC, id DESC LIMIT $limit
  UNION ALL
  UNWIND profiles AS profile
  MATCH (profile)-[pursues:PURSUES]->(:Opportunity)-[link:MOVED]->(item:StageChange)
  WHERE all(edge IN [pursues, link] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
  WITH item, item.occurred_at AS at, item.uid AS id, collect(link) AS links
  WHERE at < before OR at = before AND id < $after_id
  RETURN item, at, id, links ORDER BY at DESC, id DESC LIMIT $limit
  UNION ALL
  UNWIND profiles + [client] AS subject
  MATCH (subject)<-[about:CONCERNING]-(:Proposal)<-[link:DECIDES]-(item:Decision)
  WHERE all(edge IN [about, link] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
  WITH item, item.decided_at AS at, item.uid AS id, collect(link) AS links
  WHERE at < before OR at = before AND id < $after_id
  RETURN item, at, id, links ORDER BY at DESC, id DESC LIMIT $limit
  UNION ALL
  UNWIND members AS link
  MATCH (item:Entity {uid: link.prov_decision})
  WHERE item:Decision
  WITH item, item.decided_at AS at, item.uid AS id, collect(link) AS links
  WHERE at < before OR at = before AND id < $after_id
  RETURN item, at, id, links ORDER BY at DESC, id DESC LIMIT $limit
}
WITH item, at, id, reduce(all_links = [], some IN collect(links) | all_links + some) AS links
ORDER BY at DESC, id DESC
LIMIT $limit
RETURN toString(at) + '|' + id AS cursor,
  CASE
    WHEN item:Interaction THEN item {type: 'Interaction', id: id, .kind, .direction, .channel, .summary, .state, .outcome,
      occurred_at: toString(at),
      properties: COLLECT {
        MATCH (item)-[about:ABOUT]->(property:Property)
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
        MATCH (item)-[spoken:HAS_TRANSCRIPT]->(transcript:Transcript)
        WHERE spoken.recorded_at <= $known_at AND coalesce(spoken.retired_at > $known_at, true)
        AND coalesce(spoken.valid_from <= $valid_at, true) AND coalesce(spoken.valid_to > $valid_at, true)
        RETURN transcript {id: transcript.uid, .language} ORDER BY transcript.uid LIMIT 1
      })}
    WHEN item:QDEvent THEN item {type: 'QDEvent', id: id, .signal, .score, .model, session: item.sensing_session,
      occurred_at: toString(at),
      property: head(COLLECT {
        MATCH (item)-[toward:TOWARD]->(property:Property)
        WHERE toward.recorded_at <= $known_at AND coalesce(toward.retired_at > $known_at, true)
        AND coalesce(toward.valid_from <= $valid_at, true) AND coalesce(toward.valid_to > $valid_at, true)
        RETURN property {id: property.uid, .name, .kind, .status, .bedrooms, .area_sqm, .price_amount, .price_currency,
          project: head(COLLECT {
            MATCH (property)-[within:PART_OF]->(project:Project)
            WHERE within.recorded_at <= $known_at AND coalesce(within.retired_at > $known_at, true)
              AND coalesce(within.valid_from <= $valid_at, true) AND coalesce(within.valid_to > $valid_at, true)
            RETURN project {id: project.uid, .name} ORDER BY project.uid LIMIT 1
          })} AS card ORDER BY property.uid LIMIT 1
      })}
    WHEN item:Campaign THEN {type: 'CampaignTouch', id: id, occurred_at: toString(at), touch_kind: links[0].touch_kind,
      campaign: item {id: item.uid, .name}}
    WHEN item:StageChange THEN item {type: 'StageChange', id: id, .from_stage, .to_stage, occurred_at: toString(at),
      opportunity: head(COLLECT {
        MATCH (item)<-[moved:MOVED]-(deal:Opportunity)
        WHERE moved.recorded_at <= $known_at AND coalesce(moved.retired_at > $known_at, true)
        AND coalesce(moved.valid_from <= $valid_at, true) AND coalesce(moved.valid_to > $valid_at, true)
        RETURN deal {id: deal.uid, .title, .pipeline, .stage, .value_amount, .value_currency, .version,
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
              })} AS card ORDER BY property.uid LIMIT 20
          }} AS opportunity
        ORDER BY deal.uid LIMIT 1
      })}
    ELSE {type: 'DecisionEvent', id: id, occurred_at: toString(at),
      decision: item {id: item.uid, .kind, .verdict, .note, .decided_by, .decided_by_kind, decided_at: toString(at),
        decided_by_name: head(COLLECT { MATCH (staff:Entity {uid: item.decided_by}) RETURN staff.name })}}
  END AS node,
  COLLECT {
    UNWIND links AS link
    RETURN link {.*, recorded_at: toString(link.recorded_at), retired_at: toString(link.retired_at),
      valid_from: toString(link.valid_from), valid_to: toString(link.valid_to), occurred_at: toString(link.occurred_at),
      batch_name: head(COLLECT { MATCH (batch:Entity {uid: link.prov_batch}) RETURN batch.file_name })} AS source
    ORDER BY link.confidence DESC, link.recorded_at DESC, link.uid
  } AS sources;
