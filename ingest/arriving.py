"""Taking in one record: kept, read, judged and written with its evidence, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Final

import msgspec

from cypher.store import GraphStore, Work
from graph_schema.actors import Actor, Permission, require
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.errors import InputRefused
from graph_schema.ids import Prefix, stable_id
from graph_schema.lifecycle import BatchState, RowStatus
from graph_schema.natural_keys import source_system_uid
from graph_schema.provenance import Provenance
from graph_schema.values import Properties
from ingest.arrival import HEADER_NUMBER, ROW_NUMBER, ArrivalOutcome, Arriving, Judged, judge
from ingest.evidence_store import EvidenceStore
from ingest.known import known_of
from ingest.linking import Stamp
from ingest.plan import Outcome
from ingest.reading import ReadRow
from ingest.receive import DEFAULT_TRUST, row_uid
from ingest.suppressed import marks_in
from review.commit import ArrivedRecord, commit_arrival
from review.privacy.suppressing import hidden_rows, require_key
from review.privacy.suppression import SuppressionKey

_FILE_NAME: Final = "record.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where records arrive: where bytes lie, who sends, when, and the key that recognises the forgotten."""

    files: EvidenceStore
    actor: Actor
    now: datetime
    key: SuppressionKey | None = None


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a record: its own profile and client, and the client that it probably is."""

    outcome: ArrivalOutcome
    batch: str
    profile: str
    client: str
    best: str | None
    confidence: float
    candidates: tuple[str, ...]
    proposals: tuple[str, ...]


def arrive(store: GraphStore, door: Door, record: Arriving) -> Arrival:
    """Take in one record; the same record again changes nothing.

    Raises:
        NotAllowed: the actor may not import.
        InputRefused: the record names nobody, or somebody who was forgotten. Nothing of it is kept then.
    """
    return store.write(lambda work: arrive_in(work, door, record))


def arrive_in(work: Work, door: Door, record: Arriving) -> Arrival:
    """The same in the caller's transaction. Bytes are kept before it ends: a crash leaves a file that nobody names."""
    require(door.actor, Permission.IMPORT)
    header, line = record.lines()
    kept = _Kept.of(record, header, line)
    row = record.read(row_uid(kept.batch, ROW_NUMBER))
    _let_in(work, door, record, row)
    judged = judge(row, record.source_system, door.now, known_of(work, [row], record.source_system))
    if judged.outcome is ArrivalOutcome.REFUSED:
        raise InputRefused("the record names nobody: no key, no name and no contact point", hint="send at least one of them")
    if judged.planned.outcome is not Outcome.NOOP:
        door.files.keep(BytesIO(header + line))
        commit_arrival(work, _arrived(door, record, kept, judged), sender=door.actor, now=door.now)
    return Arrival(
        outcome=judged.outcome,
        batch=kept.batch,
        profile=str(judged.planned.profile),
        client=str(judged.planned.client),
        best=judged.best,
        confidence=judged.confidence,
        candidates=judged.candidates,
        proposals=tuple(proposal.uid for proposal in judged.planned.proposals),
    )


def _let_in(work: Work, door: Door, record: Arriving, row: ReadRow) -> None:
    """Somebody who was forgotten does not come in again, and no byte of theirs is kept."""
    if not require_key(work, door.key) or door.key is None:
        return
    if hidden_rows(work, {row.row_uid: marks_in(row, record.source_system, door.key)}):
        raise InputRefused("the record is about somebody who was forgotten", hint="a suppression can be released by an admin")


@dataclass(frozen=True, slots=True)
class _Kept:
    """The file that a record is kept as."""

    batch: str
    sha256: str
    header: int
    size: int

    @classmethod
    def of(cls, record: Arriving, header: bytes, line: bytes) -> "_Kept":
        digest = EvidenceStore.name_of(header + line)
        return cls(stable_id(Prefix.RAW_BATCH, record.source_system, digest), digest, len(header), len(header) + len(line))


def _arrived(door: Door, record: Arriving, kept: _Kept, judged: Judged) -> ArrivedRecord:
    stamp = Stamp(record.source_system, kept.batch, None, door.actor.id, door.now)
    evidence, facts = _evidence(door, record, kept), judged.planned.changes(stamp)
    changes = ChangeSet(
        (*evidence.entities, *facts.entities), (*evidence.links, *facts.links), touched_clients=facts.touched_clients
    )
    return ArrivedRecord(batch_id=kept.batch, changes=changes, proposals=judged.planned.proposals)


def _evidence(door: Door, record: Arriving, kept: _Kept) -> ChangeSet:
    """The file, its two rows and its source, as an import leaves them."""
    system = record.source_system
    source = EntityWrite("SourceSystem", source_system_uid(system), {"name": system, "trust_rank": DEFAULT_TRUST})
    provenance = Provenance.observed(
        system=system, method="arrive/1", actor=door.actor.id, batch=kept.batch, row=None, recorded_at=door.now
    )
    header = [target.value for target, _ in record.fields]
    rows = (
        _row(kept.batch, HEADER_NUMBER, header, (0, kept.header), RowStatus.HEADER),
        _row(kept.batch, ROW_NUMBER, record.cells, (kept.header, kept.size), RowStatus.COMMITTED),
    )
    of = tuple(LinkWrite("ROW_OF", row.uid, kept.batch, provenance) for row in rows)
    batch = EntityWrite("RawBatch", kept.batch, _batch(door, record, kept, header))
    return ChangeSet((source, batch, *rows), (LinkWrite("RECEIVED_FROM", kept.batch, source.uid, provenance), *of))


def _batch(door: Door, record: Arriving, kept: _Kept, header: list[str]) -> Properties:
    return {
        "state": BatchState.COMMITTED.value,
        "version": 1,
        "source_system": record.source_system,
        "file_name": _FILE_NAME,
        "size_bytes": kept.size,
        "sha256": kept.sha256,
        "encoding": "utf-8",
        "delimiter": ",",
        "has_header": True,
        "header": header,
        "received_at": door.now,
        "received_by": door.actor.id,
        "row_count": 2,
        "header_count": 1,
        "committed_count": 1,
    }


def _row(batch: str, number: int, cells: Sequence[str], span: tuple[int, int], status: RowStatus) -> EntityWrite:
    properties: Properties = {
        "batch": batch,
        "number": number,
        "first_line": number,
        "last_line": number,
        "byte_start": span[0],
        "byte_end": span[1],
        "cells": list(cells),
        "status": status.value,
    }
    return EntityWrite("RawRow", row_uid(batch, number), properties)
