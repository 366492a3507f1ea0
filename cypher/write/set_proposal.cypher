// Move a proposal on: its state, its next version and whatever else changes with it.
//
// @access  write
// @param   proposal_id  ProposalId  the proposal, held under a lock
// @param   properties  Map  the new state and the rest
// @returns one ProposalVersion

:param proposal_id => 'pro_example';
:param properties => {state: 'ACCEPTED'};

MATCH (proposal:Entity {uid: $proposal_id})
SET proposal += $properties, proposal.version = coalesce(proposal.version, 1) + 1, proposal.changed_at = datetime()
RETURN proposal.state AS state, proposal.version AS version;
