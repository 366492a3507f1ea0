// Remember on a decision which decision takes it back.
//
// @access  write
// @param   decision_id  DecisionId  the decision, held under a lock
// @param   undone_by  DecisionId  the decision that takes it back
// @returns one WriteCount

:param decision_id => 'dec_example';
:param undone_by => 'dec_other';

MATCH (decision:Entity {uid: $decision_id})
WHERE decision.undone_by IS NULL
SET decision.undone_by = $undone_by
RETURN count(decision) AS written;
