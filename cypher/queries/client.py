"""Bindings about one client: who it is and what its records say."""

from datetime import datetime

import msgspec

from cypher.queries.source import At, ListAt, Named, PageAt, Source
from cypher.query import Query


class ClientAt(At, frozen=True, kw_only=True):
    """Parameters of client; `is_past` tells that somebody asked for a moment."""

    is_past: bool


class ClientRow(msgspec.Struct, frozen=True):
    """One client as it shows itself."""

    id: str
    display_name: str
    version: int
    identity_confidence: float | None
    last_interaction_at: datetime | None
    open_task_count: int
    qd_score: float | None
    owner: Named | None


class NameRow(msgspec.Struct, frozen=True):
    """One name and the edges that give it."""

    value: str
    sources: list[Source]


class ContactPointRow(msgspec.Struct, frozen=True):
    """One way to reach or to identify somebody."""

    id: str
    kind: str
    value: str
    is_primary: bool
    is_shared: bool


class ContactPointEdgeRow(msgspec.Struct, frozen=True):
    """A contact point with its sources."""

    cursor: str
    node: ContactPointRow
    sources: list[Source]


class ProfileRow(msgspec.Struct, frozen=True):
    """One record of one source."""

    id: str
    source_system: str | None = None
    source_key: str | None = None
    title: str | None = None


class ProfileEdgeRow(msgspec.Struct, frozen=True):
    """A record and why it belongs to the client."""

    cursor: str
    node: ProfileRow
    sources: list[Source]


class MemberSource(Source, frozen=True, kw_only=True):
    """An edge that says as what somebody belongs."""

    role: str | None = None


class AccountRow(msgspec.Struct, frozen=True):
    """One organisation."""

    id: str
    name: str | None = None
    kind: str | None = None


class AccountEdgeRow(msgspec.Struct, frozen=True):
    """An organisation and what the client is in it."""

    cursor: str
    node: AccountRow
    sources: list[MemberSource]


class HouseholdEdgeRow(msgspec.Struct, frozen=True):
    """A household and what the client is in it."""

    cursor: str
    node: Named
    sources: list[MemberSource]


class StatedValue(msgspec.Struct, frozen=True):
    """One value that records state."""

    value: str
    sources: list[Source]


class ConflictRow(msgspec.Struct, frozen=True):
    """A field with several values."""

    field: str
    values: list[StatedValue]


class UnresolvedCellRow(msgspec.Struct, frozen=True):
    """A cell without a meaning, and where it stands."""

    cursor: str
    header: str
    value: str
    batch_id: str
    batch_name: str | None
    number: int


CLIENT = Query("read.client", ClientAt, ClientRow)
CLIENT_NAMES = Query("read.client_names", ListAt, NameRow)
CLIENT_CONTACT_POINTS = Query("read.client_contact_points", PageAt, ContactPointEdgeRow)
CLIENT_PROFILES = Query("read.client_profiles", PageAt, ProfileEdgeRow)
CLIENT_ACCOUNTS = Query("read.client_accounts", PageAt, AccountEdgeRow)
CLIENT_HOUSEHOLDS = Query("read.client_households", PageAt, HouseholdEdgeRow)
CLIENT_CONFLICTS = Query("read.client_conflicts", ListAt, ConflictRow)
CLIENT_UNRESOLVED = Query("read.client_unresolved", PageAt, UnresolvedCellRow)
