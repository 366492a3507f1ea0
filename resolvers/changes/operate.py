"""Daily work: logging, tasks, deals, preferences, corrections, consents."""

from datetime import datetime
from typing import Annotated, TypeAlias

import strawberry

from cypher.store import Work
from graph_schema.actors import Actor
from graph_schema.errors import InputRefused
from graph_schema.lifecycle import TaskState
from resolvers.changes.acting import Request, change, load_client
from resolvers.context import Info
from resolvers.types.client import Client
from resolvers.types.refusal import Refusal, refusal
from review import daily
from review.operating import Written


@strawberry.input
class LogInteractionInput:
    """What happened with a client."""

    client_id: strawberry.ID
    kind: str
    summary: str
    occurred_at: datetime
    idempotency_key: str
    channel: str = ""
    direction: str = ""
    property_ids: list[strawberry.ID] = strawberry.field(default_factory=list)


@strawberry.input
class CreateTaskInput:
    """Something to do for a client."""

    client_id: strawberry.ID
    title: str
    idempotency_key: str
    due_at: datetime | None = None
    priority: str = "NORMAL"
    assignee_id: strawberry.ID | None = None


@strawberry.input
class CompleteTaskInput:
    """A task that is done."""

    id: strawberry.ID
    idempotency_key: str
    expected_version: int | None = None


@strawberry.input
class MoveStageInput:
    """A deal and the stage that it is in now."""

    id: strawberry.ID
    stage: str
    idempotency_key: str
    expected_version: int | None = None


@strawberry.input
class SetPropertyPreferenceInput:
    """What a client thinks of a unit: FAVORITE, POSSIBILITY or DISCARD."""

    client_id: strawberry.ID
    property_id: strawberry.ID
    preference: str
    idempotency_key: str


@strawberry.input
class FieldInput:
    """A field and the value that it should show."""

    field: str
    value: str


@strawberry.input
class UpdateClientFieldsInput:
    """Corrections to what a client shows; sources keep what they say."""

    client_id: strawberry.ID
    fields: list[FieldInput]
    idempotency_key: str
    expected_version: int | None = None


@strawberry.input
class RecordConsentInput:
    """What a client allows: GRANTED, REFUSED or WITHDRAWN, on a channel, for a purpose."""

    client_id: strawberry.ID
    channel: str
    purpose: str
    state: str
    idempotency_key: str


@strawberry.type
class LoggedInteraction:
    """An interaction that was just logged."""

    id: strawberry.ID
    occurred_at: datetime


@strawberry.type
class InteractionPayload:
    """The interaction."""

    interaction: LoggedInteraction


@strawberry.type
class TaskCard:
    """A task as it is now."""

    id: strawberry.ID
    state: TaskState
    version: int


@strawberry.type
class TaskPayload:
    """The task as it is now."""

    task: TaskCard


@strawberry.type
class OpportunityCard:
    """A deal as it is now."""

    id: strawberry.ID
    stage: str
    version: int


@strawberry.type
class OpportunityPayload:
    """The deal as it is now."""

    opportunity: OpportunityCard


@strawberry.type
class PreferredProperty:
    """The unit that somebody has an opinion of."""

    id: strawberry.ID


@strawberry.type
class PreferencePayload:
    """Who thinks what of which unit."""

    client: Client
    property: PreferredProperty
    preference: str


@strawberry.type
class ClientPayload:
    """The client as it is now."""

    client: Client


@strawberry.type
class ConsentPayload:
    """The client with its consents as they are now."""

    client: Client


InteractionResult: TypeAlias = Annotated[InteractionPayload | Refusal, strawberry.union("InteractionResult")]
TaskResult: TypeAlias = Annotated[TaskPayload | Refusal, strawberry.union("TaskResult")]
OpportunityResult: TypeAlias = Annotated[OpportunityPayload | Refusal, strawberry.union("OpportunityResult")]
PreferenceResult: TypeAlias = Annotated[PreferencePayload | Refusal, strawberry.union("PreferenceResult")]
ClientResult: TypeAlias = Annotated[ClientPayload | Refusal, strawberry.union("ClientResult")]
ConsentResult: TypeAlias = Annotated[ConsentPayload | Refusal, strawberry.union("ConsentResult")]


