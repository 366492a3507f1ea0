"""What everybody takes up lately: the sum of 2^(-age / half-life) over an item's events, and of 1 without a half-life."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gnn.matching.arrays import Floats, Ints, Matrix, csr
from gnn.matching.blocks.block import Evidence
from gnn.matching.interactions import Interactions
from gnn.matching.profiles import Memory, event_values


@dataclass(frozen=True, eq=False)
class Recency:
    """Popularity that fades. `half_life` in the times' unit; None counts events of any age alike."""

    table: Interactions
    half_life: float | None
    now: float | None
    evidence: Evidence = Evidence.EVERYBODY

    @property
    def name(self) -> str:
        """With its half-life."""
        return f"recent popularity (half-life {self.half_life:.4g})" if self.half_life else "popularity"

    def profile(self, clients: Ints) -> Matrix:
        """Everybody is everybody."""
        return csr(np.arange(len(clients)), np.zeros(len(clients), np.int64), (len(clients), 1))

    def spread(self, profile: Matrix) -> Floats:
        """The same for all."""
        return np.asarray(profile.toarray(), np.float32) * self.popularity

    @cached_property
    def popularity(self) -> Floats:
        """Of each item, float32 [items]."""
        values = event_values(self.table, Memory(self.half_life), self.now)
        return np.bincount(self.table.item, values, self.table.items).astype(np.float32)
