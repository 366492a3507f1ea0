// How many deals stand in each stage of a pipeline, and what they are worth in each currency.
//
// @access  read
// @param   pipeline  String  the pipeline
// @returns many BoardRow

:param pipeline => 'sales';

MATCH (deal:Opportunity) USING INDEX deal:Opportunity(pipeline)
WHERE deal.pipeline = $pipeline AND EXISTS { MATCH (deal)<-[pursues:PURSUES]-(:Profile) WHERE pursues.retired_at IS NULL }
WITH coalesce(deal.stage, '') AS stage, coalesce(deal.value_currency, '') AS currency, count(*) AS count,
  sum(coalesce(deal.value_amount, 0.0)) AS amount
RETURN stage, currency, count, amount
ORDER BY stage, currency;
