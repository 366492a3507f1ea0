"""From bytes to rows in the graph: RECEIVED, then PROFILED. Either step, repeated after a crash, writes nothing twice."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from cypher.evidence import RawRowWrite, move_batch, put_evidence, put_raw_rows
from cypher.queries.importing import BATCH_COUNTS, IMPORT_BATCH, BatchRef, ImportBatch
from cypher.store import GraphStore, Work
from graph_schema.actors import Actor, Permission, require
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.errors import BadFile
from graph_schema.ids import Prefix, stable_id
from graph_schema.lifecycle import BatchState, RowStatus
from graph_schema.natural_keys import source_system_uid
from graph_schema.provenance import Provenance
from graph_schema.values import Properties, PropertyValue
from ingest.column_profile import ColumnProfile, ColumnProfiler
from ingest.csv_reader import RowKind, SourceRow, read_rows
from ingest.dialect import Dialect, propose_dialect
from ingest.evidence_store import EvidenceStore
from ingest.progress import Progress, silent
from review.audit.events import AuditEntry, append

HEAD_BYTES: Final = 1 << 20
ROWS_A_TRANSACTION: Final = 5_000
DEFAULT_TRUST: Final = 50
_STATUS: Final = {
    RowKind.HEADER: RowStatus.HEADER,
    RowKind.BLANK: RowStatus.BLANK,
    RowKind.DATA: RowStatus.STAGED,
    RowKind.BAD: RowStatus.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Receiving:
    """What the steps of receiving share: where rows go, where bytes lie, who sends, and when."""

    store: GraphStore
    files: EvidenceStore
    actor: Actor
    now: datetime
    progress: Progress = silent


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file whose rows lie in the graph, with what was found in its columns."""

    batch_id: str
    header: tuple[str, ...]
    profiles: tuple[ColumnProfile, ...]


def receive(receiving: Receiving, path: Path, source_system: str) -> ImportBatch:
    """Keep the bytes and register the batch; the same bytes from the same source are the batch that is there already.

    Raises:
        NotAllowed: the actor may not import.
        SetupFailed: the disk is full.
    """
    require(receiving.actor, Permission.IMPORT)
    size = path.stat().st_size
    done = 0

    def on_bytes(count: int) -> None:
        nonlocal done
        done += count
        receiving.progress("keep bytes", done, size)

    with path.open("rb") as source:
        kept = receiving.files.keep(source, on_bytes)
    batch_id = stable_id(Prefix.RAW_BATCH, source_system, kept.sha256)
    existing = receiving.store.optional(IMPORT_BATCH, BatchRef(batch_id))
    if existing:
        return existing
    properties: Properties = {
        "state": BatchState.RECEIVED.value,
        "version": 1,
        "source_system": source_system,
        "file_name": path.name,
        "size_bytes": kept.size_bytes,
        "sha256": kept.sha256,
        "received_at": receiving.now,
        "received_by": receiving.actor.id,
    }
    receiving.store.write(lambda work: _register(work, receiving, batch_id, properties))
    return receiving.store.get(IMPORT_BATCH, BatchRef(batch_id), f"batch {batch_id}")


def stage(receiving: Receiving, batch: ImportBatch, *, encoding: str = "") -> StagedFile:
    """Put every row of the file into the graph and profile its columns. Rows that an earlier try put stay as they are.

    Raises:
        BadFile: the file cannot be read as rows; the batch is FAILED, its bytes stay, and the message names the fault.
    """
    dialect = _dialect_or_fail(receiving, batch, encoding)
    staged_before = max((count.last_number for count in receiving.store.many(BATCH_COUNTS, BatchRef(batch.uid))), default=0)
    header: tuple[str, ...] = ()
    profiler: ColumnProfiler | None = None
    with receiving.files.open(batch.sha256) as source:
        rows = read_rows(source, dialect)
        while chunk := list(islice(rows, ROWS_A_TRANSACTION)):
            for row in chunk:
                if row.kind is RowKind.HEADER:
                    header = _header(receiving, batch, row)
                elif row.kind is RowKind.DATA:
                    profiler = profiler or ColumnProfiler(header or _numbered(row))
                    profiler.add(row)
            fresh = [row for row in chunk if row.number > staged_before]
            _put(receiving, batch, fresh)
            receiving.progress("stage rows", chunk[-1].byte_end, batch.size_bytes)
    profiles = profiler.finish() if profiler else ()
    header = header or tuple(profile.header for profile in profiles)
    if batch.state == BatchState.RECEIVED.value:
        _profiled(receiving, batch, dialect, header, profiles)
    return StagedFile(batch.uid, header, profiles)


def _header(receiving: Receiving, batch: ImportBatch, row: SourceRow) -> tuple[str, ...]:
    if row.issue is None:
        return row.cells
    error = BadFile(
        f"the header of {batch.file_name} (line {row.first_line}) cannot be read: {row.issue.message}",
        hint=row.issue.suggestion,
        code=f"header_{row.issue.code.value}",
    )
    _fail_with(receiving, batch, error)
    raise error


def _numbered(row: SourceRow) -> tuple[str, ...]:
    return tuple(f"column {position}" for position in range(1, len(row.cells) + 1))


