"""Bindings of `audit/`: rules that must return nothing, and reads over the whole graph."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from cypher.queries.writing import Genesis
from cypher.query import NoParams, Query


class Finding(msgspec.Struct, frozen=True):
    """One violation: what, and how it breaks the rule."""

    subject: str
    problem: str


class Limited(msgspec.Struct, frozen=True):
    """How many findings at most."""

    limit: int


class Shapes(msgspec.Struct, frozen=True):
    """All declared edges."""

    shapes: Sequence[Mapping[str, object]]
    limit: int


class Lifecycles(msgspec.Struct, frozen=True):
    """All labels with a lifecycle."""

    lifecycles: Sequence[Mapping[str, object]]
    limit: int


class Alone(msgspec.Struct, frozen=True):
    """Labels that may stand alone."""

    alone: Sequence[str]
    limit: int


class ChainedEvent(msgspec.Struct, frozen=True):
    """One event of the audit chain."""

    sequence: int
    at: datetime
    actor: str
    actor_kind: str
    action: str
    subjects: tuple[str, ...]
    request: str
    details_json: str
    previous_hash: str
    hash: str
    uid: str


class Between(msgspec.Struct, frozen=True):
    """Events after one, up to another."""

    after: int
    upto: int


class AuditRecord(msgspec.Struct, frozen=True):
    """Everything that an event of the chain says and stands for; `at` is a text, because hashes are made of texts."""

    sequence: int
    at: str
    actor: str
    actor_kind: str
    action: str
    subjects: tuple[str, ...]
    request: str
    details_json: str
    about: str
    previous_hash: str
    hash: str


class ChainRow(AuditRecord, frozen=True):
    """An event as it lies in the graph."""

    uid: str


class ChainEnds(msgspec.Struct, frozen=True):
    """Where the chain ends by its own account (0: nowhere yet), and the hash of its first event."""

    sequence: int
    hash: str
    origin: str


class SealRow(msgspec.Struct, frozen=True):
    """One seal, and the event that it hangs on (sequence 0: on none)."""

    uid: str
    sequence: int
    hash: str
    sealed_at: str
    public_key: str
    signature: str
    event_sequence: int
    event_hash: str


class Sequences(msgspec.Struct, frozen=True):
    """Which events."""

    sequences: Sequence[int]


class EventHash(msgspec.Struct, frozen=True):
    """The hash of one event."""

    sequence: int
    hash: str


class StoreId(msgspec.Struct, frozen=True):
    """The id of the store."""

    id: str


class LeftOut(msgspec.Struct, frozen=True):
    """Labels that do not count."""

    left_out: Sequence[str]


class NodeContent(msgspec.Struct, frozen=True):
    """One node as it is."""

    uid: str
    labels: list[str]
    properties: dict[str, object]


class LinkContent(msgspec.Struct, frozen=True):
    """One edge as it is."""

    type: str
    source: str
    target: str
    properties: dict[str, object]


LIMITED_RULES: Final = tuple(
    Query(f"audit.{name}", Limited, Finding)
    for name in (
        "links_without_provenance",
        "nodes_without_uid",
        "profiles_without_one_client",
        "clients_without_profile",
        "rows_not_conserved",
        "rows_without_batch",
        "columns_lost",
        "approvals_without_decision",
        "committed_rows_without_profile",
        "effects_without_event",
        "events_without_effect",
    )
)
LINKS_OF_WRONG_SHAPE = Query("audit.links_of_wrong_shape", Shapes, Finding)
STATES_OUTSIDE_LIFECYCLE = Query("audit.states_outside_lifecycle", Lifecycles, Finding)
ORPHANS = Query("audit.orphans", Alone, Finding)
WHOLE_CHAIN: Final = Between(0, 2**63 - 1)
AUDIT_CHAIN = Query("read.audit_chain", Between, ChainRow)
AUDIT_ENDS = Query("read.audit_ends", Genesis, ChainEnds)
AUDIT_SEALS = Query("read.audit_seals", NoParams, SealRow)
AUDIT_HASHES = Query("read.audit_hashes", Sequences, EventHash)
STORE_ID = Query("read.store_id", NoParams, StoreId)
EVERY_NODE = Query("read.every_node", LeftOut, NodeContent)
EVERY_LINK = Query("read.every_link", LeftOut, LinkContent)
