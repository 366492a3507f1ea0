"""Bindings about why records are one person, or not."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cypher.queries.source import Source
from cypher.query import Query
from graph_schema.lifecycle import ProposalState
from graph_schema.proposals import ProposalKind


class RecordRef(msgspec.Struct, frozen=True):
    """Which record."""

    profile_id: str


class RecordClient(msgspec.Struct, frozen=True):
    """A record and the client that it belongs to."""

    profile: str
    client: str


class EvidenceOf(msgspec.Struct, frozen=True):
    """Of which records, and how many values of each."""

    profile_ids: Sequence[str]
    limit: int


class IdentityEvidence(msgspec.Struct, frozen=True):
    """A value that a record states; `node` is the value's own uid, so that two records with one node say the same."""

    profile: str
    field: str
    value: str
    node: str
    source: Source


class BothSides(msgspec.Struct, frozen=True):
    """Records and clients of two sides."""

    left_ids: Sequence[str]
    right_ids: Sequence[str]


class IdentityProposal(msgspec.Struct, frozen=True):
    """A proposal about both sides, and the decision about it that stands."""

    id: str
    kind: ProposalKind
    state: ProposalState
    confidence: float
    title: str
    reasons: tuple[str, ...]
    created_at: datetime
    decision: str | None


CLIENT_OF_RECORD = Query("read.client_of_record", RecordRef, RecordClient)
IDENTITY_EVIDENCE = Query("read.identity_evidence", EvidenceOf, IdentityEvidence)
IDENTITY_PROPOSALS = Query("read.identity_proposals", BothSides, IdentityProposal)
