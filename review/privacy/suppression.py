"""What must not come back, known by keyed hashes: whoever reads the graph without the key learns nothing from them."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from graph_schema.ids import Prefix, stable_id
from graph_schema.privacy import SuppressionKind
from review.privacy.mentions import words_of

_SEPARATOR: Final = "\x1f"
_KEY_ID_DIGITS: Final = 12
LEAST_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class SuppressionMark:
    """One thing that must not come back: of which kind it is, and the HMAC-SHA256 of it (64 hex digits)."""

    kind: SuppressionKind
    digest: str

    @property
    def uid(self) -> str:
        """The node of this mark: found by its uid, without an index of its own."""
        return stable_id(Prefix.SUPPRESSION, self.kind.value, self.digest)


@dataclass(frozen=True, slots=True)
class SuppressionKey:
    """The secret of one installation. Phone numbers are few enough to try them all: without a key a hash would hide nothing."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) < LEAST_KEY_BYTES:
            raise ValueError(f"a suppression key has at least {LEAST_KEY_BYTES} bytes")

    @property
    def id(self) -> str:
        """Tells two keys apart, and nothing else about them."""
        return hashlib.sha256(b"velocity suppression key" + self.secret).hexdigest()[:_KEY_ID_DIGITS]

    def identifier(self, uid: str) -> SuppressionMark:
        """A contact point that was that person's alone."""
        return self._mark(SuppressionKind.IDENTIFIER, uid)

    def shared(self, uid: str, name: str) -> SuppressionMark:
        """A contact point that others use too: only together with the person's name, whatever the order of its words."""
        return self._mark(SuppressionKind.SHARED_IDENTIFIER, uid, " ".join(sorted(words_of(name))))

    def record(self, source_system: str, source_key: str) -> SuppressionMark:
        """A record of a source."""
        return self._mark(SuppressionKind.SOURCE_KEY, source_system, source_key)

    def _mark(self, kind: SuppressionKind, *parts: str) -> SuppressionMark:
        said = _SEPARATOR.join((kind.value, *parts)).encode()
        return SuppressionMark(kind, hmac.new(self.secret, said, hashlib.sha256).hexdigest())


@dataclass(frozen=True, slots=True)
class Pointers:
    """What points at a person: records (system, key), contact points of theirs alone, shared ones, and their names."""

    records: Sequence[tuple[str, str]]
    own: Sequence[str]
    shared: Sequence[str]
    names: Sequence[str]


def marks_of(pointers: Pointers, key: SuppressionKey) -> tuple[SuppressionMark, ...]:
    """All marks of a person, each once, in a fixed order. Both the eraser and the importer make them by this function."""
    return tuple(sorted(set(_marks(pointers, key)), key=lambda mark: (mark.kind, mark.digest)))


def _marks(pointers: Pointers, key: SuppressionKey) -> Iterable[SuppressionMark]:
    yield from (key.record(system, source_key) for system, source_key in pointers.records)
    yield from (key.identifier(uid) for uid in pointers.own)
    yield from (key.shared(uid, name) for uid in pointers.shared for name in pointers.names)
