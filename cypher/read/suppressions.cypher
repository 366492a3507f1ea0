// Suppressions with the erasures that ordered them, the newest first.
//
// @access  read
// @param   states  List<String>  which states
// @param   limit  Int  how many at most
// @returns many SuppressionRow

:param states => ['LIVE', 'RELEASED'];
:param limit => 100;

MATCH (mark:Suppression)
WHERE mark.state IN $states
RETURN mark.uid AS uid, mark.kind AS kind, mark.state AS state, toString(mark.ordered_at) AS ordered_at,
  coalesce(head(COLLECT { MATCH (mark)-[:ORDERED_BY]->(proposal:Proposal) RETURN proposal.uid ORDER BY proposal.uid LIMIT 1 }), '')
    AS proposal,
  mark.released_by AS released_by, mark.release_reason AS release_reason
ORDER BY mark.ordered_at DESC, uid
LIMIT $limit;
