// One proposal with its subjects, and for each subject the client that it is, or belongs to, now.
//
// @access  read
// @param   proposal_id  ProposalId  the proposal
// @returns optional ProposalRow

:param proposal_id => 'pro_example';

MATCH (proposal:Entity {uid: $proposal_id})
WHERE proposal:Proposal
RETURN proposal.uid AS uid, proposal.kind AS kind, proposal.state AS state, coalesce(proposal.version, 1) AS version,
  coalesce(proposal.title, proposal.kind) AS title, coalesce(proposal.confidence, 0.0) AS confidence,
  coalesce(proposal.risk_tier, 'LOW') AS risk_tier,
  coalesce(proposal.reasons, []) AS reasons, coalesce(proposal.evidence, []) AS evidence,
  coalesce(proposal.contributions, []) AS contributions, coalesce(proposal.payload_json, '{}') AS payload_json, proposal.proposed_by AS proposed_by,
  proposal.proposed_by_kind AS proposed_by_kind, proposal.proposed_for AS proposed_for,
  toString(proposal.created_at) AS created_at, proposal.lease_holder AS lease_holder,
  toString(proposal.lease_expires_at) AS lease_expires_at,
  COLLECT {
    MATCH (proposal)-[about:CONCERNING]->(subject:Entity)
    RETURN {uid: subject.uid, role: about.role, label: head([label IN labels(subject) WHERE NOT label IN ['Entity', 'Searchable', 'Identifier']]),
      client: head(COLLECT {
        MATCH (subject)-[member:RESOLVES_TO]->(client:Client) WHERE member.retired_at IS NULL
        RETURN client.uid LIMIT 1
      }),
      holders: COLLECT {
        MATCH (subject)<-[former:RESOLVES_TO]-(profile:Profile)
        WHERE subject:Client AND former.prov_origin <> 'decided'
        MATCH (profile)-[member:RESOLVES_TO]->(client:Client)
        WHERE member.retired_at IS NULL
        RETURN {profile: profile.uid, client: client.uid} ORDER BY profile.uid
      }} AS subject_row ORDER BY about.role, subject.uid
  } AS subjects,
  COLLECT {
    MATCH (decision:Decision)-[:DECIDES]->(proposal)
    WHERE decision.undone_by IS NULL
    RETURN {uid: decision.uid, verdict: decision.verdict, decided_by: decision.decided_by, decided_at: toString(decision.decided_at),
            note: decision.note, reason: decision.reason} ORDER BY decision.decided_at, decision.uid
  } AS decisions;
