"""Exported audit records that a test makes up, and what somebody may do to one."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import msgspec

from cypher.queries.auditing import AuditRecord
from review.audit.chain import event_hash, moment
from review.audit.lines import Event, Extent, decode, encode, export
from review.audit.signing import SigningKey
from tests.support.builders import NOW

KEY: Final = SigningKey(bytes(range(32)))
OTHER_KEY: Final = SigningKey(bytes(range(1, 33)))
ACTIONS: Final = ("decide.identity_link.same", "import.commit_chunk", "review.claim", "privacy.erase", "audit.seal")


@dataclass(frozen=True, slots=True)
class Tampered:
    """A file after somebody was at it, and the lines (from 1) at which that shows: one of them, or a neighbour."""

    lines: list[bytes]
    at: tuple[int, ...]


def events(count: int, chance: random.Random) -> Iterator[AuditRecord]:
    """A lawful chain of this length."""
    previous = ""
    for sequence in range(1, count + 1):
        said = AuditRecord(
            sequence=sequence,
            at=moment(NOW + timedelta(seconds=sequence, microseconds=chance.randrange(10**6))),
            actor=chance.choice(["ada", "rita", "śaul", "مريم", "velocity-import"]),
            actor_kind="human",
            action=chance.choice(ACTIONS),
            subjects=tuple(f"cli_{chance.getrandbits(64):x}" for _ in range(chance.randint(0, 4))),
            request=chance.choice(["", "req-1"]),
            details_json=chance.choice(["{}", '{"rows":500,"links":1234}', '{"why":"a \\"quoted\\" \\u00e9"}']),
            about=chance.choice(["", f"dec_{chance.getrandbits(64):x}"]),
            previous_hash=previous,
            hash="",
        )
        event = msgspec.structs.replace(said, hash=event_hash(said))
        previous = event.hash
        yield event


def a_file(count: int, chance: random.Random, *, after: int = 0, key: SigningKey = KEY) -> list[bytes]:
    """The lines of an export of a chain of this length, from an event on."""
    whole = list(events(count, chance))
    previous = whole[after - 1].hash if after else ""
    return list(export(whole[after:], Extent(after=after, previous_hash=previous, last=count), key, now=NOW))


def flip(lines: list[bytes], chance: random.Random) -> Tampered:
    """Another byte anywhere, line ends included."""
    at = chance.randrange(len(lines))
    place = chance.randrange(len(lines[at]))
    byte = chance.choice([lines[at][place] ^ (1 << chance.randrange(8)), chance.randrange(256)])
    if byte == lines[at][place]:
        byte ^= 1
    changed = lines[at][:place] + bytes([byte]) + lines[at][place + 1 :]
    return Tampered(split(b"".join([*lines[:at], changed, *lines[at + 1 :]])), (at + 1,))


def drop(lines: list[bytes], chance: random.Random) -> Tampered:
    """One line, or some in a row."""
    at = chance.randrange(len(lines))
    many = chance.choice([1, 1, 1, 2, 5])
    return Tampered(lines[:at] + lines[at + many :], (at + 1,))


def drop_checkpoint(lines: list[bytes], chance: random.Random) -> Tampered:
    """A checkpoint within the file."""
    at = chance.choice([at for at, raw in enumerate(lines[:-2]) if raw.startswith(b'{"line":"checkpoint"')])
    return Tampered(lines[:at] + lines[at + 1 :], (at + 1,))


def swap(lines: list[bytes], chance: random.Random) -> Tampered:
    """Two lines."""
    one, other = sorted(chance.sample(range(len(lines)), 2))
    changed = list(lines)
    changed[one], changed[other] = changed[other], changed[one]
    return Tampered(changed, (one + 1, other + 1))


def truncate(lines: list[bytes], chance: random.Random) -> Tampered:
    """Everything after some byte, or after some line."""
    text = b"".join(lines)
    within, whole = split(text[: chance.randrange(len(text))]), lines[: chance.randrange(len(lines))]
    rest = chance.choice([within, whole])
    return Tampered(rest, (len(rest),))


def fork(lines: list[bytes], chance: random.Random) -> Tampered:
    """A second event that follows from the same one, hashed as it should be: beside the first, or in its place."""
    at = chance.choice(places(lines))
    event = decode(lines[at])
    assert isinstance(event, Event)
    other = msgspec.structs.replace(event, action="decide.merge.reject")
    forged = encode(msgspec.structs.replace(other, hash=event_hash(other)))
    return Tampered(
        [*lines[:at], *chance.choice([[lines[at], forged], [forged, lines[at]], [forged]]), *lines[at + 1 :]], (at + 1,)
    )


def duplicate(lines: list[bytes], chance: random.Random) -> Tampered:
    """A line once more, somewhere else."""
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines) + 1)
    return Tampered([*lines[:to], lines[at], *lines[to:]], (to + 1,))


def insert(lines: list[bytes], chance: random.Random) -> Tampered:
    """Something that was never there."""
    to = chance.randrange(len(lines) + 1)
    made_up = chance.choice([b"\n", b"{}\n", b'{"line":"event"}\n', chance.randbytes(40).replace(b"\n", b"") + b"\n"])
    return Tampered([*lines[:to], made_up, *lines[to:]], (to + 1,))


def respell(lines: list[bytes], chance: random.Random) -> Tampered:
    """The same said in other bytes."""
    at = chance.randrange(len(lines))
    line = lines[at]
    letter = line[2:3]  # the first letter of "line"
    escaped = line.replace(letter, f"\\u{ord(letter):04x}".encode(), 1)
    changed = chance.choice([line.replace(b":", b": ", 1), b" " + line, line[:-1] + b" \n", line[:-1] + b"\r\n", escaped])
    return Tampered([*lines[:at], changed, *lines[at + 1 :]], (at + 1,))


def rewrite(lines: list[bytes], chance: random.Random) -> Tampered:
    """An event changed, and everything after it hashed anew, as somebody without the key can."""
    at = chance.choice(places(lines))
    changed, previous = list(lines[:at]), ""
    for number, raw in enumerate(lines[at:], at):
        event = decode(raw)
        if isinstance(event, Event):
            said = event if number > at else msgspec.structs.replace(event, actor="mallory")
            said = msgspec.structs.replace(said, previous_hash=previous or event.previous_hash)
            event = msgspec.structs.replace(said, hash=event_hash(said))
            previous = event.hash
            changed.append(encode(event))
        else:
            changed.append(raw)
    return Tampered(changed, (at + 1,))


def splice(lines: list[bytes], chance: random.Random) -> Tampered:
    """The end of another export of the same chain length, signed by the same key, put under this one's beginning."""
    other = a_file(len(places(lines)), random.Random(chance.random()))
    at = chance.randrange(2, min(len(lines), len(other)))  # the headers alone are equal
    return Tampered(lines[:at] + other[at:], (at + 1,))


Tamper = Callable[[list[bytes], random.Random], Tampered]
TAMPERINGS: Final[tuple[Tamper, ...]] = (flip, drop, swap, truncate, fork, duplicate, insert, respell, rewrite, splice)


def places(lines: list[bytes]) -> list[int]:
    """Where events stand, from 0."""
    return [at for at, raw in enumerate(lines) if raw.startswith(b'{"line":"event"')]


def split(text: bytes) -> list[bytes]:
    """Lines as a file gives them: only a line feed ends one."""
    return [part + b"\n" for part in text.split(b"\n")[:-1]] + ([rest] if (rest := text.split(b"\n")[-1]) else [])
