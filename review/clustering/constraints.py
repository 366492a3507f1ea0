"""What keeps two records from being one person: decisions, households, and things of which a person has one.

Every constraint is about two records, so that a cluster is lawful when each two of its records may be together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Constraint(StrEnum):
    """Why two records may not be together; what was decided comes before what was read."""

    NOT_SAME = "NOT_SAME"
    HOUSEHOLD = "HOUSEHOLD"
    IDENTIFIER = "IDENTIFIER"
    ONE_PER_SOURCE = "ONE_PER_SOURCE"
    TIME = "TIME"


@dataclass(frozen=True, slots=True)
class HardIdentifier:
    """A value of a kind of which a person has one: a birth date, the number of a passport."""

    kind: str
    value: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A time, `start` to before `end` (None: open), in which a person has one value of `key`: the place where somebody is."""

    key: str
    value: str
    start: datetime | None = None
    end: datetime | None = None
    evidence: str = ""

    def contradicts(self, other: "Claim") -> bool:
        """Another value at the same time."""
        if not isinstance(other, Span) or other.value == self.value:
            return False
        return _before(self.start, other.end) and _before(other.start, self.end)


@dataclass(frozen=True, slots=True)
class Values:
    """What a record says of a thing that a person has once. Two values in one record leave open which is right."""

    values: frozenset[str]

    def contradicts(self, other: "Claim") -> bool:
        """No value in common."""
        return isinstance(other, Values) and self.values.isdisjoint(other.values)


class Claim(Protocol):
    """Something that can contradict another claim under the same key."""

    def contradicts(self, other: "Claim") -> bool:
        """Whether both cannot be true of one person."""
        ...


Key = tuple[Constraint, str]
Claims = Mapping[Key, Mapping[Claim, int]]


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a source, with what it says of things that a person has once."""

    uid: str
    source: str = ""
    identifiers: tuple[HardIdentifier, ...] = ()
    spans: tuple[Span, ...] = ()


def claims_of(record: Record, one_per_source: frozenset[str]) -> Claims:
    """What the record says under each key, each once."""
    found: dict[Key, dict[Claim, int]] = {}
    values: dict[str, set[str]] = {}
    for identifier in record.identifiers:
        values.setdefault(identifier.kind, set()).add(identifier.value)
    for kind, its in values.items():
        found[Constraint.IDENTIFIER, kind] = {Values(frozenset(its)): 1}
    if record.source in one_per_source:
        found[Constraint.ONE_PER_SOURCE, record.source] = {Values(frozenset((record.uid,))): 1}
    for span in record.spans:
        found.setdefault((Constraint.TIME, span.key), {})[span] = 1
    return found


class Holding:
    """What the records of one cluster say, counted, so that a record can be added and taken out again."""

    __slots__ = ("_claims",)

    def __init__(self) -> None:
        self._claims: dict[Key, dict[Claim, int]] = {}

    def add(self, claims: Claims) -> None:
        """Records join."""
        for key, its in claims.items():
            own = self._claims.setdefault(key, {})
            for claim, count in its.items():
                own[claim] = own.get(claim, 0) + count

    def take_out(self, claims: Claims) -> None:
        """Records leave."""
        for key, its in claims.items():
            own = self._claims[key]
            for claim, count in its.items():
                own[claim] -= count
                if not own[claim]:
                    del own[claim]

    @property
    def claims(self) -> Claims:
        """All that is said."""
        return self._claims


def clash(some: Claims, others: Claims) -> bool:
    """Whether two clusters that say this contradict each other."""
    return any(contradict(its, others[key]) for key, its in some.items() if key in others)


def contradict(some: Iterable[Claim], others: Iterable[Claim]) -> bool:
    """Whether any of these contradicts any of those."""
    own = tuple(others)
    return any(claim.contradicts(other) for claim in some for other in own if claim is not other)


def _before(start: datetime | None, end: datetime | None) -> bool:
    return start is None or end is None or start < end
