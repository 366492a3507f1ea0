// Open proposals that two records are one person, with the client of each record; the surest first.
//
// A client among the subjects stands for its first record.
//
// @access  read
// @param   limit  Int  how many at most
// @returns many OpenIdentityLink

:param limit => 100;

MATCH (proposal:Proposal)
WHERE proposal.kind IN ['IDENTITY_LINK', 'MERGE'] AND proposal.state IN ['PROPOSED', 'CLAIMED', 'AWAITING_SECOND']
WITH proposal ORDER BY proposal.confidence DESC, proposal.uid LIMIT $limit
LET records = COLLECT {
  MATCH (proposal)-[:CONCERNING]->(subject:Entity)
  LET record = CASE WHEN subject:Profile THEN subject ELSE head(COLLECT {
    MATCH (subject)<-[member:RESOLVES_TO]-(profile:Profile) WHERE member.retired_at IS NULL RETURN profile ORDER BY profile.uid LIMIT 1
  }) END
  MATCH (record)-[member:RESOLVES_TO]->(client:Client) WHERE member.retired_at IS NULL
  RETURN DISTINCT {profile: record.uid, client: client.uid} AS held ORDER BY held.profile
}
FILTER size(records) = 2
RETURN proposal.uid AS proposal, records[0].profile AS left, records[1].profile AS right, records[0].client AS left_client,
  records[1].client AS right_client, coalesce(proposal.confidence, 0.5) AS confidence, coalesce(proposal.evidence, []) AS evidence
ORDER BY confidence DESC, proposal;
