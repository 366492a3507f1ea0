"""What friends, colleagues or the household took up: D_T^-.5 T X Di^-.25, T the symmetric relations between clients."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from gnn.matching.arrays import Floats, Ints, Matrix, row_sums, scaled_columns, scaled_rows
from gnn.matching.blocks.block import Evidence
from gnn.matching.interactions import Interactions
from gnn.matching.kernels import sparse_times_sparse

_FRIEND_POWER: Final = -0.5
# What everybody has says little about friends.
_ITEM_POWER: Final = -0.25


@dataclass(frozen=True, eq=False)
class Relations:
    """`relations` CSR [clients, clients]."""

    table: Interactions
    relations: Matrix
    evidence: Evidence = Evidence.FRIEND
    name: str = "related clients"

    def profile(self, clients: Ints) -> Matrix:
        """The client's relations, less each the more there are."""
        return self._scaled[clients]

    @cached_property
    def _scaled(self) -> Matrix:
        return scaled_rows(self.relations, np.maximum(row_sums(self.relations), 1e-6) ** np.float32(_FRIEND_POWER))

    @cached_property
    def _items(self) -> Matrix:
        return scaled_columns(self.table.matrix, np.maximum(self.table.takers, 1) ** np.float32(_ITEM_POWER))

    def spread(self, profile: Matrix) -> Floats:
        """Their items."""
        return sparse_times_sparse(profile, self._items)
