// Which campaigns bring clients, and how many of them have an open opportunity.
//
// @access  read
// @param   limit  Int  how many campaigns
// @returns many CampaignYield

:param limit => 20;

MATCH (campaign:Campaign)<-[touch:TOUCHED_BY]-(profile:Profile)-[member:RESOLVES_TO]->(client:Client)
WHERE touch.retired_at IS NULL AND member.retired_at IS NULL
WITH campaign, collect(DISTINCT client) AS clients
RETURN campaign.name AS campaign, size(clients) AS clients,
       size([client IN clients WHERE EXISTS {
         (client)<-[:RESOLVES_TO]-(:Profile)-[:PURSUES]->(deal:Opportunity) WHERE NOT deal.stage IN ['WON', 'LOST'] }]) AS with_open_deal
ORDER BY clients DESC, campaign
LIMIT $limit;
