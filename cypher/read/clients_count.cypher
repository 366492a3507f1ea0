// How many live clients there are, of those that a filter lets through.
//
// @access  read
// @param   is_filtered  Bool  whether any filter is given; without one the count is known at once
// @param   has_open_tasks  Bool  only clients with open tasks, or only those without; null for both
// @param   min_qd_score  Float  only clients with at least this score; null for all
// @param   since  DateTime  only clients whose last interaction is not before this moment; null for all
// @param   until  DateTime  only clients whose last interaction is before this moment; null for all
// @returns one Total

:param is_filtered => false;
:param has_open_tasks => null;
:param min_qd_score => null;
:param since => null;
:param until => null;

RETURN CASE
  WHEN $is_filtered THEN COUNT {
    MATCH (client:Client)
    WHERE coalesce(client.state = 'LIVE', false)
      AND ($has_open_tasks IS NULL OR (coalesce(client.open_task_count, 0) > 0) = $has_open_tasks)
      AND ($min_qd_score IS NULL OR client.qd_score >= $min_qd_score)
      AND ($since IS NULL OR client.last_interaction_at >= $since) AND ($until IS NULL OR client.last_interaction_at < $until)
  }
  ELSE COUNT { MATCH (client:Client) } - COUNT { MATCH (client:Client) WHERE client.state = 'RETIRED' }
END AS total;
