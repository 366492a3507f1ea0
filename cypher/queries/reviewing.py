"""Bindings about proposals and the decisions on them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from cypher.queries.writing import Written
from cypher.query import Query
from graph_schema.lifecycle import ProposalState
from graph_schema.proposals import ProposalKind, ReasonCode, RiskTier, Verdict
from graph_schema.provenance import Origin


class ProposalRef(msgspec.Struct, frozen=True):
    """Which proposal."""

    proposal_id: str


class HolderRow(msgspec.Struct, frozen=True):
    """A record that came with a client, and the client that it belongs to now."""

    profile: str
    client: str


class SubjectRow(msgspec.Struct, frozen=True):
    """One thing that a proposal concerns, and the client behind it."""

    uid: str
    role: str | None
    label: str
    client: str | None
    holders: tuple[HolderRow, ...]


class GivenVerdict(msgspec.Struct, frozen=True):
    """A decision about a proposal that stands."""

    uid: str
    verdict: Verdict
    decided_by: str
    decided_at: datetime
    note: str | None = None
    reason: ReasonCode | None = None


class ProposalRow(msgspec.Struct, frozen=True):
    """One proposal, whole."""

    uid: str
    kind: ProposalKind
    state: ProposalState
    version: int
    title: str
    confidence: float
    risk_tier: RiskTier
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
    payload_json: str
    proposed_by: str
    proposed_by_kind: str
    proposed_for: str | None
    created_at: datetime
    lease_holder: str | None
    lease_expires_at: datetime | None
    subjects: tuple[SubjectRow, ...]
    decisions: tuple[GivenVerdict, ...]
    contributions: tuple[float, ...] = ()


class Uids(msgspec.Struct, frozen=True):
    """Which entities, sorted."""

    uids: Sequence[str]


class KnownUid(msgspec.Struct, frozen=True):
    """A uid that is in the graph."""

    uid: str


class ProposalMove(msgspec.Struct, frozen=True):
    """A proposal and what changes with it."""

    proposal_id: str
    properties: Mapping[str, object]


class ProposalVersion(msgspec.Struct, frozen=True):
    """Where the proposal is now."""

    state: ProposalState
    version: int


class DecisionRef(msgspec.Struct, frozen=True):
    """Which decision."""

    decision_id: str


class EdgeRow(msgspec.Struct, frozen=True):
    """An edge that a decision made."""

    uid: str
    type: str
    source: str
    target: str


class StampRow(msgspec.Struct, frozen=True):
    """The provenance of an edge but for when it was recorded."""

    origin: Origin
    system: str
    method: str
    actor: str
    confidence: float
    batch: str | None = None
    row: int | None = None
    column: str | None = None
    decision: str | None = None
    model_run: str | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None


class RetiredRow(EdgeRow, frozen=True):
    """An edge that a decision retired, with all that is needed to believe it again."""

    properties: dict[str, object]
    stamp: StampRow


class DecisionWhole(msgspec.Struct, frozen=True):
    """One decision with what it did."""

    uid: str
    kind: ProposalKind
    verdict: Verdict
    subject: str
    decided_by: str
    decided_at: datetime
    undone_by: str | None
    profiles: tuple[str, ...]
    clients: tuple[str, ...]
    made: tuple[EdgeRow, ...]
    retired: tuple[RetiredRow, ...]


class DecisionMark(msgspec.Struct, frozen=True):
    """A decision and the one that takes it back."""

    decision_id: str
    undone_by: str


PROPOSAL = Query("read.proposal", ProposalRef, ProposalRow)
DECISION = Query("read.decision", DecisionRef, DecisionWhole)
KNOWN_ENTITIES = Query("read.known_entities", Uids, KnownUid)
LOCK_ENTITIES = Query("write.lock_entities", Uids, Written)
SET_PROPOSAL = Query("write.set_proposal", ProposalMove, ProposalVersion)
MARK_UNDONE = Query("write.mark_undone", DecisionMark, Written)
