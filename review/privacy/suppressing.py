"""Heeding suppressions while files come in, and releasing one when somebody named decides so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from cypher.canonical import put_changes
from cypher.queries.erasing import (
    BLANK_ENTITIES,
    EMPTY_ROWS,
    FILE_TEXTS,
    ROWS_AT,
    BlankedEntities,
    EmptiedRows,
    FileRow,
    RowsAt,
)
from cypher.queries.importing import BatchRef
from cypher.queries.reviewing import Uids
from cypher.queries.suppressing import LIVE_SUPPRESSIONS, SUPPRESSION, SUPPRESSION_KEYS, SuppressionRef
from cypher.query import NoParams
from cypher.store import Reader, Work
from graph_schema.actors import IMPORTER, Actor, Permission, require
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite, PutMode
from graph_schema.errors import Conflict, InputRefused, NotFound, SetupFailed
from graph_schema.ids import Prefix, stable_id
from graph_schema.lifecycle import RowStatus
from graph_schema.privacy import SUPPRESSED, RedactionState, SuppressionState
from graph_schema.provenance import Provenance
from graph_schema.values import Properties
from review.audit.events import AuditEntry, append
from review.privacy.subject import CHUNK, chunks
from review.privacy.subject_texts import cells_by_position, file_changes
from review.privacy.suppression import SuppressionKey, SuppressionMark

_WHY: Final = "suppressed: the person was forgotten; a person with the right to erase can release this"


class SuppressedIn(msgspec.Struct, frozen=True):
    """The file in which somebody came again."""

    uid: str
    sha256: str
    encoding: str
    source_system: str


def require_key(reader: Reader, key: SuppressionKey | None) -> bool:
    """Whether anything is suppressed at all; if so, the key is the one that it was suppressed with.

    Raises:
        SetupFailed: it is not, so a forgotten person could come back unseen.
    """
    wanted = {row.key_id for row in reader.many(SUPPRESSION_KEYS, NoParams())}
    if wanted - ({key.id} if key else set()):
        raise SetupFailed(
            "people were forgotten here, and the key that recognises them is not the one at hand",
            hint="put the file `suppression-key` of this installation back into its home; without it nothing can be imported",
            code="suppression_key_missing",
        )
    return bool(wanted)


def hidden_rows(reader: Reader, marks: Mapping[str, Sequence[SuppressionMark]]) -> frozenset[str]:
    """Of some rows (by uid, with all marks that they would have) those that a live suppression hides."""
    asked = sorted({mark.uid for row in marks.values() for mark in row})
    live = {row.uid for part in chunks(asked) for row in reader.many(LIVE_SUPPRESSIONS, Uids(part))}
    return frozenset(uid for uid, row in marks.items() if any(mark.uid in live for mark in row))


def reject_suppressed(work: Work, batch: SuppressedIn, numbers: Sequence[int], *, now: datetime) -> None:
    """Reject rows of a file and empty them at once, with whatever repeats their cells, and order the same for the bytes."""
    rows = [row for part in chunks(numbers, CHUNK) for row in work.many(ROWS_AT, RowsAt(batch.uid, part))]
    for part in chunks(rows):
        work.one(EMPTY_ROWS, EmptiedRows([_rejected(row) for row in part]))
    cells = cells_by_position(row.cells for row in rows)
    for texts in work.many(FILE_TEXTS, BatchRef(batch.uid)):
        changes = [{"uid": text.uid, "properties": text.properties} for text in file_changes(texts, cells, lambda said: said)]
        if changes:
            work.one(BLANK_ENTITIES, BlankedEntities(changes))
    put_changes(work, _ordered(batch, rows, now))
    details = msgspec.json.encode({"rows": len(rows)}).decode()
    entry = AuditEntry(
        actor=IMPORTER, action="privacy.suppress", subjects=(batch.uid,), about=batch.uid, at=now, details_json=details
    )
    append(work, entry)


def _rejected(row: FileRow) -> dict[str, object]:
    return {"uid": row.uid, "status": RowStatus.REJECTED.value, "issue_code": SUPPRESSED, "issue_message": _WHY}


def _ordered(batch: SuppressedIn, rows: Sequence[FileRow], now: datetime) -> ChangeSet:
    spans = [f"{row.byte_start}-{row.byte_end}" for row in rows if row.byte_end > row.byte_start]
    if not (spans and batch.sha256):
        return ChangeSet()
    uid = stable_id(Prefix.REDACTION, SUPPRESSED, batch.uid, *spans)
    properties: Properties = {
        "state": RedactionState.PENDING.value,
        "sha256": batch.sha256,
        "encoding": batch.encoding,
        "spans": spans,
        "cause": SUPPRESSED,
        "ordered_at": now,
    }
    provenance = Provenance.observed(
        system=batch.source_system, method="suppress/1", actor=IMPORTER.id, batch=batch.uid, row=None, recorded_at=now
    )
    return ChangeSet(
        (EntityWrite("Redaction", uid, properties, PutMode.UPDATE),), (LinkWrite("REDACTS", uid, batch.uid, provenance),)
    )


def release_suppression(work: Work, uid: str, actor: Actor, *, reason: str, now: datetime) -> None:
    """Let what a suppression hides come in again.

    Raises:
        NotAllowed: the actor may not erase, or is no human.
        InputRefused: no reason is given.
        NotFound: there is no such suppression.
        Conflict: it is released already.
    """
    require(actor, Permission.ERASE)
    if not reason.strip():
        raise InputRefused("a release needs a reason", hint="say why this person may come in again")
    rows = work.many(SUPPRESSION, SuppressionRef(uid))
    if not rows:
        raise NotFound(f"there is no suppression {uid}", hint="`velocity privacy suppressions` lists them")
    row = rows[0]
    if row.state is SuppressionState.RELEASED:
        raise Conflict(f"{uid} was released by {row.released_by}", hint="nothing is left to do")
    released: Properties = {
        "state": SuppressionState.RELEASED.value,
        "released_at": now,
        "released_by": actor.id,
        "release_reason": reason.strip(),
    }
    put_changes(work, ChangeSet((EntityWrite("Suppression", uid, released, PutMode.UPDATE),)))
    entry = AuditEntry(actor=actor, action="privacy.release", subjects=(uid, row.proposal), about=row.proposal, at=now)
    append(work, entry)
