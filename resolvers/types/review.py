"""Proposals as reviewers see them: in the queue, and opened with everything that a decision depends on."""

from datetime import datetime
from enum import StrEnum

import strawberry

from cypher.queries.review_queue import QueueRow
from graph_schema.actors import ActorKind
from graph_schema.lifecycle import ProposalState
from graph_schema.proposals import ProposalKind, ReasonCode, RiskTier, Verdict
from resolvers.types.graph import GraphPath
from resolvers.types.provenance import Actor, ModelRun, Provenance

strawberry.enum(ReasonCode, description=ReasonCode.__doc__)


@strawberry.enum
class ReviewOrder(StrEnum):
    """Which proposal comes first. By PRIORITY: risk, and what looking at it is expected to put right, count as days of waiting,
    so that nothing starves. By EXPECTED_CORRECTION: that alone."""

    PRIORITY = "PRIORITY"
    OLDEST = "OLDEST"
    NEWEST = "NEWEST"
    CONFIDENCE = "CONFIDENCE"
    EXPECTED_CORRECTION = "EXPECTED_CORRECTION"


@strawberry.input
class ReviewFilter:
    """Which proposals; what is left out does not narrow."""

    kinds: list[ProposalKind] | None = None
    risk_tiers: list[RiskTier] | None = None
    states: list[ProposalState] | None = None


@strawberry.type
class Lease:
    """Somebody is looking at it until then."""

    holder: Actor
    expires_at: datetime


@strawberry.type
class ReviewTaskSummary:
    """A proposal as a list shows it."""

    id: strawberry.ID
    kind: ProposalKind
    risk_tier: RiskTier
    confidence: float
    title: str
    created_at: datetime
    state: ProposalState
    lease: Lease | None


@strawberry.type
class ReviewTaskEdge:
    """A place in the queue."""

    cursor: str
    node: ReviewTaskSummary


@strawberry.type
class SubjectField:
    """A value that a subject states, with its source."""

    field: str
    value: str
    provenance: Provenance


@strawberry.type
class ReviewSubject:
    """One of the things that a proposal is about."""

    id: strawberry.ID
    label: str
    title: str
    fields: list[SubjectField]


@strawberry.type
class EvidenceItem:
    """One reason, or one value that both sides share; `contribution` is what it adds to the score, where a model says so."""

    id: strawberry.ID
    summary: str
    field: str | None
    left: str | None
    right: str | None
    contribution: float | None
    provenance: Provenance | None


@strawberry.type
class MovedEdges:
    """How many edges of a type go along with the records that move."""

    type: str
    count: int


@strawberry.type
class FieldWinner:
    """What the client would show for a field, and the values that it would not."""

    field: str
    value: str
    loses: list[str]


@strawberry.type
class Preview:
    """What would happen. A decision is bound to the hash of this."""

    edges_added: int
    edges_retired: int
    moved_by_type: list[MovedEdges]
    field_winners: list[FieldWinner]
    consent_conflicts: list[str]
    warnings: list[str]


@strawberry.type
class Verdicted:
    """What somebody said to the proposal."""

    verdict: Verdict
    decided_by: Actor
    decided_at: datetime
    note: str | None
    reason: ReasonCode | None


@strawberry.type
class ReviewTask:
    """A proposal, opened: both sides, the evidence, what would happen, and the hash that a decision is bound to."""

    id: strawberry.ID
    kind: ProposalKind
    state: ProposalState
    version: int
    confidence: float
    risk_tier: RiskTier
    risk_reasons: list[str]
    title: str
    shown_hash: str
    blocked: str | None = strawberry.field(description="Why it cannot be accepted as things stand.")
    proposed_by: Actor
    model_run: ModelRun | None
    subjects: list[ReviewSubject]
    evidence: list[EvidenceItem]
    evidence_path: GraphPath | None
    preview: Preview
    history: list[Verdicted]
    lease: Lease | None
    created_at: datetime


def show_actor(uid: str, kind: ActorKind | None = None) -> Actor:
    """Somebody by id alone."""
    return Actor(id=strawberry.ID(uid), name=uid, kind=kind)


def show_lease(holder: str | None, expires_at: datetime | None, now: datetime) -> Lease | None:
    """A lease, while it lasts."""
    if holder is None or expires_at is None or expires_at <= now:
        return None
    return Lease(holder=show_actor(holder), expires_at=expires_at)


def show_summary(row: QueueRow, now: datetime) -> ReviewTaskSummary:
    """A proposal as the queue shows it."""
    return ReviewTaskSummary(
        id=strawberry.ID(row.id),
        kind=row.kind,
        risk_tier=row.risk_tier,
        confidence=row.confidence,
        title=row.title,
        created_at=row.created_at,
        state=row.state,
        lease=show_lease(row.lease_holder, row.lease_expires_at, now),
    )
