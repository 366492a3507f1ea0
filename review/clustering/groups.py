"""A division of nodes into groups, and the steps that change it. Each obeys every ban."""

from collections import deque
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Final

from review.clustering.attraction import LEAST_GAIN, Field, Weights, parts
from review.clustering.constraints import Claims, Holding, clash

# Local search ends by itself, as each move gains; this bounds the rare case of many tiny gains.
MOVES_A_NODE: Final = 20
NEVER: Final = float("-inf")


class Groups:
    """A division of a field's nodes, as it changes."""

    def __init__(self, field: Field, of: Sequence[int] | None = None) -> None:
        self._field = field
        self.of: list[int] = list(of) if of is not None else list(range(len(field.sizes)))
        self._members: dict[int, set[int]] = {}
        self._records: dict[int, int] = {}
        self._holdings: dict[int, Holding] = {}
        self._nodes = field.nodes
        self._next = max((*self.of, len(self.of))) + 1
        for node in self._nodes:
            self._put(node, self.of[node])

    def members(self) -> list[list[int]]:
        """The nodes of each group, in a fixed order."""
        alone = [[node] for node, its in enumerate(self._field.ties) if not its]
        return sorted(alone + [sorted(its) for its in self._members.values()])

    def wanted(self) -> list[tuple[int, int]]:
        """A node of each of two groups that would gain by joining. After `divide` only bans keep these apart."""
        near = self._near()
        names = {group: min(its) for group, its in self._members.items()}
        pairs = ((a, b) for a, its in near.items() for b in its if a < b and self._gain(a, b, its[b]) > LEAST_GAIN)
        return sorted((min(names[a], names[b]), max(names[a], names[b])) for a, b in pairs)

    def contract(self) -> int:
        """Join the two groups that gain most, until none gains that may; answers how many joined."""
        near, joined = self._near(), 0
        heap = [
            (-gain, a, b) for a, its in near.items() for b in its if a < b and (gain := self._gain(a, b, its[b])) > LEAST_GAIN
        ]
        heapify(heap)
        while heap:
            promised, a, b = heappop(heap)
            weight = near[a].get(b) if a in near else None
            if weight is None or (gain := self._gain(a, b, weight)) <= LEAST_GAIN:
                continue
            if gain != -promised:  # a group has grown since
                if gain < -promised:
                    heappush(heap, (-gain, a, b))
                continue
            if self._clash(a, b):
                near[a][b] = near[b][a] = NEVER
                continue
            stays, goes = (a, b) if self._bulk(near, a) >= self._bulk(near, b) else (b, a)
            self._join(stays, goes)
            joined += 1
            for other in self._inherit(near, stays, goes):
                gain = self._gain(stays, other, near[stays][other])
                if gain > LEAST_GAIN:
                    heappush(heap, (-gain, min(stays, other), max(stays, other)))
        return joined

    def link_by_link(self) -> None:
        """The plain greedy way: each link, the strongest first, joins what it connects unless a ban forbids."""
        for _, left, right in self._field.links:
            a, b = self.of[left], self.of[right]
            if a != b and not self._clash(a, b):
                large, small = (a, b) if len(self._members[a]) >= len(self._members[b]) else (b, a)
                self._join(large, small)

    def move_nodes(self) -> None:
        """Move single nodes to where they gain most, or out on their own, until none gains."""
        ties = self._field.ties
        waiting = deque(node for node in self._nodes if any(self.of[tie] != self.of[node] for tie in ties[node]))
        queued, budget = set(waiting), MOVES_A_NODE * len(waiting)
        while waiting and budget:
            node = waiting.popleft()
            queued.discard(node)
            target = self._best_move(node)
            if target is None:
                continue
            budget -= 1
            self._take_out(node)
            self._put(node, target)
            fresh = [near for near in self._field.pulls[node] if near not in queued]
            waiting.extend(fresh)
            queued.update(fresh)

    def fall_apart(self) -> None:
        """Give the parts of a group that no attracting link connects groups of their own."""
        for group in sorted(self._members):
            for part in parts(self._members[group], self._field.ties)[1:]:
                for node in part:
                    self._take_out(node)
                    self._put(node, self._next)

    def sums(self, component: Mapping[int, int]) -> dict[int, float]:
        """What the groups inside each component add up to; `component` tells that of each node."""
        found: dict[int, float] = {}
        for node in self._nodes:
            its = self._field.pulls[node]
            inside = sum(weight for other, weight in its.items() if other > node and self.of[other] == self.of[node])
            found[component[node]] = found.get(component[node], 0.0) + inside
        for members in self._members.values():
            sizes = [self._field.sizes[node] for node in members]
            pairs = (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2
            found[component[next(iter(members))]] += self._field.unscored * pairs
        return found

    def _gain(self, a: int, b: int, weight: float) -> float:
        return weight + self._field.unscored * self._records[a] * self._records[b]

    def _clash(self, a: int, b: int) -> bool:
        small, large = (a, b) if len(self._members[a]) <= len(self._members[b]) else (b, a)
        foes = self._field.foes
        if any(self.of[foe] == large for node in self._members[small] if node in foes for foe in foes[node]):
            return True
        return clash(self._said(small), self._said(large))

    def _bulk(self, near: dict[int, Weights], group: int) -> int:
        return len(near[group]) + len(self._members[group])

    def _near(self) -> dict[int, Weights]:
        near: dict[int, Weights] = {group: {} for group in self._members}
        for node in self._nodes:
            own = near[self.of[node]]
            for other, weight in self._field.pulls[node].items():
                group = self.of[other]
                own[group] = own.get(group, 0.0) + weight
        for group, its in near.items():
            its.pop(group, None)
        return near

    @staticmethod
    def _inherit(near: dict[int, Weights], stays: int, goes: int) -> list[int]:
        """The neighbours of the group that goes become those of the one that stays; answers which."""
        del near[stays][goes]
        moved = [other for other in near[goes] if other != stays]
        for other in moved:
            weight = near[stays].get(other, 0.0) + near[goes][other]
            near[stays][other] = near[other][stays] = weight
            del near[other][goes]
        del near[goes]
        return moved

    def _best_move(self, node: int) -> int | None:
        own, size, unscored = self.of[node], self._field.sizes[node], self._field.unscored
        pulls: Weights = {}
        for other, weight in self._field.pulls[node].items():
            pulls[self.of[other]] = pulls.get(self.of[other], 0.0) + weight
        stay = pulls.pop(own, 0.0) + unscored * size * (self._records[own] - size)
        gains = [(weight + unscored * size * self._records[group] - stay, group) for group, weight in pulls.items()]
        if len(self._members[own]) > 1:
            gains.append((-stay, self._next))
        for gain, group in sorted(gains, key=lambda entry: (-entry[0], entry[1])):
            if gain <= LEAST_GAIN:
                return None
            if group == self._next or not self._is_foe(node, group):
                return group
        return None

    def _is_foe(self, node: int, group: int) -> bool:
        if any(self.of[foe] == group for foe in self._field.foes.get(node, ())):
            return True
        return clash(self._field.claims[node], self._said(group))

    def _said(self, group: int) -> Claims:
        holding = self._holdings.get(group)
        return holding.claims if holding else self._field.claims[next(iter(self._members[group]))]

    def _hold(self, group: int) -> Holding:
        """What the group says, as something that can change; a node alone needs none."""
        if group not in self._holdings:
            self._holdings[group] = holding = Holding()
            for node in self._members[group]:
                holding.add(self._field.claims[node])
        return self._holdings[group]

    def _join(self, stays: int, goes: int) -> None:
        self._hold(stays).add(self._said(goes))
        self._holdings.pop(goes, None)
        for node in self._members[goes]:
            self.of[node] = stays
        self._members[stays] |= self._members.pop(goes)
        self._records[stays] += self._records.pop(goes)

    def _put(self, node: int, group: int) -> None:
        self.of[node] = group
        if group in self._members:
            self._hold(group).add(self._field.claims[node])
            self._members[group].add(node)
            self._records[group] += self._field.sizes[node]
        else:
            self._members[group] = {node}
            self._records[group] = self._field.sizes[node]
        self._next = max(self._next, group + 1)

    def _take_out(self, node: int) -> None:
        group = self.of[node]
        self._hold(group).take_out(self._field.claims[node])
        self._members[group].discard(node)
        self._records[group] -= self._field.sizes[node]
        if not self._members[group]:
            del self._members[group], self._records[group], self._holdings[group]
