// Events of the audit chain, the latest first, a page of them.
//
// @access  read
// @param   actor  String  only of this actor; empty for all
// @param   action  String  only actions that begin so; empty for all
// @param   subject  Uid  only about this; empty for all
// @param   before  Int  only events with a smaller sequence number; 0 for all
// @param   limit  Int  how many rows at most
// @returns many ChainedEvent

:param actor => '';
:param action => '';
:param subject => '';
:param before => 0;
:param limit => 50;

MATCH (event:AuditEvent) USING INDEX event:AuditEvent(sequence)
WHERE event.sequence > 0 AND ($before = 0 OR event.sequence < $before) AND ($actor = '' OR event.actor = $actor)
  AND event.action STARTS WITH $action AND ($subject = '' OR $subject IN event.subjects)
RETURN event.sequence AS sequence, toString(event.at) AS at, event.actor AS actor, event.actor_kind AS actor_kind,
  event.action AS action, event.subjects AS subjects, event.request AS request, event.details_json AS details_json,
  event.previous_hash AS previous_hash, event.hash AS hash, event.uid AS uid
ORDER BY sequence DESC
LIMIT $limit;
