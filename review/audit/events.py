"""The record of who did what: append-only, hash-chained, written in the transaction of the effect."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from cypher.canonical import put_changes
from cypher.queries.auditing import AuditRecord
from cypher.queries.writing import LOCK_AUDIT_CHAIN, PUT_AUDIT_EVENT, AuditTail, Genesis, NewEvent
from cypher.store import Work
from graph_schema.actors import Actor
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.ids import Prefix, stable_id
from graph_schema.provenance import Provenance
from review.audit.chain import event_hash, moment

GENESIS = stable_id(Prefix.AUDIT_EVENT, "genesis")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """What is to be recorded. `about` is the node that the event hangs on (a decision, batch, proposal or seal).

    Nothing personal belongs here: uids, counts and hashes only, so that forgetting somebody never has to touch the chain.
    """

    actor: Actor
    action: str
    subjects: tuple[str, ...]
    about: str
    at: datetime
    request: str = ""
    details_json: str = "{}"


@dataclass(frozen=True, slots=True)
class Appended:
    """Where the chain ends now."""

    uid: str
    sequence: int
    hash: str


def append(work: Work, entry: AuditEntry) -> Appended:
    """Append one event to the chain. The end of the chain stays locked until the transaction ends."""
    record = _record(entry, work.one(LOCK_AUDIT_CHAIN, Genesis(GENESIS)))
    uid = stable_id(Prefix.AUDIT_EVENT, str(record.sequence), record.hash)
    event = EntityWrite("AuditEvent", uid, {**msgspec.structs.asdict(record), "at": entry.at, "subjects": list(entry.subjects)})
    work.one(PUT_AUDIT_EVENT, NewEvent(GENESIS, event.uid, event.properties))
    provenance = Provenance.manual(actor=entry.actor.id, method="audit/2", decision=entry.about, recorded_at=entry.at)
    put_changes(work, ChangeSet(links=(LinkWrite("RECORDS", uid, entry.about, provenance),)))
    return Appended(uid, record.sequence, record.hash)


def _record(entry: AuditEntry, tail: AuditTail) -> AuditRecord:
    said = AuditRecord(
        sequence=tail.sequence + 1,
        at=moment(entry.at),
        actor=entry.actor.id,
        actor_kind=entry.actor.kind.value,
        action=entry.action,
        subjects=entry.subjects,
        request=entry.request,
        details_json=entry.details_json,
        about=entry.about,
        previous_hash=tail.hash,
        hash="",
    )
    return msgspec.structs.replace(said, hash=event_hash(said))
