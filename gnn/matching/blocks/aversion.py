"""What is like the items that a client discarded, or was shown and did not choose: the filter's hop, counted against."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gnn.matching.arrays import Floats, Ints, Matrix
from gnn.matching.blocks.block import Evidence
from gnn.matching.blocks.graph_filter import Spectrum
from gnn.matching.kernels import dense_times_sparse


@dataclass(frozen=True, eq=False)
class Aversion:
    """score = -x N'N / S1^2, x the disliked items CSR [clients, items]."""

    spectrum: Spectrum
    disliked: Matrix
    evidence: Evidence = Evidence.ITEM
    name: str = "like what was turned down"

    def profile(self, clients: Ints) -> Matrix:
        """The items that the client turned down."""
        return self.disliked[clients]

    @cached_property
    def _scale(self) -> float:
        return -1.0 / max(float(self.spectrum.values[0]) ** 2, 1e-9) if len(self.spectrum.values) else 0.0

    def spread(self, profile: Matrix) -> Floats:
        """Never above 0."""
        scores = dense_times_sparse((profile @ self.spectrum.transposed).toarray(), self.spectrum.scaled)
        return np.asarray(scores * np.float32(self._scale), np.float32)
