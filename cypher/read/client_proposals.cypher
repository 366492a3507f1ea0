// Open proposals about a client or its records, the newest first.
//
// Matches and suggested tasks have sections of their own.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   after  String  the cursor of the last row seen; empty for the first page
// @param   limit  Int  how many rows at most
// @returns many ProposalEdgeRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param after => '';
:param limit => 20;

MATCH (client:Entity {uid: $client_id})<-[member:RESOLVES_TO]-{0,1}(who)<-[about:CONCERNING]-(proposal:Proposal)
WHERE all(edge IN member + [about] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
WITH DISTINCT proposal
WHERE proposal.state IN ['PROPOSED', 'CLAIMED'] AND NOT proposal.kind IN ['PROPERTY_MATCH', 'TASK']
LET cursor = coalesce(toString(proposal.created_at.epochMillis), '0') + proposal.uid
FILTER $after = '' OR cursor < $after
ORDER BY cursor DESC
LIMIT $limit
RETURN cursor,
  proposal {id: proposal.uid, .kind, .state, .title, .confidence, .risk_tier, created_at: toString(proposal.created_at)} AS node;
