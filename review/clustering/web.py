"""A web of links: the strongest way from one record to another, and the cheapest links to give up so that there is none.

Works on any links that say how probable they are and what giving them up costs.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Generic, Protocol, TypeVar

import networkx as nx

# Costs become whole numbers of this part: with whole numbers the flow is exact, and the same on every machine.
PARTS: Final = 1 << 20
LEAST_PROBABILITY: Final = 1e-12


class Weighted(Protocol):
    """A link between two records: how probable it is, and what giving it up costs (more than 0)."""

    @property
    def left(self) -> str:
        """One end."""
        ...

    @property
    def right(self) -> str:
        """The other end."""
        ...

    @property
    def probability(self) -> float:
        """How probable it is that the link is right, 0 to 1."""
        ...

    @property
    def cost(self) -> float:
        """What it costs to give it up, in nats."""
        ...


L = TypeVar("L", bound=Weighted)
Hop = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cut(Generic[L]):
    """Links whose loss parts two records, what they cost together, and the records that are then on either side."""

    links: tuple[L, ...]
    cost: float
    near: tuple[str, ...]
    far: tuple[str, ...]


class Web(Generic[L]):
    """Links as a graph; between the same two records there may be several. Of equal ones, the first given is preferred."""

    def __init__(self, links: Iterable[L]) -> None:
        self._between: dict[Hop, list[L]] = {}
        self._graph: nx.Graph[str] = nx.Graph()
        for link in links:
            self._between.setdefault(_hop(link.left, link.right), []).append(link)
        for (left, right), its in self._between.items():
            self._graph.add_edge(left, right, capacity=sum(map(_capacity, its)), distance=min(map(_distance, its)))

    def strongest_path(self, start: str, end: str) -> tuple[L, ...]:
        """The links of the way with the highest product of probabilities; empty when there is no way."""
        try:
            nodes = nx.dijkstra_path(self._graph, start, end, weight="distance")
        except (nx.NetworkXNoPath, nx.NodeNotFound):
            return ()
        return tuple(min(self._between[_hop(*hop)], key=_distance) for hop in pairwise(nodes))

    def smallest_cut(self, start: str, end: str) -> Cut[L]:
        """The links of least cost without which there is no way from start to end; none when there is none anyway.

        Among cuts of equal cost it is the one closest to `end`.
        """
        graph = self._graph
        if start not in graph or end not in graph:
            return Cut((), 0.0, (start,), (end,))
        near = nx.node_connected_component(graph, start)
        if end not in near:
            return Cut((), 0.0, tuple(sorted(near)), tuple(sorted(nx.node_connected_component(graph, end))))
        graph = graph.subgraph(near)
        far = _behind(graph, start, end) if graph.size() < len(graph) else nx.minimum_cut(graph, start, end)[1][1]
        hops = sorted(_hop(*hop) for hop in nx.edge_boundary(graph, far))
        given_up = tuple(link for hop in hops for link in self._between[hop])
        return Cut(given_up, math.fsum(link.cost for link in given_up), tuple(sorted(near - far)), tuple(sorted(far)))


def _behind(tree: "nx.Graph[str]", start: str, end: str) -> set[str]:
    """Where there is one way only, the smallest cut is its cheapest link: what lies behind that. No flow to compute."""
    way: Sequence[str] = nx.shortest_path(tree, start, end)
    cheapest = min(reversed(list(pairwise(way))), key=lambda hop: int(tree.edges[hop]["capacity"]))
    behind, front = {cheapest[1]}, [cheapest[1]]
    while front:
        fresh = [node for node in tree[front.pop()] if node not in behind and node != cheapest[0]]
        behind.update(fresh)
        front += fresh
    return behind


def _hop(left: str, right: str) -> Hop:
    return (left, right) if left < right else (right, left)


def _capacity(link: Weighted) -> int:
    return max(1, round(link.cost * PARTS))


def _distance(link: Weighted) -> float:
    return -math.log(max(link.probability, LEAST_PROBABILITY))
