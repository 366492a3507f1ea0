// Proposals about some nodes, and whether anybody has decided about them. Erasures themselves do not count.
//
// @access  read
// @param   uids  List<Uid>  the nodes
// @returns many SubjectProposal

:param uids => ['cli_145009vraovcmi77oqcg'];

UNWIND $uids AS uid
MATCH (subject:Entity {uid: uid})<-[:CONCERNING]-(proposal:Proposal) USING INDEX subject:Entity(uid)
WHERE proposal.kind <> 'ERASURE'
WITH DISTINCT proposal
RETURN proposal.uid AS uid, proposal.state AS state, EXISTS { (:Decision)-[:DECIDES]->(proposal) } AS is_decided
ORDER BY uid;
