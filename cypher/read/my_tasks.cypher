// Open tasks that are due by the end of a day: first those of a member of staff, then everybody's, the longest overdue first.
//
// @access  read
// @param   staff  String  the name of the member of staff
// @param   until  DateTime  due before this moment
// @param   limit  Int  how many rows at most
// @returns many MyTaskRow

:param staff => '';
:param until => datetime('2026-11-02T00:00:00Z');
:param limit => 100;

MATCH (task:Task) USING INDEX task:Task(due_at)
WHERE task.due_at < $until AND task.state = 'OPEN'
LET is_mine = EXISTS { MATCH (task)-[given:ASSIGNED_TO]->(who:Staff) WHERE given.retired_at IS NULL AND who.name = $staff }
MATCH (task)<-[due:HAS_TASK]-(:Profile)-[member:RESOLVES_TO]->(client:Client)
WHERE due.retired_at IS NULL AND member.retired_at IS NULL
WITH task, is_mine, head(collect(DISTINCT client)) AS client
ORDER BY is_mine DESC, task.due_at, task.uid
LIMIT $limit
RETURN task.uid AS id, coalesce(task.title, '') AS title, toString(task.due_at) AS due_at, task.priority AS priority,
  is_mine,
  client {id: client.uid, display_name: coalesce(client.display_name, 'Unnamed client'), version: coalesce(client.version, 0),
    .identity_confidence, last_interaction_at: toString(client.last_interaction_at),
    open_task_count: coalesce(client.open_task_count, 0), .qd_score,
    owner: head(COLLECT { MATCH (staff:Entity {uid: client.owner_uid}) RETURN staff {id: staff.uid, .name} })} AS client;
