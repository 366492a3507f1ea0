"""The record of who did what: append-only, hash-chained, written in the transaction of the effect."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from cypher.canonical import put_changes
from cypher.queries.writing import LOCK_AUDIT_CHAIN, Genesis
from cypher.store import Work
from graph_schema.actors import Actor
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.ids import Prefix, stable_id
from graph_schema.provenance import Provenance

GENESIS = stable_id(Prefix.AUDIT_EVENT, "genesis")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """What is to be recorded. `about` is the node that the event hangs on (a decision, batch or proposal)."""

    actor: Actor
    action: str
    subjects: tuple[str, ...]
    about: str
    at: datetime
    request: str = ""
    details_json: str = "{}"


def append(work: Work, entry: AuditEntry) -> None:
    """Append one event to the chain. The end of the chain stays locked until the transaction ends."""
    tail = work.one(LOCK_AUDIT_CHAIN, Genesis(GENESIS))
    sequence = tail.sequence + 1
    digest = event_hash(sequence, entry, tail.hash)
    uid = stable_id(Prefix.AUDIT_EVENT, str(sequence), digest)
    event = EntityWrite(
        "AuditEvent",
        uid,
        {
            "sequence": sequence,
            "at": entry.at,
            "actor": entry.actor.id,
            "actor_kind": entry.actor.kind.value,
            "action": entry.action,
            "subjects": list(entry.subjects),
            "request": entry.request,
            "details_json": entry.details_json,
            "previous_hash": tail.hash,
            "hash": digest,
        },
    )
    provenance = Provenance.manual(actor=entry.actor.id, method="audit/1", decision=entry.about, recorded_at=entry.at)
    put_changes(work, ChangeSet((event,), (LinkWrite("RECORDS", uid, entry.about, provenance),)))


def event_hash(sequence: int, entry: AuditEntry, previous_hash: str) -> str:
    """SHA-256 over everything that the event says and the hash before it. Times count in UTC microseconds."""
    said = (
        sequence,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor.id,
        entry.actor.kind.value,
        entry.action,
        entry.subjects,
        entry.request,
        entry.details_json,
        previous_hash,
    )
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()
