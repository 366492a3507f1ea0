// When somebody was last erased from the graph; null if nobody ever was.
//
// @access  read
// @returns one LastErasure

MATCH (decision:Decision)
WHERE decision.kind = 'ERASURE' AND decision.verdict = 'ACCEPT'
RETURN max(decision.decided_at).epochMillis AS at_ms;
