// The record of who did what, in order, to be checked hash by hash. What somebody gave another type is shown as a text.
//
// @access  read
// @param   after  Int  only events after this one; 0 for all
// @param   upto  Int  only events up to this one
// @returns many ChainRow

:param after => 0;
:param upto => 9223372036854775807;

MATCH (event:AuditEvent) USING INDEX event:AuditEvent(sequence)
WHERE event.sequence > $after AND event.sequence <= $upto
RETURN event.sequence AS sequence, coalesce(toStringOrNull(event.at), '') AS at,
  coalesce(toStringOrNull(event.actor), '') AS actor, coalesce(toStringOrNull(event.actor_kind), '') AS actor_kind,
  coalesce(toStringOrNull(event.action), '') AS action,
  CASE WHEN event.subjects IS :: LIST<STRING NOT NULL> NOT NULL THEN event.subjects ELSE [] END AS subjects,
  coalesce(toStringOrNull(event.request), '') AS request, coalesce(toStringOrNull(event.details_json), '') AS details_json,
  coalesce(toStringOrNull(event.about), '') AS about, coalesce(toStringOrNull(event.previous_hash), '') AS previous_hash,
  coalesce(toStringOrNull(event.hash), '') AS hash, event.uid AS uid
ORDER BY event.sequence;
