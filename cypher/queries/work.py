"""Bindings about what is going on with a client and what has to be done."""

from datetime import date, datetime
from typing import Literal

import msgspec

from cypher.queries.source import ListAt, Named, PageAt, PropertyCard, Source
from cypher.query import Query
from graph_schema.lifecycle import ProposalState, ReminderState, TaskState
from graph_schema.proposals import ProposalKind, RiskTier


class TasksAt(PageAt, frozen=True, kw_only=True):
    """Parameters of client_tasks; an empty state means all."""

    state: TaskState | Literal[""]


class RemindersAt(PageAt, frozen=True, kw_only=True):
    """Parameters of client_reminders; an empty state means all."""

    state: ReminderState | Literal[""]


class OpportunityRow(msgspec.Struct, frozen=True):
    """One deal."""

    id: str
    properties: list[PropertyCard]
    title: str | None = None
    pipeline: str | None = None
    stage: str | None = None
    stage_entered_at: datetime | None = None
    value_amount: float | None = None
    value_currency: str | None = None
    expected_close_on: date | None = None
    version: int | None = None


class OpportunityEdgeRow(msgspec.Struct, frozen=True):
    """A deal with its sources."""

    cursor: str
    node: OpportunityRow
    sources: list[Source]


class TaskRow(msgspec.Struct, frozen=True):
    """One task."""

    id: str
    state: TaskState
    title: str | None = None
    due_at: datetime | None = None
    priority: str | None = None
    proposed_by: str | None = None
    version: int | None = None
    assignee: Named | None = None


class TaskEdgeRow(msgspec.Struct, frozen=True):
    """A task with its sources."""

    cursor: str
    node: TaskRow
    sources: list[Source]


class ReminderRow(msgspec.Struct, frozen=True):
    """One reminder."""

    id: str
    state: ReminderState
    remind_at: datetime | None = None
    channel: str | None = None
    text: str | None = None


class ReminderEdgeRow(msgspec.Struct, frozen=True):
    """A reminder with its sources."""

    cursor: str
    node: ReminderRow
    sources: list[Source]


class MatchRow(msgspec.Struct, frozen=True):
    """A unit that is proposed for a client."""

    id: str
    state: ProposalState
    confidence: float
    reasons: list[str]
    property: PropertyCard
    payload_json: str = "{}"


class MatchEdgeRow(msgspec.Struct, frozen=True):
    """A proposed unit with the sources of the proposal."""

    cursor: str
    node: MatchRow
    sources: list[Source]


class NextActionRow(msgspec.Struct, frozen=True):
    """A suggested task."""

    id: str
    title: str | None
    reasons: list[str]
    confidence: float
    state: ProposalState


class ProposalRow(msgspec.Struct, frozen=True):
    """An open proposal."""

    id: str
    kind: ProposalKind
    state: ProposalState
    confidence: float
    risk_tier: RiskTier
    created_at: datetime | None = None
    title: str | None = None


class ProposalEdgeRow(msgspec.Struct, frozen=True):
    """An open proposal in its list."""

    cursor: str
    node: ProposalRow


class RiskRow(msgspec.Struct, frozen=True):
    """A reason for caution."""

    id: str
    kind: str | None
    severity: str | None
    reason: str | None
    detected_at: datetime | None
    sources: list[Source]


class ConsentRow(msgspec.Struct, frozen=True):
    """What somebody allows."""

    id: str
    channel: str | None
    purpose: str | None
    state: str | None
    sources: list[Source]


CLIENT_OPPORTUNITIES = Query("read.client_opportunities", PageAt, OpportunityEdgeRow)
CLIENT_TASKS = Query("read.client_tasks", TasksAt, TaskEdgeRow)
CLIENT_REMINDERS = Query("read.client_reminders", RemindersAt, ReminderEdgeRow)
CLIENT_MATCHES = Query("read.client_matches", PageAt, MatchEdgeRow)
CLIENT_NEXT_ACTIONS = Query("read.client_next_actions", ListAt, NextActionRow)
CLIENT_PROPOSALS = Query("read.client_proposals", PageAt, ProposalEdgeRow)
CLIENT_RISKS = Query("read.client_risks", ListAt, RiskRow)
CLIENT_CONSENTS = Query("read.client_consents", ListAt, ConsentRow)
