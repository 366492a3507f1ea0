"""A signature under the end of the audit chain, and what is wrong with one. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from cypher.queries.auditing import SealRow
from review.audit.chain import moment
from review.audit.signing import fingerprint, holds

FORMAT: Final = "velocity-seal/1"


class NotedSeal(msgspec.Struct, frozen=True, kw_only=True):
    """A seal as noted outside of the database: of which store, of a chain with which first hash, at which event and hash.

    Whoever can rewrite the database can remove its seals, but not this note.
    """

    store: str
    origin: str
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealTrust:
    """By what seals are judged: the fingerprints of keys that may seal here, and what was noted of this chain elsewhere."""

    keys: frozenset[str]
    noted: tuple[NotedSeal, ...] = ()


def seal_words(uid: str, sequence: int, hash_: str, sealed_at: str) -> bytes:
    """What the signature of a seal stands under; the time is spelt by `moment`."""
    return FORMAT.encode() + b"\n" + msgspec.json.encode((uid, sequence, hash_, sealed_at))


def broken_seals(
    seals: Iterable[SealRow], hashes: Mapping[int, str], trust: SealTrust | None = None
) -> Iterator[tuple[str, str]]:
    """(uid, problem) of every seal that does not hold; `hashes` are those of the events that are sealed or noted.

    Without `trust` any key may have signed.
    """
    for seal in seals:
        if problem := _problem(seal, hashes, trust):
            yield seal.uid, problem
    for noted in trust.noted if trust else ():
        if hashes.get(noted.sequence) != noted.hash:
            yield f"event {noted.sequence}", "is not the one that was sealed, by a note in the home: history was rewritten"


def _problem(seal: SealRow, hashes: Mapping[int, str], trust: SealTrust | None) -> str:
    if not holds(seal.public_key, seal_words(seal.uid, seal.sequence, seal.hash, _spelt(seal.sealed_at)), seal.signature):
        return f"the seal of event {seal.sequence} is not as it was signed"
    if trust and fingerprint(seal.public_key) not in trust.keys:
        return f"event {seal.sequence} is sealed with the key {fingerprint(seal.public_key)}, which nobody here knows"
    if hashes.get(seal.sequence) != seal.hash:
        return f"event {seal.sequence} is not the one that was sealed: history was rewritten"
    if (seal.event_sequence, seal.event_hash) != (seal.sequence, seal.hash):
        return f"the seal of event {seal.sequence} hangs on event {seal.event_sequence}"
    return ""


def _spelt(time: str) -> str:
    try:
        return moment(datetime.fromisoformat(time))
    except ValueError:
        return time
