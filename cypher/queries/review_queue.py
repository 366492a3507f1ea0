"""Bindings about the queue of proposals."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

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


REVIEW_QUEUE = Query("read.review_queue", QueuePage, QueueRow)
REVIEW_QUEUE_SIZE = Query("read.review_queue_size", QueueFilter, QueueSize)
