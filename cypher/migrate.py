"""Numbered migrations, applied once each under a lock, and the report of how a database differs from the declarations."""

import hashlib
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cypher.catalogue import ROOT
from cypher.queries.schema import APPLIED_MIGRATIONS, AppliedMigration
from cypher.queries.writing import (
    LOCK_MIGRATIONS,
    PUT_MIGRATION,
    UNLOCK_MIGRATIONS,
    LockOwner,
    MigrationLock,
    MigrationMark,
)
from cypher.query import NoParams
from cypher.store import GraphStore
from graph_schema.errors import InvariantBroken, SetupFailed
from graph_schema.ids import Prefix, time_ordered_id
from graph_schema.registry import all_nodes

FOLDER: Final = ROOT / "migrations"
# A migration that takes longer than this is taken for dead, and another process may begin.
LOCK_TIME: Final = timedelta(minutes=10)
WAIT_SECONDS: Final = 60.0
_SCHEMA_NAME = re.compile(r"(?i)\b(?:CONSTRAINT|INDEX)\s+(\w+)\s+IF NOT EXISTS")


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: its number, its statements and the checksum of its text."""

    number: int
    name: str
    checksum: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """How a database differs from the declarations; empty parts mean that it does not."""

    pending: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    undeclared_labels: tuple[str, ...]
    not_online: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Nothing differs."""
        return not (self.pending or self.missing or self.unknown or self.undeclared_labels or self.not_online)


def read_migrations(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """The files in order of their numbers.

    Raises:
        InvariantBroken: numbers repeat or leave a gap.
    """
    migrations = tuple(_read(path) for path in sorted(folder.glob("*.cypher")))
    numbers = [migration.number for migration in migrations]
    if numbers != list(range(1, len(numbers) + 1)):
        raise InvariantBroken(f"migrations are numbered {numbers}", hint="number them 0001, 0002, … without gaps")
    return migrations


def migrate(store: GraphStore, *, folder: Path = FOLDER) -> tuple[str, ...]:
    """Apply what is pending, under a lock; answers the names of what was applied.

    Raises:
        SetupFailed: an applied file was edited since, or another process holds the lock for too long.
    """
    migrations = read_migrations(folder)
    if not pending(migrations, store.many(APPLIED_MIGRATIONS, NoParams())):
        return ()
    owner = time_ordered_id(Prefix.RECEIPT)
    _lock(store, owner)
    try:
        waiting = pending(migrations, store.many(APPLIED_MIGRATIONS, NoParams()))
        for migration in waiting:
            _apply(store, migration)
        return tuple(migration.name for migration in waiting)
    finally:
        store.write(lambda work: work.one(UNLOCK_MIGRATIONS, LockOwner(owner)))


def pending(migrations: tuple[Migration, ...], applied: list[AppliedMigration]) -> tuple[Migration, ...]:
    """What the database has not seen yet.

    Raises:
        SetupFailed: a file that was applied has changed since; migrations are append-only.
    """
    seen = {entry.number: entry for entry in applied}
    for migration in migrations:
        entry = seen.get(migration.number)
        if entry and entry.checksum != migration.checksum:
            raise SetupFailed(
                f"migration {migration.name} was edited after it had been applied to this database",
                hint="restore the file and put the change into a new migration",
            )
    return tuple(migration for migration in migrations if migration.number not in seen)


def check(store: GraphStore, *, folder: Path = FOLDER) -> Drift:
    """Compare the database with migrations and declarations."""
    migrations = read_migrations(folder)
    expected = {name for migration in migrations for text in migration.statements for name in _SCHEMA_NAME.findall(text)}
    constraints = store.records("SHOW CONSTRAINTS YIELD name", {})
    indexes = store.records("SHOW INDEXES YIELD name, state, owningConstraint, type WHERE type <> 'LOOKUP'", {})
    found = {str(row["name"]) for row in [*constraints, *indexes]}
    declared = {label for spec in all_nodes().values() for label in spec.labels} | {"SchemaMigration", "SchemaLock"}
    labels = store.records("CALL db.labels() YIELD label RETURN label", {})
    return Drift(
        pending=tuple(m.name for m in pending(migrations, store.many(APPLIED_MIGRATIONS, NoParams()))),
        missing=tuple(sorted(expected - found)),
        unknown=tuple(sorted(found - expected)),
        undeclared_labels=tuple(sorted({str(row["label"]) for row in labels} - declared)),
        not_online=tuple(sorted(str(row["name"]) for row in indexes if row["state"] != "ONLINE")),
    )


def _read(path: Path) -> Migration:
    text = path.read_text(encoding="utf-8")
    code = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    statements = tuple(part.strip() for part in code.split(";") if part.strip())
    checksum = hashlib.sha256(text.encode()).hexdigest()
    return Migration(int(path.stem.partition("_")[0]), path.stem, checksum, statements)


def _lock(store: GraphStore, owner: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        now = datetime.now(UTC)
        asked = MigrationLock(owner, now, now + LOCK_TIME)
        holder = store.write(lambda work, asked=asked: work.one(LOCK_MIGRATIONS, asked))  # type: ignore[misc]  # bound at once
        if holder.owner == owner:
            return
        if time.monotonic() > deadline:
            raise SetupFailed(
                f"another process ({holder.owner}) has been migrating for over {WAIT_SECONDS:.0f} s",
                hint=f"wait; its lock ends by itself after {LOCK_TIME}",
            )
        time.sleep(0.2)


def _apply(store: GraphStore, migration: Migration) -> None:
    for statement in migration.statements:
        store.schema(statement)
    mark = MigrationMark(migration.number, migration.name, migration.checksum, datetime.now(UTC))
    store.write(lambda work: work.one(PUT_MIGRATION, mark))
    store.schema("CALL db.awaitIndexes(300)")
