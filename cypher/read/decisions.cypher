// Decisions by their ids: what was decided, by whom and when.
//
// @access  read
// @param   ids  List<DecisionId>  which decisions
// @returns many DecisionRow

:param ids => ['dec_demo'];

UNWIND $ids AS id
MATCH (decision:Entity {uid: id})
WHERE decision:Decision
RETURN decision.uid AS id, decision.kind AS kind, decision.verdict AS verdict, decision.note AS note,
  toString(decision.decided_at) AS decided_at, decision.decided_by AS decided_by, decision.decided_by_kind AS decided_by_kind,
  head(COLLECT { MATCH (staff:Entity {uid: decision.decided_by}) RETURN staff.name }) AS decided_by_name;
