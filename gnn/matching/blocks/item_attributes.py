"""What describes an item: alike items (idf-weighted cosine), and values that go together in clients' histories (lift).

Both serve items that nobody took up yet.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from gnn.matching.arrays import Floats, Ints, Matrix, column_sums, scaled_columns, unit_rows
from gnn.matching.blocks.block import Evidence
from gnn.matching.blocks.lift import log_lift
from gnn.matching.interactions import Interactions
from gnn.matching.kernels import dense_times_sparse
from gnn.matching.profiles import Memory, profile_matrix

# Popularity given back to alike items; one taker is added, so that a new item is not worth nothing.
_POPULARITY: Final = 0.3


def weighed_values(values: Matrix) -> Matrix:
    """Each value by how rare it is, each item's values of length 1: CSR [items, values]."""
    holders = np.maximum(column_sums(values > 0), 1)
    return unit_rows(scaled_columns(values, np.log(max(values.shape[0], 2) / holders)))


@dataclass(frozen=True, eq=False)
class AlikeItems:
    """score = p M M' (Di + 1)^.3, M the weighed values CSR [items, values]."""

    table: Interactions
    weighed: Matrix
    memory: Memory
    now: float | None
    evidence: Evidence = Evidence.ITEM

    @property
    def name(self) -> str:
        """With its memory."""
        return f"items of alike attributes ({self.memory})"

    def profile(self, clients: Ints) -> Matrix:
        """The client's items."""
        return self._profiles[clients]

    @cached_property
    def _profiles(self) -> Matrix:
        return profile_matrix(self.table, self.memory, self.now)

    @cached_property
    def _back(self) -> Matrix:
        return scaled_columns(self.weighed.T.tocsr(), (self.table.takers + 1) ** np.float32(_POPULARITY))

    def spread(self, profile: Matrix) -> Floats:
        """Along values to the items that share them."""
        return dense_times_sparse((profile @ self.weighed).toarray(), self._back)


@dataclass(frozen=True, eq=False)
class ValueAffinity:
    """score = p V W V', W the log lift of two values in one history, V the plain values CSR [items, values]."""

    table: Interactions
    values: Matrix
    memory: Memory
    now: float | None
    evidence: Evidence = Evidence.ITEM

    @property
    def name(self) -> str:
        """With its memory."""
        return f"attributes that go together ({self.memory})"

    def profile(self, clients: Ints) -> Matrix:
        """The client's items."""
        return self._profiles[clients]

    @cached_property
    def _profiles(self) -> Matrix:
        return profile_matrix(self.table, self.memory, self.now)

    @cached_property
    def _lift(self) -> Floats:
        """W: an item does not speak for itself, so each one's pair with itself is left out."""
        histories = (self.table.matrix @ self.values).tocsr()
        itself = scaled_columns(self.values.T.tocsr(), self.table.takers) @ self.values
        return log_lift((histories.T @ histories - itself).toarray())

    def spread(self, profile: Matrix) -> Floats:
        """From the values of the client's items to values that go with them, to items."""
        return dense_times_sparse((profile @ self.values) @ self._lift, self._back)

    @cached_property
    def _back(self) -> Matrix:
        return self.values.T.tocsr()
