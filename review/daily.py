"""The verbs of daily work: log, assign, complete, move on, prefer, correct, record consent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cypher.queries.operating import Edits
from cypher.store import Work
from graph_schema.actors import Actor
from graph_schema.changes import EntityWrite, LinkWrite, PutMode
from graph_schema.errors import Conflict, InputRefused
from graph_schema.ids import Prefix, stable_id
from graph_schema.lifecycle import TaskState, move
from graph_schema.proposals import ProposalKind
from graph_schema.values import Properties
from review.effects import fact_node
from review.identity.ground import lock
from review.operating import Change, Hand, Held, Written, apply, hold_client, require_version, versioned
from review.privacy.consenting import follow_consents

STAGES: Final = ("LEAD", "QUALIFIED", "VIEWING", "OFFER", "RESERVED", "WON", "LOST")
PREFERENCES: Final = ("FAVORITE", "POSSIBILITY", "DISCARD")
CONSENT_STATES: Final = ("GRANTED", "REFUSED", "WITHDRAWN")
PRIORITIES: Final = ("LOW", "NORMAL", "HIGH", "URGENT")
_NOTHING: Final[Properties] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedInteraction:
    """A call, message, meeting or viewing that somebody logs."""

    client_id: str
    kind: str
    summary: str
    occurred_at: datetime
    channel: str = ""
    direction: str = ""
    property_ids: tuple[str, ...] = ()


def log_interaction(work: Work, said: LoggedInteraction, actor: Actor, now: datetime) -> Written:
    """Log what happened with a client. Raises NotFound, InputRefused, NotAllowed."""
    if said.occurred_at > now:
        raise InputRefused("an interaction has happened before it is logged", hint="for what is to come, create a task")
    hand = Hand.of(actor, now)
    held = hold_client(work, said.client_id)
    uid = stable_id(Prefix.INTERACTION, hand.decision)
    properties: Properties = {
        "kind": said.kind,
        "summary": said.summary,
        "occurred_at": said.occurred_at,
        "channel": said.channel,
        "direction": said.direction,
        "state": "DONE",
    }
    provenance = hand.provenance("log/1")
    about = tuple(LinkWrite("ABOUT", uid, _a(work, unit, "Property"), provenance) for unit in said.property_ids)
    change = Change(
        verb="log",
        at=held.place(),
        entities=(EntityWrite("Interaction", uid, properties),),
        links=(("TOOK_PART_IN", uid, {"role": "client"}),),
        other_links=about,
        valid_from=said.occurred_at,
    )
    apply(work, held, hand, ProposalKind.FACT_WRITEBACK, [change])
    return Written(client=held.client, uid=uid, state="DONE")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """Something to do for a client."""

    client_id: str
    title: str
    due_at: datetime | None = None
    priority: str = "NORMAL"
    assignee_id: str | None = None


def create_task(work: Work, said: NewTask, actor: Actor, now: datetime) -> Written:
    """Put a task on a client. Raises NotFound, InputRefused, NotAllowed."""
    _one_of(said.priority, PRIORITIES, "priority")
    if not said.title.strip():
        raise InputRefused("a task says what is to be done", hint="send a title")
    hand = Hand.of(actor, now)
    held = hold_client(work, said.client_id)
    uid = stable_id(Prefix.TASK, hand.decision)
    properties: dict[str, str | int | datetime] = {
        "title": said.title.strip(),
        "priority": said.priority,
        "state": TaskState.OPEN.value,
        "version": 1,
    }
    if said.due_at:
        properties["due_at"] = said.due_at
    assigned: tuple[LinkWrite, ...] = ()
    if said.assignee_id:
        assigned = (LinkWrite("ASSIGNED_TO", uid, _a(work, said.assignee_id, "Staff"), hand.provenance("task/1")),)
    change = Change(
        verb="task",
        at=held.place(),
        entities=(EntityWrite("Task", uid, properties),),
        links=(("HAS_TASK", uid, _NOTHING),),
        other_links=assigned,
    )
    apply(work, held, hand, ProposalKind.TASK, [change])
    return Written(client=held.client, uid=uid, state=TaskState.OPEN.value)


def complete_task(work: Work, task_id: str, actor: Actor, now: datetime, *, expected_version: int | None = None) -> Written:
    """Mark a task as done. Raises NotFound, Conflict (done or cancelled already), StaleProposal, NotAllowed."""
    hand = Hand.of(actor, now)
    lock(work, (task_id,))
    task = versioned(work, task_id)
    if task.label != "Task" or not task.clients:
        raise Conflict(f"{task_id} is nobody's task", hint="look at the client's tasks")
    require_version(task, expected_version)
    move(task_id, TaskState(task.state), TaskState.DONE)
    done: Properties = {"state": TaskState.DONE.value, "version": task.version + 1}
    held = hold_client(work, task.clients[0])
    entity = EntityWrite("Task", task_id, done, PutMode.UPDATE)
    apply(work, held, hand, ProposalKind.TASK, [Change(verb="complete", at=held.place(), entities=(entity,))])
    return Written(client=held.client, uid=task_id, state=TaskState.DONE.value, version=task.version + 1)


def move_stage(
    work: Work, opportunity_id: str, stage: str, actor: Actor, now: datetime, *, expected_version: int | None = None
) -> Written:
    """Move a deal to a stage, and remember the move. Raises NotFound, InputRefused, Conflict, StaleProposal, NotAllowed."""
    _one_of(stage, STAGES, "stage")
    hand = Hand.of(actor, now)
    lock(work, (opportunity_id,))
    deal = versioned(work, opportunity_id)
    if deal.label != "Opportunity" or not deal.clients:
        raise Conflict(f"{opportunity_id} is nobody's deal", hint="look at the client's deals")
    require_version(deal, expected_version)
    if deal.state == stage:
        raise Conflict(f"{opportunity_id} is in {stage} already", hint="look at the board again")
    held = hold_client(work, deal.clients[0])
    moved = stable_id(Prefix.STAGE_CHANGE, hand.decision)
    now_in: Properties = {"stage": stage, "stage_entered_at": now, "version": deal.version + 1}
    change = Change(
        verb="stage",
        at=held.place(),
        entities=(
            EntityWrite("Opportunity", opportunity_id, now_in, PutMode.UPDATE),
            EntityWrite("StageChange", moved, {"from_stage": deal.state, "to_stage": stage, "occurred_at": now}),
        ),
        other_links=(LinkWrite("MOVED", opportunity_id, moved, hand.provenance("stage/1")),),
    )
    apply(work, held, hand, ProposalKind.FACT_WRITEBACK, [change])
    return Written(client=held.client, uid=opportunity_id, state=stage, version=deal.version + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """What a client thinks of a unit."""

    client_id: str
    property_id: str
    preference: str


def set_preference(work: Work, said: Preference, actor: Actor, now: datetime) -> Written:
    """Say what a client thinks of a unit; what we said before is superseded. Raises NotFound, InputRefused, NotAllowed."""
    _one_of(said.preference, PREFERENCES, "preference")
    hand = Hand.of(actor, now)
    held = hold_client(work, said.client_id)
    unit = _a(work, said.property_id, "Property")
    change = Change(
        verb="prefer",
        at=held.place(),
        links=(("INTERESTED_IN", unit, {"preference": said.preference}),),
        supersedes=(Edits(held.profiles, "INTERESTED_IN", "", unit),),
    )
    apply(work, held, hand, ProposalKind.FACT_WRITEBACK, [change])
    return Written(client=held.client, uid=unit, state=said.preference)


def update_fields(
    work: Work, client_id: str, fields: dict[str, str], actor: Actor, now: datetime, *, expected_version: int | None = None
) -> Written:
    """Correct what a client shows; sources keep what they say. Raises NotFound, InputRefused, StaleProposal, NotAllowed."""
    empty = sorted(field for field, value in fields.items() if not (field.strip() and value.strip()))
    if empty or not fields:
        raise InputRefused(f"nothing to write for {', '.join(empty) or 'any field'}", hint="send fields with values")
    hand = Hand.of(actor, now)
    held = hold_client(work, client_id, expected_version)
    apply(work, held, hand, ProposalKind.FACT_WRITEBACK, [_corrected(held, field, text) for field, text in fields.items()])
    return Written(client=held.client, uid=held.client)


def _corrected(held: Held, field: str, value: str) -> Change:
    node, type_ = fact_node(field.strip(), value.strip())
    return Change(
        verb="edit",
        at=held.place(field),
        entities=(node,),
        links=((type_, node.uid, _NOTHING),),
        supersedes=(Edits(held.profiles, type_, "" if field == "name" else field, ""),),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenConsent:
    """What a client allows, refuses or withdraws on a channel for a purpose."""

    client_id: str
    channel: str
    purpose: str
    state: str


def record_consent(work: Work, said: GivenConsent, actor: Actor, now: datetime) -> Written:
    """Record what a client allows; what it forbids stops in the same transaction, earlier consents stay as evidence.

    Raises NotFound, InputRefused, NotAllowed.
    """
    _one_of(said.state, CONSENT_STATES, "consent")
    hand = Hand.of(actor, now)
    held = hold_client(work, said.client_id)
    uid = stable_id(Prefix.CONSENT, hand.decision)
    properties: Properties = {"channel": said.channel, "purpose": said.purpose, "state": said.state}
    change = Change(
        verb="consent",
        at=held.place(),
        entities=(EntityWrite("Consent", uid, properties),),
        links=(("GAVE", uid, _NOTHING),),
        valid_from=now,
    )
    apply(work, held, hand, ProposalKind.FACT_WRITEBACK, [change])
    follow_consents(work, (held.client, *held.profiles))
    return Written(client=held.client, uid=uid, state=said.state)


def _a(work: Work, uid: str, label: str) -> str:
    """The uid, if it is of such a thing."""
    if versioned(work, uid).label != label:
        raise InputRefused(f"{uid} is no {label}", hint=f"send the id of a {label}")
    return uid


def _one_of(value: str, known: tuple[str, ...], what: str) -> None:
    if value not in known:
        raise InputRefused(f"{value!r} is no {what}", hint=f"one of {', '.join(known)}")
