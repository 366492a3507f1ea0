"""Bindings about who is whom: what stands about clients, and what their records say as far as a change of client matters."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cypher.query import Query


class ClientIds(msgspec.Struct, frozen=True):
    """Which clients."""

    client_ids: Sequence[str]


class BaseRow(msgspec.Struct, frozen=True):
    """The client that a record came with."""

    home: str
    valid_from: datetime | None
    valid_to: datetime | None


class MemberRow(msgspec.Struct, frozen=True):
    """One record, the client it belongs to and the edge that says so."""

    profile: str
    client: str
    edge: str
    bases: tuple[BaseRow, ...]


class HomeRow(msgspec.Struct, frozen=True):
    """All records that came with a client."""

    client: str
    profiles: tuple[str, ...]
    since: datetime


class PairRow(msgspec.Struct, frozen=True):
    """A live decision about two records."""

    type: str
    left: str
    right: str
    edge: str
    decision: str | None
    decided_at: datetime
    confidence: float


class StandingRow(msgspec.Struct, frozen=True):
    """All that stands about some clients."""

    members: tuple[MemberRow, ...]
    homes: tuple[HomeRow, ...]
    pairs: tuple[PairRow, ...]


class ProfileIds(msgspec.Struct, frozen=True):
    """Which records."""

    profile_ids: Sequence[str]


class StatedRow(msgspec.Struct, frozen=True):
    """A value that a record states."""

    profile: str
    field: str
    value: str
    is_ours: bool
    trust: int
    since: datetime
    origin: str
    system: str
    edge: str


class ConsentRow(msgspec.Struct, frozen=True):
    """A consent that a record holds."""

    profile: str
    channel: str
    purpose: str
    state: str
    recorded_at: datetime


class HangingRow(msgspec.Struct, frozen=True):
    """How many live edges of a type hang on some records."""

    type: str
    count: int


class DealRow(msgspec.Struct, frozen=True):
    """An open deal of a record."""

    profile: str
    opportunity: str
    stage: str


class RecordsRow(msgspec.Struct, frozen=True):
    """What some records say of their person, as far as a merge could change what is shown."""

    values: tuple[StatedRow, ...]
    consents: tuple[ConsentRow, ...]
    deals: tuple[DealRow, ...]


class Addition(msgspec.Struct, frozen=True):
    """Which records, and since when."""

    profile_ids: Sequence[str]
    since: datetime


class UnplacedRow(msgspec.Struct, frozen=True):
    """A fact that somebody added without telling of which record it speaks."""

    uid: str
    type: str
    source: str
    target: str
    shown: str


STANDING = Query("read.standing", ClientIds, StandingRow)
RECORD_VALUES = Query("read.record_values", ProfileIds, RecordsRow)
HANGING_EDGES = Query("read.hanging_edges", ProfileIds, HangingRow)
UNPLACED = Query("read.unplaced", Addition, UnplacedRow)
