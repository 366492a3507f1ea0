"""Bindings about what reviewers look at: the queue, and the subjects of one proposal."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cypher.queries.source import Source
from cypher.query import Query
from graph_schema.lifecycle import ProposalState
from graph_schema.proposals import ProposalKind, RiskTier


class QueueFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which proposals; empty lists mean all kinds and all risks."""

    kinds: Sequence[str] = ()
    risks: Sequence[str] = ()
    states: Sequence[str] = ("PROPOSED", "CLAIMED", "AWAITING_SECOND")


class QueuePage(QueueFilter, frozen=True, kw_only=True):
    """Which page, in which order."""

    order_by: str
    after: str
    limit: int


class QueueRow(msgspec.Struct, frozen=True):
    """One proposal as a list shows it."""

    cursor: str
    id: str
    kind: ProposalKind
    risk_tier: RiskTier
    confidence: float
    title: str
    created_at: datetime
    state: ProposalState
    lease_holder: str | None
    lease_expires_at: datetime | None


class QueueSize(msgspec.Struct, frozen=True):
    """How many."""

    total: int


class SubjectsOf(msgspec.Struct, frozen=True):
    """Of which proposal, and how many fields of each subject."""

    proposal_id: str
    limit: int


class FieldRow(msgspec.Struct, frozen=True):
    """A value that a subject states; `node` is the value's own uid."""

    field: str
    value: str
    node: str
    source: Source


class SubjectFieldsRow(msgspec.Struct, frozen=True):
    """One subject with its values."""

    id: str
    role: str
    label: str
    title: str
    fields: tuple[FieldRow, ...]


class SubjectsRow(msgspec.Struct, frozen=True):
    """All subjects of a proposal, and the model run that suggested it."""

    subjects: tuple[SubjectFieldsRow, ...]
    model_run: str | None


class QueueSince(msgspec.Struct, frozen=True, kw_only=True):
    """Which proposals, changed after when."""

    kinds: Sequence[str] = ()
    risks: Sequence[str] = ()
    since: datetime
    limit: int


class QueueChange(msgspec.Struct, frozen=True):
    """A proposal that came or changed."""

    id: str
    state: ProposalState
    kind: ProposalKind
    changed_at: datetime


REVIEW_CHANGES = Query("read.review_changes", QueueSince, QueueChange)
PROPOSAL_SUBJECTS = Query("read.proposal_subjects", SubjectsOf, SubjectsRow)
REVIEW_QUEUE = Query("read.review_queue", QueuePage, QueueRow)
REVIEW_QUEUE_SIZE = Query("read.review_queue_size", QueueFilter, QueueSize)
