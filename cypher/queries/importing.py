"""Bindings about files on their way into the graph."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cypher.query import Query


class BatchRef(msgspec.Struct, frozen=True):
    """Which batch."""

    batch_id: str


class ApprovedMapping(msgspec.Struct, frozen=True):
    """The newest approved manifest of a batch and its decision."""

    json: str
    decision: str
    approved_by: str
    approved_at: datetime


class ImportBatch(msgspec.Struct, frozen=True):
    """One received file."""

    uid: str
    state: str
    version: int
    source_system: str
    file_name: str
    size_bytes: int
    sha256: str
    encoding: str | None
    delimiter: str | None
    has_header: bool | None
    header: list[str]
    received_at: datetime
    received_by: str
    plan_hash: str | None
    plan_json: str | None
    plan_decision: str | None
    approved: ApprovedMapping | None


class RowPage(msgspec.Struct, frozen=True):
    """Which rows of a batch."""

    batch_id: str
    status: str
    after: int
    limit: int


class RawRowCells(msgspec.Struct, frozen=True):
    """One row as kept."""

    number: int
    uid: str
    cells: list[str]


class StatusCount(msgspec.Struct, frozen=True):
    """How many rows have a status, and how far they reach."""

    status: str
    rows: int
    last_number: int
    byte_end: int


class ProfileIds(msgspec.Struct, frozen=True):
    """Which profiles."""

    profile_ids: Sequence[str]


class StatedFact(msgspec.Struct, frozen=True):
    """A field and the value that a profile states."""

    field: str
    value: str


class KnownProfileRow(msgspec.Struct, frozen=True):
    """A profile with its client, the uids of its live edges and the facts that it states."""

    profile: str
    client: str
    links: list[str]
    facts: list[StatedFact]


class IdentifierIds(msgspec.Struct, frozen=True):
    """Which identifiers, and how many holders of each."""

    identifier_ids: Sequence[str]
    limit: int


class HolderRow(msgspec.Struct, frozen=True):
    """A profile that carries an identifier."""

    identifier: str
    profile: str
    source_system: str
    client: str
    name: str
    family: str


IMPORT_BATCH = Query("read.import_batch", BatchRef, ImportBatch)
BATCH_ROWS = Query("read.batch_rows", RowPage, RawRowCells)
BATCH_COUNTS = Query("read.batch_counts", BatchRef, StatusCount)
KNOWN_PROFILES = Query("read.known_profiles", ProfileIds, KnownProfileRow)
IDENTIFIER_HOLDERS = Query("read.identifier_holders", IdentifierIds, HolderRow)
