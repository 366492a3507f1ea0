"""Checking an exported audit record without the database: intact, or the lines where it is not. Memory stays small."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from review.audit.chain import event_hash
from review.audit.lines import (
    CHECKPOINT_EVERY,
    FORMAT,
    Checkpoint,
    Event,
    Header,
    Seal,
    Signed,
    Unreadable,
    decode,
    signed_words,
)
from review.audit.signing import fingerprint, holds

MOST_FAULTS: Final = 100


class What(StrEnum):
    """The kinds of faults."""

    UNREADABLE = "unreadable"
    CHANGED = "changed"
    MISSING = "missing"
    MISPLACED = "misplaced"
    FORK = "fork"
    UNLINKED = "unlinked"
    REWRITTEN = "rewritten"
    BAD_SIGNATURE = "bad_signature"
    OTHER_KEY = "other_key"
    NO_HEADER = "no_header"
    NO_CHECKPOINT = "no_checkpoint"
    NO_SEAL = "no_seal"
    AFTER_SEAL = "after_seal"


HINTS: Final = {
    What.UNREADABLE: "compare the line with another copy of the file; export anew if the database still holds the event",
    What.CHANGED: "compare the event with the one in the database, which `velocity verify` checks by itself",
    What.MISSING: "export anew; if they are missing in the database too, `velocity verify` says so",
    What.MISPLACED: "lines were moved or put in twice; export anew",
    What.FORK: "two histories follow from one event: find out who wrote the second one",
    What.UNLINKED: "the event belongs to another history than the one before it",
    What.REWRITTEN: "events were changed and hashed anew by somebody without the key; compare with an older export",
    What.BAD_SIGNATURE: "the line was changed, or somebody else signed it",
    What.OTHER_KEY: "`velocity audit key` on the installation tells its fingerprint; another key may be anybody's",
    What.NO_HEADER: "the beginning of the file is gone; get another copy",
    What.NO_CHECKPOINT: "a checkpoint was taken out here",
    What.NO_SEAL: "the end of the file is gone; get another copy",
    What.AFTER_SEAL: "nothing may follow the seal: somebody added this",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the file is not what was sealed; lines count from 1. A rewriting lies somewhere since `from_line`."""

    line: int
    from_line: int
    sequence: int | None
    what: What
    problem: str

    @property
    def hint(self) -> str:
        """What to do."""
        return HINTS[self.what]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intact:
    """Every byte is as it was sealed."""

    count: int
    first: int
    last: int
    head: str
    sealed_at: str
    key_fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Where the file is not what was sealed, from the top; `more` are faults beyond the first hundred."""

    faults: tuple[Fault, ...]
    more: int


AuditVerdict = Intact | Broken


@dataclass(frozen=True, slots=True)
class _Next:
    """An event that may come: its number, and the hashes that it may follow from (None: any)."""

    sequence: int
    hashes: frozenset[str] | None

    def fits(self, event: Event) -> bool:
        return event.sequence == self.sequence and (self.hashes is None or event.previous_hash in self.hashes)


def verify(lines: Iterable[bytes], *, key: str = "") -> AuditVerdict:
    """Check a file, line by line; `key` is the fingerprint that it has to be signed with (empty: with whatever it names).

    Without `key` the verdict says that nobody changed the file since the holder of its key signed it, not who that is.
    """
    reading = _Reading(key)
    for raw in lines:
        reading.take(raw)
    return reading.verdict()


class _Reading:
    """How far the reading has come. After a fault it goes on as if the file were right from there, to find the next one."""

    def __init__(self, key: str) -> None:
        self._demanded = key
        self._faults: list[Fault] = []
        self._fault_count = 0
        self._line = 0
        self._header: Header | None = None
        self._seal: Seal | None = None
        self._is_over = False
        self._public_key = ""
        self._next: tuple[_Next, ...] = ()  # empty: any event may come
        self._last: Event | None = None
        self._count = 0
        self._checkpoint = 0
        self._faults_before_part = 0
        self._part_begins = 1
        self._all = hashlib.sha256()
        self._part = hashlib.sha256()

    def take(self, raw: bytes) -> None:
        """The next line."""
        self._line += 1
        line = decode(raw)
        if self._line == 1 and not isinstance(line, Header | Unreadable):
            self._fault(What.NO_HEADER, "the file does not begin with its header")
        if self._seal:
            self._follows_seal()
            return
        match line:
            case Unreadable(why):
                self._unreadable(why)
            case Header():
                self._begin(line)
            case Event():
                self._follow(line)
            case Checkpoint():
                self._check(line, raw)
            case Seal():
                self._end(line)
        self._all.update(raw)
        if not isinstance(line, Checkpoint):
            self._part.update(raw)

    def verdict(self) -> AuditVerdict:
        """What was found, after the last line."""
        if self._seal is None:
            self._line += 1
            at = f"after event {self._last.sequence}" if self._last else "before its first event"
            self._fault(What.NO_SEAL, f"the file ends {at}, without its seal", self._last.sequence if self._last else None)
        if self._faults or self._seal is None or self._header is None:
            return Broken(faults=tuple(self._faults), more=self._fault_count - len(self._faults))
        return Intact(
            count=self._count,
            first=self._header.first_sequence,
            last=self._seal.last_sequence,
            head=self._seal.head,
            sealed_at=self._seal.sealed_at,
            key_fingerprint=fingerprint(self._public_key),
        )

    def _fault(self, what: What, problem: str, sequence: int | None = None, *, from_line: int = 0) -> None:
        self._fault_count += 1
        if len(self._faults) < MOST_FAULTS:
            self._faults.append(Fault(self._line, from_line or self._line, sequence, what, problem))

    def _follows_seal(self) -> None:
        if not self._is_over:
            self._fault(What.AFTER_SEAL, "lines follow the seal")
        self._is_over = True

    def _unreadable(self, why: str) -> None:
        self._fault(What.UNREADABLE, why)
        if self._next:
            # It may have been the event that was due, or may have been put in.
            self._go_on(_Next(self._next[-1].sequence + 1, None))

    def _go_on(self, newest: _Next) -> None:
        """After a fault: what follows from the strange line may come, and what was due before it still may."""
        self._next = (newest, *self._next[:1], *self._next[1:][-1:])

    def _begin(self, header: Header) -> None:
        if self._line > 1:
            self._fault(What.MISPLACED, "a header stands within the file")
        if self._header:
            return
        if header.format != FORMAT:
            self._fault(What.UNREADABLE, f"the file is of format {header.format}; this reads {FORMAT}")
        elif not holds(header.public_key, signed_words(header), header.signature):
            self._fault(What.BAD_SIGNATURE, "the header is not as it was signed")
        else:
            self._header, self._public_key = header, header.public_key
            self._next = (_Next(header.first_sequence, frozenset({header.previous_hash})),)
            self._checkpoint = header.first_sequence - 1
            if self._demanded and fingerprint(self._public_key) != self._demanded:
                self._fault(What.OTHER_KEY, f"the file is signed by {fingerprint(self._public_key)}, not by {self._demanded}")

    def _follow(self, event: Event) -> None:
        digest, before = event_hash(event), self._fault_count
        if event.hash != digest:
            due = self._next[-1].sequence if self._next else event.sequence
            self._fault(What.CHANGED, f"event {due} says other than its hash", due)
            self._go_on(_Next(due + 1, frozenset({event.hash, digest})))
        elif self._next and not any(due.fits(event) for due in self._next):
            self._out_of_line(event)
            self._go_on(_Next(event.sequence + 1, frozenset({digest})))
        else:
            self._next = (_Next(event.sequence + 1, frozenset({digest})),)
            self._checkpoint_was_due(event)
        if before == self._fault_count or event.hash == digest:
            self._last = event
        self._count += 1

    def _checkpoint_was_due(self, event: Event) -> None:
        first = self._header.first_sequence if self._header else 1
        every = self._header.checkpoint_every if self._header else CHECKPOINT_EVERY
        due = first - 1 + (event.sequence - first) // every * every
        if self._checkpoint < due and self._header:
            self._fault(What.NO_CHECKPOINT, f"the checkpoint after event {due} is missing", event.sequence)
        self._checkpoint = max(due, self._checkpoint)

    def _out_of_line(self, event: Event) -> None:
        due, last, sequence = self._next[-1].sequence, self._last, event.sequence
        if last and event.hash != last.hash and event.previous_hash == last.previous_hash:
            what, problem = What.FORK, f"event {sequence} follows from the same event as the line before it"
        elif sequence > due:
            missing = f"event {due}" if sequence == due + 1 else f"events {due} to {sequence - 1}"
            what, problem = What.MISSING, f"{missing} should come before event {sequence}"
        elif sequence < due:
            what, problem = What.MISPLACED, f"event {sequence} stands where {due} is due"
        else:
            what, problem = What.UNLINKED, f"event {sequence} does not follow from the one before it"
        self._fault(what, problem, sequence)

    def _check(self, checkpoint: Checkpoint, raw: bytes) -> None:
        before = self._fault_count
        is_signed = self._is_signed(checkpoint, checkpoint.signature)
        if is_signed and before == self._faults_before_part:
            self._compare(checkpoint)
        if is_signed and self._next:
            self._go_on(_Next(checkpoint.sequence + 1, frozenset({checkpoint.hash})))
        if before == self._fault_count:
            # A part after a faulty checkpoint cannot be blamed: its digest begins with that line.
            self._faults_before_part = before
        self._checkpoint = max(checkpoint.sequence, self._checkpoint)
        self._part, self._part_begins = hashlib.sha256(raw), self._line

    def _compare(self, checkpoint: Checkpoint) -> None:
        at, last = checkpoint.sequence, self._last
        if last is None or at != last.sequence:
            stands = f"after event {last.sequence}" if last else "before all events"
            self._fault(What.MISPLACED, f"the checkpoint of event {at} stands {stands}", at)
        elif (checkpoint.hash, checkpoint.digest) != (last.hash, self._part.hexdigest()):
            lines = f"lines {self._part_begins} to {self._line - 1}"
            self._fault(What.REWRITTEN, f"{lines} are not those that were signed", at, from_line=self._part_begins)

    def _is_signed(self, line: Signed, signature: str) -> bool:
        if not self._public_key or holds(self._public_key, signed_words(line), signature):
            return True
        name = "seal" if isinstance(line, Seal) else "checkpoint"
        self._fault(What.BAD_SIGNATURE, f"the {name} is not as it was signed")
        return False

    def _end(self, seal: Seal) -> None:
        self._seal = seal
        if not self._is_signed(seal, seal.signature) or self._fault_count or not self._header:
            return
        last = self._last.sequence if self._last else self._header.first_sequence - 1
        head = self._last.hash if self._last else self._header.previous_hash
        announced = self._header.last_sequence
        if not seal.last_sequence == announced == last or seal.count != self._count:
            problem = f"the file ends at event {last}, its seal at {seal.last_sequence}, and its header announces {announced}"
            self._fault(What.MISSING, problem, last)
        elif (seal.head, seal.digest) != (head, self._all.hexdigest()):
            self._fault(What.REWRITTEN, "the file is not the one that was sealed", last, from_line=self._part_begins)
