"""Sealing the audit chain in the graph, and exporting it: the shell around `audit_seal` and `audit_lines`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

import msgspec

from cypher.canonical import put_changes
from cypher.queries.auditing import (
    AUDIT_CHAIN,
    AUDIT_ENDS,
    AUDIT_HASHES,
    AUDIT_SEALS,
    WHOLE_CHAIN,
    AuditRecord,
    Between,
    ChainEnds,
    SealRow,
    Sequences,
)
from cypher.queries.writing import Genesis
from cypher.query import NoParams
from cypher.store import SCAN_SECONDS, GraphStore, Work
from graph_schema.actors import Actor
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite, PutMode
from graph_schema.errors import AuditBroken, InputRefused
from graph_schema.ids import Prefix, time_ordered_id
from graph_schema.provenance import Provenance
from review.audit.chain import broken_links, moment, stated
from review.audit.events import GENESIS, AuditEntry, append
from review.audit.lines import Extent, export
from review.audit.seal import SealTrust, broken_seals, seal_words
from review.audit.signing import SigningKey

_AT_ONCE = 2_000
_NO_CHAIN = ChainEnds(0, "", "")


@dataclass(frozen=True, slots=True)
class Sealed:
    """The seal under the end of the chain; `is_new` is false if the end was sealed before."""

    uid: str
    sequence: int
    hash: str
    is_new: bool


def chain_ends(store: GraphStore) -> ChainEnds:
    """Where the chain begins and ends by its own account."""
    return store.optional(AUDIT_ENDS, Genesis(GENESIS)) or _NO_CHAIN


def wrong_seals(store: GraphStore, trust: SealTrust | None) -> tuple[list[SealRow], list[tuple[str, str]]]:
    """All seals, and (subject, problem) of those that do not hold."""
    seals = store.many(AUDIT_SEALS, NoParams(), seconds=SCAN_SECONDS)
    asked = sorted({seal.sequence for seal in seals} | {noted.sequence for noted in (trust.noted if trust else ())})
    hashes: dict[int, str] = {}
    for start in range(0, len(asked), _AT_ONCE):
        rows = store.many(AUDIT_HASHES, Sequences(asked[start : start + _AT_ONCE]))
        hashes |= {row.sequence: row.hash for row in rows}
    return seals, list(broken_seals(seals, hashes, trust))


def chain_problems(store: GraphStore, after: int = 0, previous_hash: str = "") -> Iterator[tuple[str, str]]:
    """(uid, problem) of every event where the chain does not hold that goes on after an event, and of a missing end."""
    ends, last, last_hash = chain_ends(store), after, previous_hash
    rows = store.stream(AUDIT_CHAIN, Between(after, WHOLE_CHAIN.upto), seconds=SCAN_SECONDS)
    uid = GENESIS

    def seen() -> Iterator[AuditRecord]:
        nonlocal last, last_hash, uid
        for row in rows:
            last, last_hash, uid = row.sequence, row.hash, row.uid
            yield row

    for _, problem in broken_links(seen(), after=after, previous_hash=previous_hash):
        yield uid, problem
    # What was appended while we read is no fault.
    if last < ends.sequence:
        yield uid, f"the chain ends at event {last}, and {ends.sequence} was its last: events were cut off"
    elif last == ends.sequence and last_hash != ends.hash:
        yield uid, f"event {last} is not the one that the chain ended with"


def seal_chain(store: GraphStore, key: SigningKey, actor: Actor, *, trust: SealTrust | None, now: datetime) -> Sealed | None:
    """Sign the end of the chain, after a check of all that came since the last seal; None if there is nothing to seal.

    The seal's own event is the one that it signs, so a chain whose end is sealed stays as it is.

    Raises:
        AuditBroken: an earlier seal does not hold, or the chain since; nothing was written.
    """
    seals, wrong = wrong_seals(store, trust)
    newest = max(seals, key=lambda seal: seal.sequence, default=None)
    after, hash_ = (newest.sequence, newest.hash) if newest else (0, "")
    _refuse(chain(wrong, chain_problems(store, after, hash_)))
    ends = chain_ends(store)
    if newest and newest.sequence == ends.sequence:
        return Sealed(newest.uid, newest.sequence, newest.hash, is_new=False)
    return store.write(lambda work: _put_seal(work, key, actor, now)) if ends.sequence else None


def export_chain(store: GraphStore, extent: Extent, key: SigningKey, *, now: datetime) -> Iterator[bytes]:
    """The lines of an export, as they are read.

    Raises:
        AuditBroken: the chain does not hold; what was given so far is no export.
    """
    rows = store.stream(AUDIT_CHAIN, Between(extent.after, extent.last), seconds=SCAN_SECONDS)
    yield from export(_sound(rows, extent), extent, key, now=now)


def extent_since(store: GraphStore, after: int, last: int) -> Extent:
    """The part of the chain after an event.

    Raises:
        InputRefused: there is no such event.
    """
    if after == 0:
        return Extent(after=0, previous_hash="", last=last)
    found = store.many(AUDIT_HASHES, Sequences([after]))
    if not found or after > last:
        raise InputRefused(f"there is no event {after} to begin after", hint=f"the chain has events 1 to {last}")
    return Extent(after=after, previous_hash=found[0].hash, last=last)


def _sound(rows: Iterable[AuditRecord], extent: Extent) -> Iterator[AuditRecord]:
    last, last_hash = extent.after, extent.previous_hash
    for row in map(stated, rows):
        found = broken_links([row], after=last, previous_hash=last_hash)
        _refuse((f"event {row.sequence}", problem) for _, problem in found)
        last, last_hash = row.sequence, row.hash
        yield AuditRecord(**{name: getattr(row, name) for name in AuditRecord.__struct_fields__})
    if last != extent.last:
        _refuse(iter([(f"event {last}", f"the chain ends here, and {extent.last} was its last: events were cut off")]))


def _refuse(problems: Iterator[tuple[str, str]]) -> None:
    if first := next(problems, None):
        raise AuditBroken(
            f"the audit record does not hold, so nothing is signed: {first[0]}: {first[1]}",
            hint="`velocity verify` lists all that is wrong; the page docs/runbooks/audit.md says what then",
        )


def _put_seal(work: Work, key: SigningKey, actor: Actor, now: datetime) -> Sealed:
    uid = time_ordered_id(Prefix.AUDIT_SEAL)
    put_changes(work, ChangeSet((EntityWrite("AuditSeal", uid, {"sealed_at": now, "public_key": key.public_key}),)))
    details = msgspec.json.encode({"key": key.fingerprint}).decode()
    event = append(work, AuditEntry(actor=actor, action="audit.seal", subjects=(uid,), about=uid, at=now, details_json=details))
    signature = key.sign(seal_words(uid, event.sequence, event.hash, moment(now)))
    signed = EntityWrite(
        "AuditSeal",
        uid,
        {
            "sequence": event.sequence,
            "hash": event.hash,
            "key_fingerprint": key.fingerprint,
            "signature": signature,
        },
        PutMode.UPDATE,
    )
    provenance = Provenance.manual(actor=actor.id, method="seal/1", decision=uid, recorded_at=now)
    put_changes(work, ChangeSet((signed,), (LinkWrite("SEALS", uid, event.uid, provenance),)))
    return Sealed(uid, event.sequence, event.hash, is_new=True)
