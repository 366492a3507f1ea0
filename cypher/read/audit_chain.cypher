// The record of who did what, from the first event to the last, to be checked hash by hash.
//
// @access  read
// @returns many ChainedEvent

MATCH (event:AuditEvent)
WHERE event.sequence > 0
RETURN event.sequence AS sequence, toString(event.at) AS at, event.actor AS actor, event.actor_kind AS actor_kind,
       event.action AS action, event.subjects AS subjects, event.request AS request, event.details_json AS details_json,
       event.previous_hash AS previous_hash, event.hash AS hash, event.uid AS uid
ORDER BY sequence;
