"""Nodes that attract and repel each other: what a division into groups is made from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from review.clustering.constraints import Claims

# Sums of floats differ in their last digits; a gain below this is none.
LEAST_GAIN: Final = 1e-9

Weights = dict[int, float]


@dataclass(frozen=True, slots=True)
class Field:
    """The nodes (how many records each stands for), the pull between them, what each claims, who may not be with whom.

    `pulls` have the unscored weight taken off for each scored pair, so that the pull between two groups is their sum plus
    that weight for all pairs of records; `ties` are the neighbours whose scores attract. Nodes without ties stay alone.
    """

    sizes: Sequence[int]
    pulls: Sequence[Weights]
    ties: Sequence[Sequence[int]]
    foes: Mapping[int, frozenset[int]]
    claims: Sequence[Claims]
    unscored: float

    @property
    def nodes(self) -> list[int]:
        """The nodes that something attracts."""
        return [node for node, its in enumerate(self.ties) if its]

    @property
    def links(self) -> list[tuple[float, int, int]]:
        """Links that attract, the strongest first."""
        found = [
            (self.pulls[a][b] + self.unscored * self.sizes[a] * self.sizes[b], a, b)
            for a, its in enumerate(self.ties)
            for b in its
            if a < b
        ]
        return sorted(found, key=lambda link: (-link[0], link[1], link[2]))


def field_of(
    sizes: Sequence[int],
    links: Iterable[tuple[int, int, float]],
    foes: Iterable[tuple[int, int]],
    claims: Sequence[Claims],
    unscored: float,
) -> Field:
    """Add up links between the same nodes; links within a node are left out."""
    pulls: list[Weights] = [{} for _ in sizes]
    scores: list[Weights] = [{} for _ in sizes]
    for a, b, weight in links:
        if a != b:
            first, second = (a, b) if a < b else (b, a)
            scores[first][second] = scores[first].get(second, 0.0) + weight
            pulls[first][second] = pulls[second][first] = pulls[first].get(second, 0.0) + weight - unscored
    ties: list[list[int]] = [[] for _ in sizes]
    for first, its in enumerate(scores):
        for second, score in its.items():
            if score > LEAST_GAIN:
                ties[first].append(second)
                ties[second].append(first)
    # A node that nothing attracts stays alone, and so matters to nobody.
    for node, its in enumerate(pulls):
        pulls[node] = {other: weight for other, weight in its.items() if ties[other]} if ties[node] else {}
    apart: dict[int, set[int]] = {}
    for a, b in foes:
        apart.setdefault(a, set()).add(b)
        apart.setdefault(b, set()).add(a)
    return Field(sizes, pulls, ties, {node: frozenset(its) for node, its in apart.items()}, claims, unscored)


def parts(nodes: Iterable[int], ties: Sequence[Sequence[int]]) -> list[list[int]]:
    """The connected parts of some nodes, each in a fixed order."""
    left, found = set(nodes), []
    for first in sorted(left):
        if first not in left:
            continue
        left.discard(first)
        part, front = [first], [first]
        while front:
            fresh = [node for node in ties[front.pop()] if node in left]
            left.difference_update(fresh)
            part += fresh
            front += fresh
        found.append(sorted(part))
    return found
