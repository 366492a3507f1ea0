"""EASE (Steck 2019): each item predicted from the others by ridge regression that may not use the item itself."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gnn.matching.arrays import Floats, Ints, Matrix
from gnn.matching.blocks.block import Evidence
from gnn.matching.blocks.closed_form import core_items, ridge_inverse
from gnn.matching.interactions import Interactions
from gnn.matching.kernels import sparse_times_dense
from gnn.matching.profiles import Memory, profile_matrix


@dataclass(frozen=True, eq=False)
class EaseWeights:
    """The item-item weights of the items that take part: the costly part, shared by all memories."""

    table: Interactions
    penalty: float

    @cached_property
    def core(self) -> Ints:
        """The items that take part."""
        return core_items(self.table)

    @cached_property
    def weights(self) -> Floats:
        """From row to column, float32 [core, core], nought on the diagonal."""
        chosen = self.table.matrix[:, self.core]
        inverse = ridge_inverse(chosen.T @ chosen, self.penalty)
        inverse /= -np.diag(inverse).copy()
        inverse[np.diag_indices_from(inverse)] = 0
        return inverse


@dataclass(frozen=True, eq=False)
class Ease:
    """score = p B."""

    learned: EaseWeights
    memory: Memory
    now: float | None
    evidence: Evidence = Evidence.ITEM

    @property
    def name(self) -> str:
        """With its memory."""
        return f"EASE ({self.memory})"

    def profile(self, clients: Ints) -> Matrix:
        """The client's items."""
        return self._profiles[clients]

    @cached_property
    def _profiles(self) -> Matrix:
        return profile_matrix(self.learned.table, self.memory, self.now)

    def spread(self, profile: Matrix) -> Floats:
        """What follows from the profile."""
        core = self.learned.core
        scores = sparse_times_dense(profile[:, core].tocsr(), self.learned.weights)
        if len(core) == self.learned.table.items:
            return scores
        out = np.zeros((profile.shape[0], self.learned.table.items), np.float32)
        out[:, core] = scores
        return out
