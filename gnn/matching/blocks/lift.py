"""How much more often two things go together than by chance."""

from typing import Final

import numpy as np
import numpy.typing as npt

from gnn.matching.arrays import Floats

# Pairs that would be expected this often count half by what was seen, half by chance.
_DOUBT: Final = 5.0


def log_lift(pairs: npt.ArrayLike) -> Floats:
    """log((seen + doubt) / (expected + doubt)), float32 [a, b], from counts of pairs [a, b]; 0 where nothing is known."""
    seen = np.maximum(np.asarray(pairs, np.float64), 0)
    total = seen.sum()
    expected = np.outer(seen.sum(1), seen.sum(0)) / total if total else seen
    return np.log((seen + _DOUBT) / (expected + _DOUBT)).astype(np.float32)