async def log_interaction(info: Info, input: LogInteractionInput) -> InteractionResult:  # noqa: A002 - the API's name
    """Log what happened with a client."""
    said = daily.LoggedInteraction(
        client_id=input.client_id,
        kind=input.kind,
        summary=input.summary,
        occurred_at=input.occurred_at,
        channel=input.channel,
        direction=input.direction,
        property_ids=tuple(input.property_ids),
    )
    if input.occurred_at.tzinfo is None:
        return refusal(InputRefused("occurredAt has no time zone", hint="write 2026-03-01T00:00:00Z"), ["input", "occurredAt"])
    now = info.context.now

    def act(work: Work, actor: Actor) -> Written:
        return daily.log_interaction(work, said, actor, now)

    done = await change(info.context, Request("logInteraction", input.idempotency_key, input), Written, act)
    if not isinstance(done, Written):
        return done
    return InteractionPayload(interaction=LoggedInteraction(id=strawberry.ID(done.uid), occurred_at=input.occurred_at))


async def create_task(info: Info, input: CreateTaskInput) -> TaskResult:  # noqa: A002 - the API's name
    """Put a task on a client."""
    said = daily.NewTask(
        client_id=input.client_id,
        title=input.title,
        due_at=input.due_at,
        priority=input.priority,
        assignee_id=input.assignee_id,
    )
    now = info.context.now

    def act(work: Work, actor: Actor) -> Written:
        return daily.create_task(work, said, actor, now)

    return _task(await change(info.context, Request("createTask", input.idempotency_key, input), Written, act))


async def complete_task(info: Info, input: CompleteTaskInput) -> TaskResult:  # noqa: A002 - the API's name
    """Mark a task as done."""
    now = info.context.now

    def act(work: Work, actor: Actor) -> Written:
        return daily.complete_task(work, input.id, actor, now, expected_version=input.expected_version)

    return _task(await change(info.context, Request("completeTask", input.idempotency_key, input), Written, act))


async def move_stage(info: Info, input: MoveStageInput) -> OpportunityResult:  # noqa: A002 - the API's name
    """Move a deal to a stage, and remember the move."""
    now = info.context.now

    def act(work: Work, actor: Actor) -> Written:
        return daily.move_stage(work, input.id, input.stage, actor, now, expected_version=input.expected_version)

    done = await change(info.context, Request("moveStage", input.idempotency_key, input), Written, act)
    if not isinstance(done, Written):
        return done
    return OpportunityPayload(opportunity=OpportunityCard(id=strawberry.ID(done.uid), stage=done.state, version=done.version))


async def set_property_preference(
    info: Info,
    input: SetPropertyPreferenceInput,  # noqa: A002 - the API's name
) -> PreferenceResult:
    """Say what a client thinks of a unit; what we said before is superseded."""
    said = daily.Preference(client_id=input.client_id, property_id=input.property_id, preference=input.preference)
    now = info.context.now

    def act(work: Work, actor: Actor) -> Written:
        return daily.set_preference(work, said, actor, now)

    done = await change(info.context, Request("setPropertyPreference", input.idempotency_key, input), Written, act)
    if not isinstance(done, Written):
        return done
    client = await load_client(info.context, done.client)
    return PreferencePayload(client=client, property=PreferredProperty(id=strawberry.ID(done.uid)), preference=done.state)


async def update_client_fields(info: Info, input: UpdateClientFieldsInput) -> ClientResult:  # noqa: A002 - the API's name
    """Correct what a client shows; sources keep what they say."""
    fields = {entry.field: entry.value for entry in input.fields}
    now = info.context.now

    def act(work: Work, actor: Actor) -> Written:
        return daily.update_fields(work, input.client_id, fields, actor, now, expected_version=input.expected_version)

    done = await change(info.context, Request("updateClientFields", input.idempotency_key, input), Written, act)
    return ClientPayload(client=await load_client(info.context, done.client)) if isinstance(done, Written) else done


async def record_consent(info: Info, input: RecordConsentInput) -> ConsentResult:  # noqa: A002 - the API's name
    """Record what a client allows; earlier consents stay as evidence."""
    said = daily.GivenConsent(client_id=input.client_id, channel=input.channel, purpose=input.purpose, state=input.state)
    now = info.context.now

    def act(work: Work, actor: Actor) -> Written:
        return daily.record_consent(work, said, actor, now)

    done = await change(info.context, Request("recordConsent", input.idempotency_key, input), Written, act)
    return ConsentPayload(client=await load_client(info.context, done.client)) if isinstance(done, Written) else done


def _task(done: Written | Refusal) -> TaskPayload | Refusal:
    if not isinstance(done, Written):
        return done
    return TaskPayload(task=TaskCard(id=strawberry.ID(done.uid), state=TaskState(done.state), version=done.version))
