// One decision with the edges that it made and that still stand, and the edges that it retired.
//
// @access  read
// @param   decision_id  DecisionId  the decision
// @returns optional DecisionWhole

:param decision_id => 'dec_example';

MATCH (decision:Entity {uid: $decision_id})
WHERE decision:Decision
LET profiles = coalesce(decision.profiles, [])
RETURN decision.uid AS uid, decision.kind AS kind, decision.verdict AS verdict, decision.subject AS subject,
  decision.decided_by AS decided_by, toString(decision.decided_at) AS decided_at, decision.undone_by AS undone_by,
  profiles,
  COLLECT {
    UNWIND profiles AS profile_id
    MATCH (profile:Entity {uid: profile_id})-[member:RESOLVES_TO]->(client:Client) WHERE member.retired_at IS NULL
    RETURN DISTINCT client.uid AS uid ORDER BY uid
  } AS clients,
  COLLECT {
    UNWIND profiles AS profile_id
    MATCH (profile:Entity {uid: profile_id})-[made]->(target:Entity)
    WHERE made.prov_decision = $decision_id AND made.retired_at IS NULL AND type(made) <> 'RESOLVES_TO'
    RETURN {uid: made.uid, type: type(made), source: profile_id, target: target.uid} AS edge ORDER BY edge.uid
  } AS made,
  COLLECT {
    UNWIND profiles AS profile_id
    MATCH (profile:Entity {uid: profile_id})-[gone]->(target:Entity)
    WHERE gone.retired_by = $decision_id AND type(gone) <> 'RESOLVES_TO'
      AND NOT EXISTS { MATCH (maker:Entity {uid: gone.prov_decision}) WHERE maker.undone_by IS NOT NULL }
    RETURN {uid: gone.uid, type: type(gone), source: profile_id, target: target.uid, properties: properties(gone), stamp: {
      origin: gone.prov_origin, system: gone.prov_system, method: gone.prov_method, actor: gone.prov_actor, batch: gone.prov_batch,
      row: gone.prov_row, column: gone.prov_column, decision: gone.prov_decision, model_run: gone.prov_model_run,
      confidence: gone.confidence, valid_from: toString(gone.valid_from), valid_to: toString(gone.valid_to)}} AS edge
    ORDER BY edge.uid
  } AS retired;
