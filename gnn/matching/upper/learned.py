"""What the net learned, without the net: two small matrices, and the block that scores by them."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gnn.matching.arrays import Floats, Ints, Matrix
from gnn.matching.blocks.block import Evidence
from gnn.matching.interactions import Interactions
from gnn.matching.kernels import sparse_times_dense
from gnn.matching.profiles import Memory, profile_matrix


@dataclass(frozen=True, eq=False)
class Learned:
    """taken float32 [items, width]: what an item says of whoever took it up; offered float32 [items, width]: items on offer."""

    taken: Floats
    offered: Floats

    @property
    def content_hash(self) -> str:
        """SHA-256 of both."""
        return hashlib.sha256(self.taken.tobytes() + self.offered.tobytes()).hexdigest()


@dataclass(frozen=True, eq=False)
class LearnedBlock:
    """score = p T O'. Linear in the profile like every block, so its reasons are exact."""

    table: Interactions
    learned: Learned
    memory: Memory
    evidence: Evidence = Evidence.ITEM

    @property
    def name(self) -> str:
        """With its memory."""
        return f"graph net ({self.memory})"

    def profile(self, clients: Ints) -> Matrix:
        """The client's items."""
        return self._profiles[clients]

    @cached_property
    def _profiles(self) -> Matrix:
        return profile_matrix(self.table, self.memory, None)

    def spread(self, profile: Matrix) -> Floats:
        """Through the towers."""
        return np.asarray(sparse_times_dense(profile, self.learned.taken) @ self.learned.offered.T, np.float32)
