"""Two records that may not be together, with what forbids it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_schema.errors import InputRefused
from review.clustering.constraints import Claim, Constraint, Key, Record, claims_of, contradict

Said = Mapping[Claim, int]


@dataclass(frozen=True, slots=True)
class Ends:
    """Two records, in the order of the alphabet however they are given.

    Raises:
        InputRefused: they are one.
    """

    left: str
    right: str

    def __post_init__(self) -> None:
        if self.left == self.right:
            raise InputRefused(f"{self.left} is linked to itself")
        if self.left > self.right:
            left, right = self.right, self.left
            object.__setattr__(self, "left", left)
            object.__setattr__(self, "right", right)


@dataclass(frozen=True, slots=True)
class CannotLink(Ends):
    """Somebody decided (NOT_SAME), or it is known (HOUSEHOLD), that two records are two people."""

    decision: str
    constraint: Constraint = Constraint.NOT_SAME
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ban:
    """Two records that may not be together: what forbids it (`key` names the identifier, source or span), and what shows it."""

    left: str
    right: str
    constraint: Constraint
    key: str = ""
    decision: str | None = None
    evidence: tuple[str, ...] = ()


def bans_between(
    left: Sequence[Record], right: Sequence[Record], decided: Iterable[CannotLink], one_per_source: frozenset[str]
) -> tuple[Ban, ...]:
    """What forbids two clusters to be one: every decision, and one pair of records for each key; the gravest first.

    `decided` are the decisions between the two.
    """
    found = [Ban(c.left, c.right, c.constraint, "", c.decision, c.evidence) for c in decided]
    found += _said(left, right, one_per_source)
    rank = {constraint: place for place, constraint in enumerate(Constraint)}
    return tuple(sorted(found, key=lambda ban: (rank[ban.constraint], ban.key, ban.left, ban.right, ban.decision or "")))


def _said(left: Sequence[Record], right: Sequence[Record], one_per_source: frozenset[str]) -> Iterator[Ban]:
    ours, theirs = _by_key(left, one_per_source), _by_key(right, one_per_source)
    for key in ours.keys() & theirs.keys():
        clashing = ((a, b) for a, said in ours[key] for b, other in theirs[key] if contradict(said, other))
        pair = next(clashing, None)
        if pair:
            evidence = tuple(dict.fromkeys(e for record in pair for e in _evidence(record, key)))
            yield Ban(pair[0].uid, pair[1].uid, key[0], key[1], None, evidence)


def _by_key(records: Sequence[Record], one_per_source: frozenset[str]) -> dict[Key, list[tuple[Record, Said]]]:
    found: dict[Key, list[tuple[Record, Said]]] = {}
    for record in records:
        for key, its in claims_of(record, one_per_source).items():
            found.setdefault(key, []).append((record, its))
    return found


def _evidence(record: Record, key: Key) -> Iterator[str]:
    constraint, name = key
    if constraint is Constraint.ONE_PER_SOURCE:
        yield record.uid
    said = [i.evidence for i in record.identifiers if constraint is Constraint.IDENTIFIER and i.kind == name]
    said += [s.evidence for s in record.spans if constraint is Constraint.TIME and s.key == name]
    yield from (evidence for evidence in said if evidence)
