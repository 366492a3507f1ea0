"""Ridge regression between items, solved once: what follows from an item when all others are accounted for."""

from typing import Final

import numpy as np
import scipy.linalg

from gnn.matching.arrays import Floats, Ints, Matrix
from gnn.matching.interactions import Interactions

# Items that take part: the inverse is a square of them in single precision (12,000: 0.6 GB, some 12 s on two cores).
MOST_ITEMS: Final = 12_500


def ridge_inverse(gram: Matrix, penalty: float) -> Floats:
    """(gram + penalty I)^-1 of a symmetric sparse matrix, dense float32."""
    dense = np.asfortranarray(gram.toarray(), np.float32)
    if not dense.size:
        return dense
    dense[np.diag_indices_from(dense)] += np.float32(penalty)
    lower, failed = scipy.linalg.lapack.spotrf(dense, lower=1, overwrite_a=1)
    inverse, failed_too = scipy.linalg.lapack.spotri(lower, lower=1, overwrite_c=1)
    if failed or failed_too:
        raise ValueError("the penalty is too small for this matrix")
    return _mirrored(inverse)


def _mirrored(lower: Floats, step: int = 2_048) -> Floats:
    """LAPACK fills the lower half only; copied in tiles, so that no second square is needed."""
    size = len(lower)
    for at in range(0, size, step):
        tile = slice(at, min(at + step, size))
        lower[tile, tile.stop :] = lower[tile.stop :, tile].T
        corner = np.tril(lower[tile, tile])
        lower[tile, tile] = corner + np.tril(corner, -1).T
    return np.ascontiguousarray(lower)


def core_items(table: Interactions, most: int = MOST_ITEMS) -> Ints:
    """The items that take part, in order: all that were taken up, the most taken up where they are too many."""
    taken = np.flatnonzero(table.takers)
    if len(taken) <= most:
        return taken
    return np.sort(taken[np.argsort(-table.takers[taken], kind="stable")[:most]])
