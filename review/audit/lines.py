"""The lines of an exported audit record: one header, the events with a signed checkpoint every so often, one seal.

A line is the one spelling that we give it, so that every byte of a file counts. Checkpoints tell where a file was rewritten by
somebody who hashed everything anew but has no key.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

import msgspec

from cypher.queries.auditing import AuditRecord
from graph_schema.errors import InvariantBroken
from review.audit.chain import moment
from review.audit.signing import SigningKey

FORMAT: Final = "velocity-audit/1"
# A rewritten event is located within so many lines; each checkpoint costs a signature (some 0.1 ms) and 300 bytes.
CHECKPOINT_EVERY: Final = 500
# No event of ours comes near; a file without line ends must not fill the memory.
LONGEST_LINE: Final = 1 << 24


class Header(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="header", forbid_unknown_fields=True):
    """What the file claims to hold, and whose key signs it."""

    format: str
    public_key: str
    first_sequence: int
    last_sequence: int
    previous_hash: str
    checkpoint_every: int
    exported_at: str
    signature: str = ""


class Event(AuditRecord, frozen=True, tag_field="line", tag="event", forbid_unknown_fields=True):
    """One event, whole."""


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="checkpoint", forbid_unknown_fields=True):
    """A signature under the lines since the checkpoint before it, that one included."""

    sequence: int
    hash: str
    digest: str
    signature: str = ""


class Seal(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="seal", forbid_unknown_fields=True):
    """A signature under everything before it."""

    count: int
    last_sequence: int
    head: str
    digest: str
    sealed_at: str
    signature: str = ""


Signed = Header | Checkpoint | Seal
S = TypeVar("S", Header, Checkpoint, Seal)
_decoder: Final = msgspec.json.Decoder(Header | Event | Checkpoint | Seal)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that is none of ours, and why."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Which events a file holds: those after one (with its hash) up to another."""

    after: int
    previous_hash: str
    last: int


def decode(raw: bytes) -> Signed | Event | Unreadable:
    """One line, if it is spelt exactly as we spell it."""
    if not raw.endswith(b"\n"):
        return Unreadable("the line is cut short" if len(raw) < LONGEST_LINE else "the line is longer than any of ours")
    try:
        line = _decoder.decode(raw)
    except msgspec.MsgspecError as error:
        return Unreadable(f"the line cannot be read: {error}")
    except UnicodeDecodeError:
        return Unreadable("the line is no UTF-8")
    return line if encode(line) == raw else Unreadable("the line is spelt as we do not spell it: a byte of it was changed")


def encode(line: Signed | Event) -> bytes:
    """The one spelling of a line."""
    return msgspec.json.encode(line) + b"\n"


def signed_words(line: Signed) -> bytes:
    """What the signature of a line stands under."""
    return FORMAT.encode() + b"\n" + msgspec.json.encode(msgspec.structs.replace(line, signature=""))


def export(events: Iterable[AuditRecord], extent: Extent, key: SigningKey, *, now: datetime) -> Iterator[bytes]:
    """The lines of a file, as they are made.

    Raises:
        InvariantBroken: the events are not those of the extent.
    """
    tape = _Tape()
    opening = Header(
        format=FORMAT,
        public_key=key.public_key,
        first_sequence=extent.after + 1,
        last_sequence=extent.last,
        previous_hash=extent.previous_hash,
        checkpoint_every=CHECKPOINT_EVERY,
        exported_at=moment(now),
    )
    yield tape.put(encode(_sign(opening, key)))
    count, last, head = 0, extent.after, extent.previous_hash
    for event in events:
        yield tape.put(encode(Event(**msgspec.structs.asdict(event))))
        count, last, head = count + 1, event.sequence, event.hash
        if count % CHECKPOINT_EVERY == 0 or last == extent.last:
            yield tape.begin(encode(_sign(Checkpoint(sequence=last, hash=head, digest=tape.segment.hexdigest()), key)))
    if last != extent.last:
        raise InvariantBroken(f"the chain ended at event {last}, and {extent.last} was announced")
    seal = Seal(count=count, last_sequence=last, head=head, digest=tape.all.hexdigest(), sealed_at=moment(now))
    yield encode(_sign(seal, key))


def _sign(line: S, key: SigningKey) -> S:
    return msgspec.structs.replace(line, signature=key.sign(signed_words(line)))


class _Tape:
    """Digests of what was written: of all, and of the part since the last checkpoint."""

    def __init__(self) -> None:
        self.all = hashlib.sha256()
        self.segment = hashlib.sha256()

    def put(self, raw: bytes) -> bytes:
        self.all.update(raw)
        self.segment.update(raw)
        return raw

    def begin(self, raw: bytes) -> bytes:
        """A new part, which begins with this line."""
        self.segment = hashlib.sha256()
        return self.put(raw)
