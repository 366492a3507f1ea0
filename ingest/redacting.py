"""Overwriting in kept files what a committed transaction said is to go. Can be called at any time, again and again."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from cypher.queries.erasing import FINISH_REDACTION, PENDING_REDACTIONS, RedactionDone, RedactionRow
from cypher.query import NoParams
from cypher.store import GraphStore, Work
from graph_schema.actors import IMPORTER
from graph_schema.errors import NotFound
from ingest.evidence_store import EvidenceStore
from ingest.redaction import read_spans
from review.audit.events import AuditEntry, append


@dataclass(frozen=True, slots=True)
class Redacted:
    """How many files lost bytes now, and the hashes of files that were not there: these wait until somebody brings them."""

    files: int
    missing: tuple[str, ...]


def finish_redactions(store: GraphStore, files: EvidenceStore, now: datetime) -> Redacted:
    """Carry out every redaction that waits. A crash anywhere leaves it waiting, and the next call does it again.

    Raises:
        SetupFailed: the disk is full; nothing of that file was changed.
    """
    done, missing = 0, []
    for row in store.many(PENDING_REDACTIONS, NoParams()):
        try:
            files.redact(row.sha256, read_spans(row.spans), row.encoding, row.cause)
        except NotFound:
            missing.append(row.sha256)
            continue
        store.write(lambda work, row=row: _finish(work, row, now))  # type: ignore[misc]  # bound at once
        done += 1
    return Redacted(done, tuple(sorted(set(missing))))


def _finish(work: Work, row: RedactionRow, now: datetime) -> None:
    work.one(FINISH_REDACTION, RedactionDone(row.uid, now))
    details = msgspec.json.encode({"spans": len(row.spans)}).decode()
    entry = AuditEntry(
        actor=IMPORTER, action="privacy.redact", subjects=(row.uid,), about=row.batch, at=now, details_json=details
    )
    append(work, entry)
