"""How much of a client's history counts: all alike, the last ones more, the recent ones more."""

from dataclasses import dataclass

import numpy as np

from gnn.matching.arrays import Floats, Matrix, csr
from gnn.matching.interactions import Interactions


@dataclass(frozen=True)
class Memory:
    """How events fade. `half_life` in the times' unit; `by_place`: 1 / (1 + later events of the client); else all count alike.

    `strength`: an event counts log(1 + its weight), divided by the client's mean.
    """

    half_life: float | None = None
    by_place: bool = False
    strength: bool = False

    def __str__(self) -> str:
        fading = f"half-life {self.half_life:.4g}" if self.half_life else "by place" if self.by_place else "all alike"
        return f"{fading}, by weight" if self.strength else fading


ALIKE = Memory()


def event_values(table: Interactions, memory: Memory, now: float | None) -> Floats:
    """What each event counts, float32 [n]."""
    values = np.ones(len(table), np.float64)
    if memory.by_place:
        values /= 1.0 + table.distance
    if memory.half_life and table.time is not None and now is not None:
        values *= np.exp2(-np.maximum(now - table.time, 0) / memory.half_life)
    if memory.strength and table.weight is not None:
        strength = np.log1p(table.weight.astype(np.float64))
        mean = np.bincount(table.client, strength, table.clients) / np.maximum(table.counts, 1)
        values *= strength / np.maximum(mean[table.client], 1e-9)
    return values.astype(np.float32)


def profile_matrix(table: Interactions, memory: Memory, now: float | None) -> Matrix:
    """What each client's history says of items, CSR [clients, items]; of repeated items the greatest value counts."""
    if memory == ALIKE:
        return table.matrix
    values = event_values(table, memory, now)
    order = np.lexsort((-values, table.item, table.client))
    client, item = table.client[order], table.item[order]
    is_first = np.ones(len(order), bool)
    is_first[1:] = (client[1:] != client[:-1]) | (item[1:] != item[:-1])
    return csr(client[is_first], item[is_first], (table.clients, table.items), values[order][is_first])
