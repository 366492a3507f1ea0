"""Which records are one person, given how much each pair looks like it and what may not be: never plain connected components.

What was decided comes first: must-links form atoms as far as no constraint forbids it. Atoms then form clusters so that the sum
of log-odds inside clusters is high and no constraint is broken. What constraints keep apart that would gain by being together
is a `Conflict`, one for two clusters; every record stays, in its best cluster or alone. docs/decisions tells why it is so.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from review.clustering.attraction import Field, field_of
from review.clustering.bans import Ends
from review.clustering.conflicts import Conflict, conflicts_between
from review.clustering.constraints import Claims, Holding, claims_of
from review.clustering.partition import divide
from review.clustering.question import MustLink, Question, ScoredPair


@dataclass(frozen=True, slots=True)
class Clustering:
    """Every record in exactly one cluster; what could not be satisfied; what the scores inside clusters add up to, in nats."""

    clusters: tuple[tuple[str, ...], ...]
    conflicts: tuple[Conflict, ...]
    log_odds: float


def cluster(question: Question) -> Clustering:
    """The clusters, in an order that does not depend on the question's, and one conflict for each review."""
    records = sorted(question.records, key=lambda record: record.uid)
    index = {record.uid: place for place, record in enumerate(records)}
    foes = sorted({_places(link, index) for link in question.barred})
    claims = [claims_of(record, question.one_per_source) for record in records]
    must = field_of([1] * len(records), _weights(question.same, index), foes, claims, 0.0)
    atoms = divide(must).members()
    scored = _contracted(must, atoms, _weights(question.pairs, index), foes, question.unscored_log_odds)
    groups = divide(scored)
    clusters = [sorted(node for atom in its for node in atoms[atom]) for its in groups.members()]
    of = {node: place for place, its in enumerate(clusters) for node in its}
    wanted = [(of[atoms[a][0]], of[atoms[b][0]]) for a, b in groups.wanted()]
    conflicts = conflicts_between([[records[node] for node in its] for its in clusters], wanted, question)
    return Clustering(
        clusters=tuple(sorted(tuple(records[node].uid for node in its) for its in clusters)),
        conflicts=conflicts,
        log_odds=objective([[records[node].uid for node in its] for its in clusters], question),
    )


def objective(clusters: Iterable[Iterable[str]], question: Question) -> float:
    """The log-odds inside clusters: those of scored pairs, and the unscored weight for all other pairs."""
    of = {uid: place for place, its in enumerate(clusters) for uid in its}
    sizes: dict[int, int] = {}
    for place in of.values():
        sizes[place] = sizes.get(place, 0) + 1
    inside = [pair.log_odds for pair in question.pairs if of[pair.left] == of[pair.right]]
    unscored = sum(size * (size - 1) // 2 for size in sizes.values()) - len(inside)
    return math.fsum(inside) + question.unscored_log_odds * unscored


def _contracted(
    field: Field,
    atoms: Sequence[Sequence[int]],
    links: Sequence[tuple[int, int, float]],
    foes: Sequence[tuple[int, int]],
    unscored: float,
) -> Field:
    """The field of atoms, each of which says what its records say."""
    of = {node: atom for atom, its in enumerate(atoms) for node in its}
    return field_of(
        [len(its) for its in atoms],
        [(of[a], of[b], weight) for a, b, weight in links],
        [(of[a], of[b]) for a, b in foes],
        [field.claims[its[0]] if len(its) == 1 else _all_claims(field, its) for its in atoms],
        unscored,
    )


def _all_claims(field: Field, nodes: Sequence[int]) -> Claims:
    holding = Holding()
    for node in nodes:
        holding.add(field.claims[node])
    return holding.claims


def _weights(links: Sequence[ScoredPair] | Sequence[MustLink], index: dict[str, int]) -> list[tuple[int, int, float]]:
    """Sorted, because sums of floats depend on the order."""
    return sorted((*_places(link, index), link.log_odds) for link in links)


def _places(link: Ends, index: dict[str, int]) -> tuple[int, int]:
    return index[link.left], index[link.right]
