"""What describes a client: what clients of the same values take up, and which item values theirs go with.

Both serve clients whom nobody met before; a household or a friends' circle written as an attribute is found here too.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from gnn.matching.arrays import Floats, Ints, Matrix, column_sums, scaled_columns, unit_rows
from gnn.matching.blocks.block import Evidence
from gnn.matching.blocks.lift import log_lift
from gnn.matching.interactions import Interactions
from gnn.matching.kernels import dense_times_sparse, sparse_times_sparse

# A circle of a hundred says less about each of its members than a couple does.
_CIRCLE_POWER: Final = -0.5


@dataclass(frozen=True, eq=False)
class LikeClients:
    """score = A A_n' X with A the weighed values CSR [clients, values] and A_n less the more clients share a value."""

    table: Interactions
    values: Matrix
    evidence: Evidence = Evidence.CLIENT_VALUE
    name: str = "clients of the same attributes"

    def profile(self, clients: Ints) -> Matrix:
        """The client's values, rare ones more."""
        return self._weighed[clients]

    @cached_property
    def _weighed(self) -> Matrix:
        holders = np.maximum(column_sums(self.values > 0), 1)
        return unit_rows(scaled_columns(self.values, np.log(max(self.values.shape[0], 2) / holders)))

    @cached_property
    def _taken(self) -> Matrix:
        """What holders of each value took up, CSR [values, items]."""
        holders = np.maximum(column_sums(self.values > 0), 1) ** np.float32(_CIRCLE_POWER)
        return (scaled_columns(self.values, holders).T.tocsr() @ self.table.matrix).tocsr()

    def spread(self, profile: Matrix) -> Floats:
        """What holders of the same values took up."""
        return sparse_times_sparse(profile, self._taken)


@dataclass(frozen=True, eq=False)
class ClientAffinity:
    """score = A W V': W the log lift of a client's value and an item's value in one interaction."""

    table: Interactions
    client_values: Matrix
    item_values: Matrix
    evidence: Evidence = Evidence.CLIENT_VALUE
    name: str = "item attributes that suit client attributes"

    def profile(self, clients: Ints) -> Matrix:
        """The client's values."""
        return self.client_values[clients]

    @cached_property
    def _lift(self) -> Floats:
        return log_lift((self.client_values.T @ self.table.matrix @ self.item_values).toarray())

    @cached_property
    def _back(self) -> Matrix:
        return self.item_values.T.tocsr()

    def spread(self, profile: Matrix) -> Floats:
        """From the client's values to item values to items."""
        return dense_times_sparse(profile @ self._lift, self._back)
