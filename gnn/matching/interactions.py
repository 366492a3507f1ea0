"""Who took up what, when and how strongly: the one table that every block reads."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from gnn.matching.arrays import Bools, Doubles, Floats, Ints, Matrix, csr

SECONDS_A_DAY: Final = 86_400.0


@dataclass(frozen=True, eq=False)
class Interactions:
    """Events in the order client, time, place in the file.

    client, item int64 [n]: numbers below clients and items; time float64 [n] in the file's unit, None where it has none;
    weight float32 [n], above 0, None where the file has none.
    """

    clients: int
    items: int
    client: Ints
    item: Ints
    time: Doubles | None = None
    weight: Floats | None = None

    @classmethod
    def sorted_from(
        cls, clients: int, items: int, client: Ints, item: Ints, *, time: Doubles | None = None, weight: Floats | None = None
    ) -> "Interactions":
        """The same events in the table's order; equal times keep the order that they came in."""
        order = np.lexsort((time, client)) if time is not None else np.argsort(client, kind="stable")
        return cls(
            clients,
            items,
            np.asarray(client, np.int64)[order],
            np.asarray(item, np.int64)[order],
            None if time is None else np.asarray(time, np.float64)[order],
            None if weight is None else np.asarray(weight, np.float32)[order],
        )

    def __len__(self) -> int:
        return len(self.client)

    @cached_property
    def start(self) -> Ints:
        """Where each client's events begin, int64 [clients + 1]."""
        return np.searchsorted(self.client, np.arange(self.clients + 1))

    @cached_property
    def counts(self) -> Ints:
        """Events of each client, int64 [clients]."""
        return np.diff(self.start)

    @cached_property
    def matrix(self) -> Matrix:
        """1 where a client took up an item, CSR [clients, items]."""
        return csr(self.client, self.item, (self.clients, self.items))

    @cached_property
    def takers(self) -> Floats:
        """How many clients took up each item, float32 [items]."""
        return np.bincount(self.matrix.indices, minlength=self.items).astype(np.float32)

    @cached_property
    def distance(self) -> Ints:
        """How many events of the same client come later, int64 [n]."""
        return self.start[self.client + 1] - 1 - np.arange(len(self))

    def kept(self, keep: Bools) -> "Interactions":
        """The events where `keep` [n] holds; clients and items stay numbered as they are."""
        return Interactions(
            self.clients,
            self.items,
            self.client[keep],
            self.item[keep],
            None if self.time is None else self.time[keep],
            None if self.weight is None else self.weight[keep],
        )


def positions_only(table: Interactions) -> bool:
    """Whether times merely count a client's own events (0, 1, 2, ...): an order, and no clock that clients share."""
    if table.time is None or not len(table):
        return False
    first = table.time[table.start[table.client]]
    counted = np.arange(len(table)) - table.start[table.client]
    return bool(np.all(table.time == first + counted) and np.ptp(table.time[table.start[:-1][table.counts > 0]]) <= 1)