def _register(work: Work, receiving: Receiving, batch_id: str, properties: Properties) -> None:
    system = str(properties["source_system"])
    source = EntityWrite("SourceSystem", source_system_uid(system), {"name": system, "trust_rank": DEFAULT_TRUST})
    link = LinkWrite("RECEIVED_FROM", batch_id, source.uid, _provenance(receiving, system, batch_id))
    put_evidence(work, ChangeSet((source, EntityWrite("RawBatch", batch_id, properties)), (link,)))
    append(work, _audit(receiving, "import.receive", batch_id))


def _provenance(receiving: Receiving, system: str, batch_id: str) -> Provenance:
    return Provenance.observed(
        system=system, method="receive/1", actor=receiving.actor.id, batch=batch_id, row=None, recorded_at=receiving.now
    )


def _audit(receiving: Receiving, action: str, batch_id: str, details_json: str = "{}") -> AuditEntry:
    return AuditEntry(
        actor=receiving.actor, action=action, subjects=(batch_id,), about=batch_id, at=receiving.now, details_json=details_json
    )


def _dialect_or_fail(receiving: Receiving, batch: ImportBatch, encoding: str) -> Dialect:
    with receiving.files.open(batch.sha256) as source:
        head = source.read(HEAD_BYTES)
    try:
        return propose_dialect(head, encoding=encoding).settled()
    except BadFile as error:
        _fail_with(receiving, batch, error)
        raise


def _fail_with(receiving: Receiving, batch: ImportBatch, error: BadFile) -> None:
    found = [{"code": error.error_code, "message": error.message, "suggestion": error.hint}]
    issues = msgspec.json.encode(found).decode()
    receiving.store.write(lambda work: _fail(work, receiving, batch, issues))


def _fail(work: Work, receiving: Receiving, batch: ImportBatch, issues_json: str) -> None:
    move_batch(work, batch.uid, BatchState.FAILED, {"issues_json": issues_json})
    append(work, _audit(receiving, "import.fail", batch.uid))


def _put(receiving: Receiving, batch: ImportBatch, rows: list[SourceRow]) -> None:
    if not rows:
        return
    writes = [RawRowWrite(row_uid(batch.uid, row.number), _row_properties(batch.uid, row)) for row in rows]
    provenance = _provenance(receiving, batch.source_system, batch.uid)
    details = msgspec.json.encode({"rows": len(rows)}).decode()

    def work(transaction: Work) -> None:
        put_raw_rows(transaction, batch.uid, writes, provenance)
        append(transaction, _audit(receiving, "import.stage", batch.uid, details))

    receiving.store.write(work)


def row_uid(batch_id: str, number: int) -> str:
    """The uid of a row: its batch and its number."""
    return stable_id(Prefix.RAW_ROW, batch_id, str(number))


def _row_properties(batch_id: str, row: SourceRow) -> Properties:
    properties: dict[str, PropertyValue] = {
        "batch": batch_id,
        "number": row.number,
        "first_line": row.first_line,
        "last_line": row.last_line,
        "byte_start": row.byte_start,
        "byte_end": row.byte_end,
        "cells": list(row.cells),
        "status": _STATUS[row.kind].value,
    }
    if row.issue:
        properties["issue_code"] = row.issue.code.value
        properties["issue_message"] = f"{row.issue.message}; {row.issue.suggestion}"
        if row.issue.column is not None:
            properties["issue_column"] = str(row.issue.column)
    return properties


def _profiled(
    receiving: Receiving, batch: ImportBatch, dialect: Dialect, header: tuple[str, ...], profiles: tuple[ColumnProfile, ...]
) -> None:
    properties: Properties = {
        "encoding": dialect.encoding,
        "delimiter": dialect.delimiter,
        "has_header": dialect.has_header,
        "header": list(header),
        "profile_json": msgspec.json.encode(profiles).decode(),
    }

    def work(transaction: Work) -> None:
        move_batch(transaction, batch.uid, BatchState.PROFILED, {**properties, **counted(receiving.store, batch.uid)})
        append(transaction, _audit(receiving, "import.profile", batch.uid))

    receiving.store.write(work)


def counted(store: GraphStore, batch_id: str) -> Properties:
    """The counts of a batch, from its rows: the law of conservation is checked against these, never trusted to them."""
    by_status = {count.status: count.rows for count in store.many(BATCH_COUNTS, BatchRef(batch_id))}
    counts = {f"{status.value}_count": by_status.get(status.value, 0) for status in RowStatus}
    return {**counts, "row_count": sum(by_status.values())}


def failed_again(receiving: Receiving, batch: ImportBatch) -> ImportBatch:
    """Put a failed batch back to RECEIVED, so that it can be tried with another encoding."""

    def work(transaction: Work) -> None:
        move_batch(transaction, batch.uid, BatchState.RECEIVED)
        append(transaction, _audit(receiving, "import.retry", batch.uid))

    receiving.store.write(work)
    return receiving.store.get(IMPORT_BATCH, BatchRef(batch.uid), f"batch {batch.uid}")


def staged_rows(store: GraphStore, batch_id: str) -> int:
    """How many rows of a batch wait to be committed."""
    staged = counted(store, batch_id)["staged_count"]
    return staged if isinstance(staged, int) else 0
