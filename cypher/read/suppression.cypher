// One suppression with the erasure that ordered it.
//
// @access  read
// @param   uid  SuppressionId  the suppression
// @returns optional SuppressionRow

:param uid => 'sup_example';

MATCH (mark:Entity {uid: $uid})
WHERE mark:Suppression
RETURN mark.uid AS uid, mark.kind AS kind, mark.state AS state, toString(mark.ordered_at) AS ordered_at,
  coalesce(head(COLLECT { MATCH (mark)-[:ORDERED_BY]->(proposal:Proposal) RETURN proposal.uid ORDER BY proposal.uid LIMIT 1 }), '')
    AS proposal,
  mark.released_by AS released_by, mark.release_reason AS release_reason;
