"""Taking in one record: kept, read, judged and written with its evidence, in one transaction."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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
from ingest.plan import Outcome, Planned
from ingest.reading import ReadRow
from ingest.receive import DEFAULT_TRUST, row_uid
from ingest.suppressed import marks_in
from review.commit import ArrivedRecord, commit_arrivals
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
    """The same in the caller's transaction."""
    (found,) = arrive_together(work, door, [record])
    if isinstance(found, InputRefused):
        raise found
    return found


def arrive_together(work: Work, door: Door, records: Sequence[Arriving]) -> tuple[Arrival | InputRefused, ...]:
    """Take in records of one source in the caller's transaction; one that is refused keeps none of the others out.

    Bytes are kept before the transaction ends: a crash leaves files that nobody names.

    Raises:
        NotAllowed: the actor may not import.
        InputRefused: they are of several sources.
    """
    require(door.actor, Permission.IMPORT)
    systems = {record.source_system for record in records}
    if len(systems) != 1:
        raise InputRefused("records of several sources, or none, came together", hint="send those of one source at a time")
    (system,) = systems
    pending = [_Pending.of(record) for record in records]
    hidden = _forgotten(work, door, pending)
    known = known_of(work, [one.row for one in pending if one.row.row_uid not in hidden], system)
    before = Planned()
    judged = [None if one.row.row_uid in hidden else judge(one.row, system, door.now, known, before) for one in pending]
    fresh: dict[str, tuple[bytes, ArrivedRecord]] = {}
    for one, its in zip(pending, judged, strict=True):
        if its and its.outcome is not ArrivalOutcome.REFUSED and its.planned.outcome is not Outcome.NOOP:
            fresh.setdefault(one.batch, (one.content, _arrived(door, one, its)))
    if fresh:
        # The disk takes the bytes while Neo4j takes the facts; the transaction ends when both have.
        with ThreadPoolExecutor(max_workers=1) as beside:
            kept = beside.submit(_keep, door.files, [content for content, _ in fresh.values()])
            commit_arrivals(work, [arrived for _, arrived in fresh.values()], sender=door.actor, now=door.now)
            kept.result()
    return tuple(_answer(one, its) for one, its in zip(pending, judged, strict=True))


def _keep(files: EvidenceStore, contents: Sequence[bytes]) -> None:
    for content in contents:
        files.keep(BytesIO(content))


def _answer(one: "_Pending", judged: Judged | None) -> Arrival | InputRefused:
    if judged is None:
        return InputRefused("the record is about somebody who was forgotten", hint="a suppression can be released by an admin")
    if judged.outcome is ArrivalOutcome.REFUSED:
        return InputRefused("the record names nobody: no key, no name and no contact point", hint="send at least one of them")
    return Arrival(
        outcome=judged.outcome,
        batch=one.batch,
        profile=str(judged.planned.profile),
        client=str(judged.planned.client),
        best=judged.best,
        confidence=judged.confidence,
        candidates=judged.candidates,
        proposals=tuple(proposal.uid for proposal in judged.planned.proposals),
    )


def _forgotten(work: Work, door: Door, pending: Sequence["_Pending"]) -> frozenset[str]:
    """Who was forgotten does not come in again, and no byte of theirs is kept."""
    key = door.key
    if not require_key(work, key) or key is None:
        return frozenset()
    return hidden_rows(work, {one.row.row_uid: marks_in(one.row, one.record.source_system, key) for one in pending})


@dataclass(frozen=True, slots=True)
class _Pending:
    """A record with the file that it would be kept as, and what it says."""

    record: Arriving
    batch: str
    sha256: str
    content: bytes
    header_bytes: int
    row: ReadRow

    @classmethod
    def of(cls, record: Arriving) -> "_Pending":
        header, line = record.lines()
        digest = EvidenceStore.name_of(header + line)
        batch = stable_id(Prefix.RAW_BATCH, record.source_system, digest)
        return cls(record, batch, digest, header + line, len(header), record.read(row_uid(batch, ROW_NUMBER)))


def _arrived(door: Door, one: _Pending, judged: Judged) -> ArrivedRecord:
    stamp = Stamp(one.record.source_system, one.batch, None, door.actor.id, door.now)
    evidence, facts = _evidence(door, one), judged.planned.changes(stamp)
    changes = ChangeSet(
        (*evidence.entities, *facts.entities), (*evidence.links, *facts.links), touched_clients=facts.touched_clients
    )
    return ArrivedRecord(batch_id=one.batch, changes=changes, proposals=judged.planned.proposals)


def _evidence(door: Door, one: _Pending) -> ChangeSet:
    """The file, its two rows and its source, as an import leaves them."""
    system = one.record.source_system
    source = EntityWrite("SourceSystem", source_system_uid(system), {"name": system, "trust_rank": DEFAULT_TRUST})
    provenance = Provenance.observed(
        system=system, method="arrive/1", actor=door.actor.id, batch=one.batch, row=None, recorded_at=door.now
    )
    header = [target.value for target, _ in one.record.fields]
    rows = (
        _row(one.batch, HEADER_NUMBER, header, (0, one.header_bytes), RowStatus.HEADER),
        _row(one.batch, ROW_NUMBER, one.record.cells, (one.header_bytes, len(one.content)), RowStatus.COMMITTED),
    )
    of = tuple(LinkWrite("ROW_OF", row.uid, one.batch, provenance) for row in rows)
    batch = EntityWrite("RawBatch", one.batch, _batch(door, one, header))
    return ChangeSet((source, batch, *rows), (LinkWrite("RECEIVED_FROM", one.batch, source.uid, provenance), *of))


def _batch(door: Door, one: _Pending, header: list[str]) -> Properties:
    return {
        "state": BatchState.COMMITTED.value,
        "version": 1,
        "source_system": one.record.source_system,
        "file_name": _FILE_NAME,
        "size_bytes": len(one.content),
        "sha256": one.sha256,
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
