"""The exact temporal sampler: the last k neighbours of a node strictly before a moment, by one binary search for each hop.

Edges lie sorted by (node, time) under one key, node * width + time since the first, so what a node had seen before t ends where
its key with t would be inserted; the last k of it are one slice. No loop over nodes, and no edge at or after t can be drawn.
Only integer operations: the same answer on every run, and on a processor as on a card.
"""

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from graph_schema.errors import InputRefused

_LARGEST_KEY: Final = 2**63 - 1


@dataclass(frozen=True, eq=False)
class Drawn:
    """The neighbours of asked nodes: row int64 [n] of the question, node, time and edge (place in the edge list) int64 [n].

    Rows in the order of the questions, in each the latest edge first; of equal times, the later in the edge list first.
    """

    row: Tensor
    node: Tensor
    time: Tensor
    edge: Tensor


@dataclass(frozen=True, eq=False)
class LastNeighbours:
    """One relation in one direction, int64 [edges] each, sorted by key; built by `of`.

    start is int64 [nodes], first the earliest time, width the number of moments that keys tell apart.
    """

    key: Tensor
    node: Tensor
    edge: Tensor
    start: Tensor
    first: int
    width: int

    @classmethod
    def of(
        cls, source: Tensor, target: Tensor, time: Tensor, targets: int, *, device: torch.device | str = "cpu"
    ) -> "LastNeighbours":
        """Edges from `source` that nodes `target` (below `targets`) saw at `time`, int64 [edges] each; any whole unit of time.

        Raises:
            InputRefused: lengths or kinds differ, a target is none of the nodes, or nodes times moments exceed 63 bits.
        """
        _require_edges(source, target, time, targets)
        first = int(time.min()) if len(time) else 0
        # One moment more than there are, so that "after the last" has a key of its own.
        width = int(time.max()) - first + 2 if len(time) else 2
        if targets * width > _LARGEST_KEY:
            raise InputRefused(
                f"{targets} nodes times {width} moments do not fit the sampler's key of 63 bits",
                hint="count times in a coarser unit, such as seconds in place of nanoseconds",
            )
        source, target, time = source.to(device), target.to(device), time.to(device)
        key, order = torch.sort(target * width + (time - first), stable=True)
        start = torch.searchsorted(key, torch.arange(targets, device=device) * width)
        return cls(key, source[order], order, start, first, width)

    def last(self, nodes: Tensor, before: Tensor, k: int) -> Drawn:
        """The last k neighbours of each node strictly before its moment; both int64 [n], on the sampler's device."""
        # Clamped before the difference: a moment far away must not overflow.
        moment = before.clamp(self.first, self.first + self.width - 1) - self.first
        end = torch.searchsorted(self.key, nodes * self.width + moment)
        place = end[:, None] - 1 - torch.arange(k, device=nodes.device)
        is_there = place >= self.start[nodes][:, None]
        row = torch.arange(len(nodes), device=nodes.device)[:, None].expand_as(place)[is_there]
        chosen = place[is_there]
        return Drawn(row, self.node[chosen], self.key[chosen] % self.width + self.first, self.edge[chosen])


def _require_edges(source: Tensor, target: Tensor, time: Tensor, targets: int) -> None:
    if not source.shape == target.shape == time.shape or source.dim() != 1:
        raise InputRefused("every edge needs a source, a target and a time", hint="give three lists of one length")
    if any(part.dtype != torch.int64 for part in (source, target, time)):
        raise InputRefused("sources, targets and times must be int64", hint="convert them with .long(), times in whole seconds")
    if len(target) and not 0 <= int(target.min()) <= int(target.max()) < targets:
        raise InputRefused(f"a target is none of the {targets} nodes", hint="number the nodes from 0 without gaps")
