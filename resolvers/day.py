"""What is to be done today, and how the deals stand."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import strawberry

from cypher.queries.operating import (
    MY_REMINDERS,
    MY_TASKS,
    OPPORTUNITY_BOARD,
    DueReminders,
    DueTasks,
    MyReminderRow,
    MyTaskRow,
    PipelineRef,
)
from resolvers.context import Info
from resolvers.moment import Moment, moment_of
from resolvers.permissions import known
from resolvers.types.client import Client, show_client
from resolvers.types.property import Money, show_money
from review.daily import STAGES

ROWS_OF_A_DAY: Final = 100


@strawberry.type
class DueTask:
    """A task that is due."""

    id: strawberry.ID
    title: str
    due_at: datetime | None
    priority: str | None
    client: Client


@strawberry.type
class DueReminder:
    """A reminder that is due."""

    id: strawberry.ID
    remind_at: datetime
    text: str


@strawberry.type
class MyDay:
    """What is due by the end of a day (UTC), the longest overdue first."""

    tasks: list[DueTask]
    reminders: list[DueReminder]


@strawberry.type
class BoardStage:
    """A stage of a pipeline: how many deals, and what they are worth in each currency."""

    stage: str
    count: int
    value: list[Money]


@strawberry.type
class OpportunityBoard:
    """The stages of a pipeline, in their order."""

    stages: list[BoardStage]


async def my_day(info: Info, on: date) -> MyDay:
    """What is assigned to whoever asks; who has nothing of their own sees what is due for everybody."""
    until = datetime.combine(on, time(), UTC) + timedelta(days=1)
    actor = known(info.context.actor)
    due = await info.context.store.many(MY_TASKS, DueTasks(actor.name or actor.id, until, ROWS_OF_A_DAY))
    tasks = [row for row in due if row.is_mine] or due
    reminders = await info.context.store.many(MY_REMINDERS, DueReminders(until, ROWS_OF_A_DAY))
    moment = moment_of(info.context.now, None, None)
    return MyDay(tasks=[_task(row, moment) for row in tasks], reminders=[_reminder(row) for row in reminders])


async def opportunity_board(info: Info, pipeline: str) -> OpportunityBoard:
    """How the deals of a pipeline stand."""
    rows = await info.context.store.many(OPPORTUNITY_BOARD, PipelineRef(pipeline))
    stages = [*STAGES, *sorted({row.stage for row in rows} - set(STAGES))]
    return OpportunityBoard(
        stages=[
            BoardStage(
                stage=stage,
                count=sum(row.count for row in rows if row.stage == stage),
                value=[
                    money
                    for row in rows
                    if row.stage == stage and row.currency and (money := show_money(row.amount, row.currency))
                ],
            )
            for stage in stages
        ]
    )


def _task(row: MyTaskRow, moment: Moment) -> DueTask:
    return DueTask(
        id=strawberry.ID(row.id),
        title=row.title,
        due_at=row.due_at,
        priority=row.priority,
        client=show_client(row.client, moment),
    )


def _reminder(row: MyReminderRow) -> DueReminder:
    return DueReminder(id=strawberry.ID(row.id), remind_at=row.remind_at, text=row.text)
