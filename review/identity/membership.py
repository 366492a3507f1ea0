"""Who is whom, as a pure function of the decisions that stand.

A client is what effective links connect. Two records are linked because they came as one (they share a *home* client) or
because somebody decided SAME; such a link is effective unless a NOT SAME about the very same two records was decided after it.
Taking a decision back takes its links out of the set and computes anew: hence every undo is exact, in any order, and the order
in which links were accepted leaves no trace.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

import networkx as nx

from graph_schema.errors import Barred, InvariantBroken
from graph_schema.natural_keys import client_uid


@dataclass(frozen=True, slots=True)
class Member:
    """One record: its home (the client that it came with) and the client that it belongs to now."""

    profile: str
    home: str
    client: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A decision about two records, as the edge that it left behind."""

    left: str
    right: str
    decision: str
    decided_at: datetime
    edge: str = ""
    confidence: float = 1.0

    @property
    def ends(self) -> frozenset[str]:
        """Both records, in no order."""
        return frozenset((self.left, self.right))


@dataclass(frozen=True, slots=True)
class Home:
    """A client and all records that came with it, wherever they are now; `since` is when the first of them came."""

    client: str
    profiles: tuple[str, ...]
    since: datetime

    @property
    def keeper(self) -> str:
        """The record that carries the client's id along: the one that the id derives from, or else the first."""
        return next((p for p in sorted(self.profiles) if client_uid(p) == self.client), min(self.profiles))


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands about some clients: all their records, the homes of these, and every decision between them."""

    members: tuple[Member, ...]
    homes: tuple[Home, ...]
    same: tuple[Pair, ...] = ()
    barred: tuple[Pair, ...] = ()
    _by_profile: dict[str, Member] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_profile = {member.profile: member for member in self.members}
        if len(by_profile) != len(self.members):
            raise InvariantBroken("a record belongs to two clients at once", hint="run `velocity verify`")
        object.__setattr__(self, "_by_profile", by_profile)

    def member(self, profile: str) -> Member | None:
        """The record, if it is one of these clients'."""
        return self._by_profile.get(profile)

    def of_client(self, client: str) -> tuple[str, ...]:
        """The records of a client, in a fixed order."""
        return tuple(sorted(member.profile for member in self.members if member.client == client))

    def plus(self, *, same: Iterable[Pair] = (), barred: Iterable[Pair] = ()) -> "Standing":
        """With these decisions too."""
        return replace(self, same=(*self.same, *same), barred=(*self.barred, *barred))

    def without(self, decision: str) -> "Standing":
        """As if this decision had never been made."""
        return replace(
            self,
            same=tuple(pair for pair in self.same if pair.decision != decision),
            barred=tuple(pair for pair in self.barred if pair.decision != decision),
        )


@dataclass(frozen=True, slots=True)
class Move:
    """A record that changes its client."""

    profile: str
    before: str
    after: str


def assign(standing: Standing) -> dict[str, str]:
    """The client of every record.

    Raises:
        Barred: two records would be one client that somebody decided are not the same person.
    """
    graph = linked(standing)
    homes = {home.client: home for home in standing.homes}
    assigned: dict[str, str] = {}
    for component in nx.connected_components(graph):
        for bar in standing.barred:
            if bar.left in component and bar.right in component:
                raise barred(bar, _way(bar, graph))
        client = _name(component, standing, homes)
        assigned.update(dict.fromkeys(component, client))
    return assigned


def moves(standing: Standing) -> tuple[Move, ...]:
    """Which records change their client when the graph follows what stands; in a fixed order.

    Raises:
        Barred: see `assign`.
    """
    assigned = assign(standing)
    found = [Move(m.profile, m.client, assigned[m.profile]) for m in standing.members if assigned[m.profile] != m.client]
    return tuple(sorted(found, key=lambda move: move.profile))


def linked(standing: Standing) -> "nx.Graph[str]":
    """The records with their effective links; an edge's `pair` is the decision, or None for records that came as one."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(member.profile for member in standing.members))
    cut = cuts(standing)
    for left, right in _came_together(standing.members, cut):
        graph.add_edge(left, right, pair=None)
    for pair in sorted(standing.same, key=lambda pair: (pair.decided_at, pair.decision)):
        is_cut = pair.ends in cut and cut[pair.ends] >= pair.decided_at
        if pair.left in graph and pair.right in graph and not is_cut:
            graph.add_edge(pair.left, pair.right, pair=pair)
    return graph


def cuts(standing: Standing) -> dict[frozenset[str], datetime]:
    """Pairs that somebody decided are not the same person, with the last time that was decided."""
    found: dict[frozenset[str], datetime] = {}
    for bar in standing.barred:
        found[bar.ends] = max(bar.decided_at, found.get(bar.ends, bar.decided_at))
    return found


def homes_of(members: Iterable[Member]) -> dict[str, list[str]]:
    """The records that came with each client, in a fixed order."""
    homes: dict[str, list[str]] = {}
    for member in members:
        homes.setdefault(member.home, []).append(member.profile)
    return {home: sorted(profiles) for home, profiles in homes.items()}


def _came_together(members: Iterable[Member], cut: Mapping[frozenset[str], datetime]) -> Iterable[tuple[str, str]]:
    for group in homes_of(members).values():
        if not any(bar <= set(group) for bar in cut):
            yield from pairwise(group)  # nobody cut within: a chain connects as well as all pairs do
            continue
        for index, left in enumerate(group):
            yield from ((left, right) for right in group[index + 1 :] if frozenset((left, right)) not in cut)


def _name(component: Iterable[str], standing: Standing, homes: Mapping[str, Home]) -> str:
    """The oldest of the ids that the records carry along; records that left their id behind begin one of their own."""
    profiles = sorted(component)
    carried = [home for client in {_home(standing, p) for p in profiles} if (home := homes[client]).keeper in component]
    if carried:
        return min(carried, key=lambda home: (home.since, home.client)).client
    return client_uid(profiles[0])


def _home(standing: Standing, profile: str) -> str:
    member = standing.member(profile)
    if member is None:
        raise InvariantBroken(f"{profile} is in no client")
    return member.home


def _way(bar: Pair, graph: "nx.Graph[str]") -> str:
    path: list[str] = nx.shortest_path(graph, bar.left, bar.right)
    return f"by way of {' - '.join(path)}"


def barred(bar: Pair, way: str) -> Barred:
    """The refusal to make one client of two people, with the way that would do it."""
    return Barred(
        f"{bar.left} and {bar.right} would become one client {way}, "
        f"but decision {bar.decision} of {bar.decided_at:%Y-%m-%d} says that they are not the same person",
        hint=f"undo {bar.decision} first if it was wrong, or leave them apart",
    )
