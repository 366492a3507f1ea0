// Proposals about some nodes that a consent may stop or let go on: the open ones, and those that a consent stopped.
//
// @access  read
// @param   uids  List<Uid>  clients and records
// @param   kinds  List<ProposalKind>  kinds that need a consent
// @returns many ConsentingProposal

:param uids => ['cli_145009vraovcmi77oqcg'];
:param kinds => ['PROPERTY_MATCH'];

UNWIND $uids AS uid
MATCH (subject:Entity {uid: uid})<-[:CONCERNING]-(proposal:Proposal) USING INDEX subject:Entity(uid)
WHERE proposal.kind IN $kinds
  AND (proposal.state IN ['PROPOSED', 'CLAIMED', 'AWAITING_SECOND'] OR proposal.state = 'STALE' AND proposal.stopped_by IS NOT NULL)
RETURN proposal.uid AS uid, proposal.kind AS kind, proposal.state AS state,
  coalesce(proposal.payload_json, '{}') AS payload_json, collect(DISTINCT uid) AS subjects
ORDER BY uid;
