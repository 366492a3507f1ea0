// Reminders that are due by the end of a day and were not sent yet.
//
// @access  read
// @param   until  DateTime  due before this moment
// @param   limit  Int  how many rows at most
// @returns many MyReminderRow

:param until => datetime('2026-11-02T00:00:00Z');
:param limit => 100;

MATCH (reminder:Reminder) USING INDEX reminder:Reminder(remind_at)
WHERE reminder.remind_at < $until AND reminder.state = 'PENDING'
RETURN reminder.uid AS id, toString(reminder.remind_at) AS remind_at, coalesce(reminder.text, '') AS text
ORDER BY reminder.remind_at, id
LIMIT $limit;
