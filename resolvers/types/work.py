"""What is going on with a client and what has to be done."""

from datetime import date, datetime

import strawberry

from cypher.queries.work import OpportunityRow, ReminderRow, TaskRow
from graph_schema.lifecycle import ReminderState, TaskState
from resolvers.paging import PageInfo
from resolvers.types.people import Staff, show_staff
from resolvers.types.property import Money, Property, show_money, show_property
from resolvers.types.provenance import Provenance, Sourced, SourcedEdge


@strawberry.type
class Opportunity:
    """A deal on its way through a pipeline."""

    id: strawberry.ID
    title: str | None
    pipeline: str | None
    stage: str | None
    stage_entered_at: datetime | None
    value: Money | None
    expected_close_on: date | None
    version: int | None
    properties: list[Property]


@strawberry.type
class OpportunityEdge(SourcedEdge[Opportunity]):
    """The client is the buyer in the deal."""


@strawberry.type
class OpportunityConnection:
    """Deals, the latest move first."""

    edges: list[OpportunityEdge]
    page_info: PageInfo


@strawberry.type
class Task:
    """Something that a member of staff has to do."""

    id: strawberry.ID
    title: str | None
    due_at: datetime | None
    priority: str | None
    state: TaskState
    proposed_by: str | None
    version: int | None
    assignee: Staff | None


@strawberry.type
class TaskEdge(SourcedEdge[Task]):
    """The task is about the client."""


@strawberry.type
class TaskConnection:
    """Tasks, the most urgent first."""

    edges: list[TaskEdge]
    page_info: PageInfo


@strawberry.type
class Reminder:
    """A reminder to staff."""

    id: strawberry.ID
    remind_at: datetime | None
    channel: str | None
    text: str | None
    state: ReminderState


@strawberry.type
class ReminderEdge(SourcedEdge[Reminder]):
    """The reminder is about the client."""


@strawberry.type
class ReminderConnection:
    """Reminders, the next one first."""

    edges: list[ReminderEdge]
    page_info: PageInfo


@strawberry.type
class RiskSignalLink(Sourced):
    """A reason for caution with the client."""

    id: strawberry.ID
    kind: str | None
    severity: str | None
    reason: str | None
    detected_at: datetime | None
    sources: list[Provenance]


@strawberry.type
class ConsentLink(Sourced):
    """What the client allows on a channel for a purpose."""

    id: strawberry.ID
    channel: str | None
    purpose: str | None
    state: str | None
    sources: list[Provenance]


def show_opportunity(row: OpportunityRow) -> Opportunity:
    """A deal as the API shows it."""
    return Opportunity(
        id=strawberry.ID(row.id),
        title=row.title,
        pipeline=row.pipeline,
        stage=row.stage,
        stage_entered_at=row.stage_entered_at,
        value=show_money(row.value_amount, row.value_currency),
        expected_close_on=row.expected_close_on,
        version=row.version,
        properties=[show_property(card) for card in row.properties],
    )


def show_task(row: TaskRow) -> Task:
    """A task as the API shows it."""
    return Task(
        id=strawberry.ID(row.id),
        title=row.title,
        due_at=row.due_at,
        priority=row.priority,
        state=row.state,
        proposed_by=row.proposed_by,
        version=row.version,
        assignee=show_staff(row.assignee),
    )


def show_reminder(row: ReminderRow) -> Reminder:
    """A reminder as the API shows it."""
    return Reminder(id=strawberry.ID(row.id), remind_at=row.remind_at, channel=row.channel, text=row.text, state=row.state)
