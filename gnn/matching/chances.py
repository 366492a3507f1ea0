"""How likely a proposal is taken up, by its rank: read off what the lists found of what had been hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import isotonic_regression

from gnn.matching.arrays import Doubles, Ints, Matrix

# So many lists' worth of the average rank are mixed in: a rank that few lists filled says little by itself.
_MIXED_IN: Final = 10.0


@dataclass(frozen=True, eq=False)
class Chances:
    """The chance of each rank, float64 [k], never rising from one rank to the next: for clients with a history, and without.

    Where nobody was asked who is like the client there is nothing to read off, and the chances are 0.
    """

    warm: Doubles
    cold: Doubles


def chances_by_rank(lists: Sequence[Ints], targets: Sequence[Matrix], k: int) -> Doubles:
    """Of lists int64 [n, k] (-1: no more) and what was hidden, CSR [n, items], the share of hits at each rank, float64 [k].

    A later rank is never likelier than an earlier one (isotonic regression), and every rank is drawn to the mean of all.
    """
    hits, filled = np.zeros(k), np.zeros(k)
    for found, hidden in zip(lists, targets, strict=True):
        width = min(k, found.shape[1])
        for row, items in enumerate(found[:, :width]):
            wanted = hidden.indices[hidden.indptr[row] : hidden.indptr[row + 1]]
            hits[:width] += np.isin(items, wanted) & (items >= 0)
            filled[:width] += items >= 0
    if not filled.any():
        return np.zeros(k)
    mean = hits.sum() / filled.sum()
    shares = (hits + _MIXED_IN * mean) / (filled + _MIXED_IN)
    return np.asarray(isotonic_regression(shares, weights=filled + _MIXED_IN, increasing=False).x, np.float64)
