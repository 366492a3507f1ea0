"""The exact temporal sampler: the last k neighbours of a node strictly before a moment, by one binary search for each hop.

Edges lie sorted by (node, time) under one key, node * 2^33 + time, so what a node had seen before t ends where its key with t
would be inserted; the last k of it are one slice. No loop, and no edge at or after t can be drawn. Only arrays, `searchsorted`
and index arithmetic are used, so that the same lines run on another
array library behind `TemporalSampler`, on a processor or a card.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

# Seconds until the year 2242; 2^30 nodes remain.
TIME_BITS: Final = 33
_LATEST: Final = 1 << TIME_BITS
_MOST_NODES: Final = 1 << (62 - TIME_BITS)


@dataclass(frozen=True, eq=False)
class Drawn:
    """The neighbours of asked nodes: row int64 [n] of the question, node, time and edge (place in the edge list) int64 [n].

    Rows in the order of the questions, in each the latest edge first; of equal times, the later in the edge list first.
    """

    row: Ints
    node: Ints
    time: Ints
    edge: Ints


class TemporalSampler(Protocol):
    """Neighbours as they were known: what models are written against."""

    def last(self, nodes: Ints, before: Ints, k: int) -> Drawn:
        """The last k neighbours of each node strictly before its moment; nodes and before int64 [n]."""


@dataclass(frozen=True, eq=False)
class LastNeighbours:
    """One relation in one direction, int64 [edges] each, sorted by key; built by `of`."""

    key: Ints
    node: Ints
    edge: Ints
    start: Ints

    @classmethod
    def of(cls, source: Ints, target: Ints, time: Ints, targets: int) -> "LastNeighbours":
        """Edges from `source` that nodes `target` (below `targets`) saw at `time` (whole seconds from 1970, not negative).

        Raises:
            ValueError: lengths differ, or a time or node does not fit the key.
        """
        if not len(source) == len(target) == len(time):
            raise ValueError("every edge needs a source, a target and a time")
        if len(time) and (time.min() < 0 or time.max() >= _LATEST - 1):
            raise ValueError(f"times must lie in [0, 2^{TIME_BITS} - 1) seconds")
        if targets >= _MOST_NODES or (len(target) and not 0 <= target.min() <= target.max() < targets):
            raise ValueError("targets must be numbers below `targets`, and those below 2^29")
        order = np.lexsort((time, target))
        key = (target[order].astype(np.int64) << TIME_BITS) | time[order].astype(np.int64)
        start = np.searchsorted(key, np.arange(targets, dtype=np.int64) << TIME_BITS)
        return cls(key, source[order].astype(np.int64), order.astype(np.int64), start)

    def last(self, nodes: Ints, before: Ints, k: int) -> Drawn:
        """See `TemporalSampler`. A moment beyond the key's range means: all that is known."""
        moments = np.clip(before, 0, _LATEST - 1)
        end = np.searchsorted(self.key, (nodes << TIME_BITS) | moments)
        place = end[:, None] - 1 - np.arange(k)[None, :]
        is_there = place >= self.start[nodes][:, None]
        row = np.broadcast_to(np.arange(len(nodes))[:, None], place.shape)[is_there]
        chosen = place[is_there]
        return Drawn(row, self.node[chosen], self.key[chosen] & (_LATEST - 1), self.edge[chosen])


def sampled_hops(samplers: Sequence[TemporalSampler], nodes: Ints, before: Ints, fan_out: Sequence[int]) -> list[Drawn]:
    """Hop after hop through these relations: each asks for what its hop's nodes had seen before the first question's moment.

    `row` of each hop numbers the draws of the hop before it (the questions, for the first).
    """
    if len(samplers) != len(fan_out):
        raise ValueError("each hop needs its relation and its fan-out")
    found: list[Drawn] = []
    for sampler, k in zip(samplers, fan_out, strict=True):
        drawn = sampler.last(nodes, before, k)
        found.append(drawn)
        # Not the edge's own time: the question's moment bounds every hop, and nothing later is known at it.
        nodes, before = drawn.node, before[drawn.row]
    return found
