"""Bindings of `write/`: what goes into the graph. Used by the two writers only."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from cypher.query import Query

Plain = Mapping[str, object]


class Written(msgspec.Struct, frozen=True):
    """How many things a statement put, new or not."""

    written: int


class EntityRow(msgspec.Struct, frozen=True):
    """One node: `created` when it is new, `updated` when it is there."""

    uid: str
    labels: Sequence[str]
    created: Plain
    updated: Plain


class Entities(msgspec.Struct, frozen=True):
    """Parameters of put_entities."""

    entities: Sequence[Plain]


class Links(msgspec.Struct, frozen=True):
    """Parameters of put_links; times in rows are positions in `moments`."""

    links: Sequence[Plain]
    moments: Sequence[datetime]


class RetiredLinks(msgspec.Struct, frozen=True):
    """Parameters of retire_links."""

    links: Sequence[Plain]


class ClientIds(msgspec.Struct, frozen=True):
    """Parameters of refresh_clients."""

    client_ids: Sequence[str]


class RawRows(msgspec.Struct, frozen=True):
    """Parameters of put_raw_rows."""

    batch_id: str
    rows: Sequence[Plain]
    provenance: Plain


class Rows(msgspec.Struct, frozen=True):
    """Parameters of set_row_status."""

    rows: Sequence[Plain]


class BatchMove(msgspec.Struct, frozen=True):
    """Parameters of move_batch."""

    batch_id: str
    expected: Sequence[str]
    properties: Plain


class MovedBatch(msgspec.Struct, frozen=True):
    """Where the batch is now."""

    state: str
    version: int


class Genesis(msgspec.Struct, frozen=True):
    """Parameters of lock_audit_chain."""

    genesis_uid: str


class AuditTail(msgspec.Struct, frozen=True):
    """The last event of the chain."""

    sequence: int
    hash: str


class NewEvents(msgspec.Struct, frozen=True):
    """Parameters of put_audit_events."""

    genesis_uid: str
    events: Sequence[Plain]


class MigrationMark(msgspec.Struct, frozen=True):
    """Parameters of put_migration."""

    number: int
    name: str
    checksum: str
    applied_at: datetime


class MigrationLock(msgspec.Struct, frozen=True):
    """Parameters of lock_migrations."""

    owner: str
    now: datetime
    expires_at: datetime


class LockHolder(msgspec.Struct, frozen=True):
    """Who may migrate now."""

    owner: str


class LockOwner(msgspec.Struct, frozen=True):
    """Parameters of unlock_migrations."""

    owner: str


PUT_ENTITIES = Query("write.put_entities", Entities, Written)
PUT_LINKS = Query("write.put_links", Links, Written)
RETIRE_LINKS = Query("write.retire_links", RetiredLinks, Written)
REFRESH_CLIENTS = Query("write.refresh_clients", ClientIds, Written)
PUT_RAW_ROWS = Query("write.put_raw_rows", RawRows, Written)
SET_ROW_STATUS = Query("write.set_row_status", Rows, Written)
MOVE_BATCH = Query("write.move_batch", BatchMove, MovedBatch)
LOCK_AUDIT_CHAIN = Query("write.lock_audit_chain", Genesis, AuditTail)
PUT_AUDIT_EVENTS = Query("write.put_audit_events", NewEvents, Written)
PUT_MIGRATION = Query("write.put_migration", MigrationMark, Written)
LOCK_MIGRATIONS = Query("write.lock_migrations", MigrationLock, LockHolder)
UNLOCK_MIGRATIONS = Query("write.unlock_migrations", LockOwner, Written)
