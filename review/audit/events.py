"""The record of who did what: append-only, hash-chained, written in the transaction of the effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from cypher.canonical import put_changes
from cypher.queries.auditing import AuditRecord
from cypher.queries.writing import LOCK_AUDIT_CHAIN, PUT_AUDIT_EVENTS, AuditTail, Genesis, NewEvents
from cypher.statement import Statement
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
    return append_all(work, [entry])[0]


def append_all(work: Work, entries: Sequence[AuditEntry]) -> tuple[Appended, ...]:
    """Append events in their order; nothing for none."""
    if not entries:
        return ()
    tail = work.one(LOCK_AUDIT_CHAIN, Genesis(GENESIS))
    appended: list[Appended] = []
    events: list[EntityWrite] = []
    for entry in entries:
        record = _record(entry, tail)
        tail = AuditTail(record.sequence, record.hash)
        uid = stable_id(Prefix.AUDIT_EVENT, str(record.sequence), record.hash)
        appended.append(Appended(uid, record.sequence, record.hash))
        said = {**msgspec.structs.asdict(record), "at": entry.at, "subjects": list(entry.subjects)}
        events.append(EntityWrite("AuditEvent", uid, said))
    events_put = Statement.of(
        PUT_AUDIT_EVENTS, NewEvents(GENESIS, [{"uid": e.uid, "properties": e.properties} for e in events])
    )
    links = tuple(_records(event.uid, entry) for event, entry in zip(events, entries, strict=True))
    put_changes(work, ChangeSet(links=links), after=[events_put])
    return tuple(appended)


def _records(uid: str, entry: AuditEntry) -> LinkWrite:
    provenance = Provenance.manual(actor=entry.actor.id, method="audit/2", decision=entry.about, recorded_at=entry.at)
    return LinkWrite("RECORDS", uid, entry.about, provenance)


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
