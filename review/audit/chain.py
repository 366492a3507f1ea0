"""What makes a chain of the record: the hash of an event over all that it says and the hash before it. Pure, quick to load."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import msgspec

from cypher.queries.auditing import AuditRecord


def event_hash(event: AuditRecord) -> str:
    """SHA-256 over everything that the event says and the hash before it; what it says of its own hash does not count.

    Events that were written before `about` was a part of it have none, and their hash is one over nine parts.
    """
    said: tuple[object, ...] = (
        event.sequence,
        event.at,
        event.actor,
        event.actor_kind,
        event.action,
        event.subjects,
        event.request,
        event.details_json,
        event.previous_hash,
    )
    return hashlib.sha256(msgspec.json.encode((*said, event.about) if event.about else said)).hexdigest()


def moment(time: datetime) -> str:
    """A time as hashes are made of it: UTC, to the microsecond."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def stated(event: AuditRecord) -> AuditRecord:
    """An event as read from the graph, its time spelt as hashes are made of it; what is no time stays as it is."""
    try:
        time = datetime.fromisoformat(event.at)
    except ValueError:
        return event
    return msgspec.structs.replace(event, at=moment(time)) if time.tzinfo else event


def broken_links(
    events: Iterable[AuditRecord], *, after: int = 0, previous_hash: str = ""
) -> Iterator[tuple[AuditRecord, str]]:
    """Where a chain does not hold that goes on after an event: a gap, a changed event, or one that does not follow."""
    due = after + 1
    for event in map(stated, events):
        if event.sequence != due:
            yield event, f"event {event.sequence} stands where {due} is due"
        elif event.previous_hash != previous_hash:
            yield event, f"event {event.sequence} does not follow from the one before it"
        elif event.hash != event_hash(event):
            yield event, f"event {event.sequence} was changed after it was written"
        previous_hash, due = event.hash, event.sequence + 1
