// What has to be done for a client, the most urgent first.
//
// @access  read
// @param   client_id  ClientId  the client
// @param   valid_at  DateTime  true in the world at this moment
// @param   known_at  DateTime  as we believed at this moment
// @param   state  TaskState  only tasks in this state; empty for all
// @param   after  String  the cursor of the last row seen; empty for the first page
// @param   limit  Int  how many rows at most
// @returns many TaskEdgeRow

:param client_id => 'cli_145009vraovcmi77oqcg';
:param valid_at => datetime('2026-11-01T09:00:00Z');
:param known_at => datetime('2026-11-01T09:00:00Z');
:param state => 'OPEN';
:param after => '';
:param limit => 20;

MATCH (client:Entity {uid: $client_id})<-[member:RESOLVES_TO]-(:Profile)-[due:HAS_TASK]->(task:Task)
WHERE all(edge IN [member, due] WHERE edge.recorded_at <= $known_at AND coalesce(edge.retired_at > $known_at, true)
    AND coalesce(edge.valid_from <= $valid_at, true) AND coalesce(edge.valid_to > $valid_at, true))
WITH task, collect(due) AS links
WHERE $state = '' OR task.state = $state
LET cursor = coalesce(toString(task.due_at.epochMillis), '9') + task.uid
FILTER $after = '' OR cursor > $after
ORDER BY cursor
LIMIT $limit
RETURN cursor,
  task {id: task.uid, .title, .priority, .state, .proposed_by, .version, due_at: toString(task.due_at),
    assignee: head(COLLECT {
      MATCH (task)-[given:ASSIGNED_TO]->(staff:Staff)
      WHERE given.recorded_at <= $known_at AND coalesce(given.retired_at > $known_at, true)
      AND coalesce(given.valid_from <= $valid_at, true) AND coalesce(given.valid_to > $valid_at, true)
      RETURN staff {id: staff.uid, .name} ORDER BY given.recorded_at DESC, staff.uid LIMIT 1
    })} AS node,
  COLLECT {
    UNWIND links AS link
    RETURN link {.*, recorded_at: toString(link.recorded_at), retired_at: toString(link.retired_at),
      valid_from: toString(link.valid_from), valid_to: toString(link.valid_to),
      batch_name: head(COLLECT { MATCH (batch:Entity {uid: link.prov_batch}) RETURN batch.file_name })} AS source
    ORDER BY link.confidence DESC, link.recorded_at DESC, link.uid
  } AS sources;
