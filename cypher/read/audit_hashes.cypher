// The hashes of some events of the audit chain.
//
// @access  read
// @param   sequences  List<Int>  which events
// @returns many EventHash

:param sequences => [1];

UNWIND $sequences AS sequence
MATCH (event:AuditEvent {sequence: sequence}) USING INDEX event:AuditEvent(sequence)
RETURN event.sequence AS sequence, coalesce(toStringOrNull(event.hash), '') AS hash;
