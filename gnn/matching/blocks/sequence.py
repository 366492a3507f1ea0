"""What comes next: transitions from an item to a later one, plain and by ridge regression.

At every cut t of every history, Y holds the past and Z the future, each event by 1 / (its distance from the cut), so that
C = Y'Z = sum over pairs i before j of 2 H(j - i) / (j - i + 1), H the harmonic numbers. With p_i = 1 / (1 + later events):
plain: p r^-.5 (C + .3 C') c^-.1; ridge: p (Y'Y + 80 I)^-1 C.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numba import njit

from gnn.matching.arrays import Floats, Ints, Matrix, column_sums, csr, row_sums, scaled_columns, scaled_rows
from gnn.matching.blocks.block import Evidence
from gnn.matching.blocks.closed_form import core_items, ridge_inverse
from gnn.matching.interactions import Interactions
from gnn.matching.kernels import sparse_times_dense, sparse_times_sparse
from gnn.matching.profiles import Memory, profile_matrix

# Events further apart than this have next to nothing to do with each other, and pairs grow with the square.
_WINDOW: Final = 50
_BACKWARDS: Final = 0.3
_FROM_POWER: Final = -0.5
_TO_POWER: Final = -0.1
_PENALTY: Final = 80.0
_LAST_MORE: Final = Memory(by_place=True)


@dataclass(frozen=True, eq=False)
class Transitions:
    """score = p r^-.5 (C + .3 C') c^-.1; `window` events forward."""

    table: Interactions
    window: int = _WINDOW
    evidence: Evidence = Evidence.ITEM
    name: str = "what follows"

    def profile(self, clients: Ints) -> Matrix:
        """The client's items, the last ones more."""
        return self._profiles[clients]

    @cached_property
    def _profiles(self) -> Matrix:
        return profile_matrix(self.table, _LAST_MORE, None)

    @cached_property
    def forward(self) -> Matrix:
        """C, CSR [items, items]."""
        return forward_pairs(self.table, self.window)

    @cached_property
    def _weights(self) -> Matrix:
        both = (self.forward + self.forward.T.tocsr() * np.float32(_BACKWARDS)).tocsr()
        to = np.maximum(column_sums(both), 0.1) ** np.float32(_TO_POWER)
        return scaled_columns(scaled_rows(both, np.maximum(row_sums(both), 0.1) ** np.float32(_FROM_POWER)), to)

    def spread(self, profile: Matrix) -> Floats:
        """What follows the profile's items."""
        return sparse_times_sparse(profile, self._weights)


@dataclass(frozen=True, eq=False)
class RidgeTransitions:
    """score = p (Y'Y + 80 I)^-1 C, among the items that take part."""

    table: Interactions
    window: int = _WINDOW
    evidence: Evidence = Evidence.ITEM
    name: str = "what follows, others accounted for"

    def profile(self, clients: Ints) -> Matrix:
        """The client's items, the last ones more."""
        return self._profiles[clients]

    @cached_property
    def _profiles(self) -> Matrix:
        return profile_matrix(self.table, _LAST_MORE, None)

    @cached_property
    def core(self) -> Ints:
        """The items that take part."""
        return core_items(self.table)

    @cached_property
    def _weights(self) -> Floats:
        past = _pasts(self.table, self.window)[:, self.core].tocsr()
        forward = forward_pairs(self.table, self.window)[self.core][:, self.core].tocsr()
        inverse = ridge_inverse(past.T @ past, _PENALTY)
        # (inverse C)' = C' inverse: the inverse is symmetric, and the sparse one may stand left.
        return np.ascontiguousarray(sparse_times_dense(forward.T.tocsr(), inverse).T)

    def spread(self, profile: Matrix) -> Floats:
        """What follows the profile's items."""
        scores = sparse_times_dense(profile[:, self.core].tocsr(), self._weights)
        out = np.zeros((profile.shape[0], self.table.items), np.float32)
        out[:, self.core] = scores
        return out


def forward_pairs(table: Interactions, window: int = _WINDOW) -> Matrix:
    """C, CSR [items, items]: from the earlier item to the later one, at most `window` events apart."""
    first, second, apart = _ordered_pairs(table.client, window)
    harmonic = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, window + 1))])
    values = 2 * harmonic[apart] / (apart + 1)
    return csr(table.item[first], table.item[second], (table.items, table.items), values)


def _pasts(table: Interactions, window: int) -> Matrix:
    """Y, CSR [events, items]: the row of an event holds what the client did before it."""
    first, second, apart = _ordered_pairs(table.client, window)
    return csr(second, table.item[first], (len(table), table.items), 1 / apart)


@njit(cache=True)
def _ordered_pairs(client, window):  # type: ignore[no-untyped-def] # numba infers
    total = 0
    for later in range(len(client)):
        earlier = later - 1
        while earlier >= 0 and later - earlier <= window and client[earlier] == client[later]:
            total += 1
            earlier -= 1
    first, second, apart = np.empty(total, np.int64), np.empty(total, np.int64), np.empty(total, np.int64)
    at = 0
    for later in range(len(client)):
        earlier = later - 1
        while earlier >= 0 and later - earlier <= window and client[earlier] == client[later]:
            first[at], second[at], apart[at] = earlier, later, later - earlier
            at += 1
            earlier -= 1
    return first, second, apart
