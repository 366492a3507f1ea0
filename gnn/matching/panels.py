"""The scores of held-out clients, laid side by side: what weights would have found is read off without fitting again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit, prange

from gnn.matching.arrays import Bools, Doubles, Floats, Ints, Matrix, row_numbers
from gnn.matching.holdouts import Holdout
from gnn.matching.kernels import best_of_rows, row_spread


@dataclass(frozen=True, eq=False)
class Panel:
    """Clients of one holdout: columns float32 [n, items] or, where all clients have the same, [1, items], each row divided by
    its spread; targets CSR [n, items]; start float32 [n, items]: 0, -inf where the client has seen the item."""

    columns: tuple[Floats, ...]
    targets: Matrix
    start: Floats

    @property
    def clients(self) -> int:
        """How many are asked for."""
        return len(self.start)

    def rows(self, chosen: Bools) -> "Panel":
        """The same for some of the clients."""
        columns = tuple(column if len(column) == 1 else column[chosen] for column in self.columns)
        return Panel(columns, self.targets[np.flatnonzero(chosen)], self.start[chosen])

    def blend(self, weights: Sequence[float]) -> Floats:
        """What these weights give, -inf for seen items, float32 [n, items]."""
        total = self.start.copy()
        for weight, column in zip(weights, self.columns, strict=True):
            if weight:
                total += np.float32(weight) * column
        return total


def unseen(holdout: Holdout) -> Floats:
    """0, and -inf where the client has seen the item: float32 [n, items]."""
    seen = holdout.train.matrix[holdout.clients]
    start = np.zeros(seen.shape, np.float32)
    start[row_numbers(seen), seen.indices] = -np.inf
    return start


def even(scores: Floats) -> Floats:
    """Each row divided by its spread, so that blocks of all scales can be added; a row without spread says nothing: 0."""
    spread = row_spread(scores)
    scores *= np.divide(1, spread, out=np.zeros_like(spread), where=spread > 0)[:, None]
    return scores


def success(base: Floats, column: Floats, weights: Sequence[float], targets: Matrix, k: int) -> Doubles:
    """The mean of NDCG@k and recall@k of base + weight * column, float64 [weights, n]. Columns of one row serve all clients."""
    factors = np.asarray(weights, np.float32)
    return _success(base, column, factors, k, targets.indptr, targets.indices)  # type: ignore[no-any-return] # numba


def lists(panel: Panel, weights: Sequence[float], k: int) -> Ints:
    """The best k of each client under these weights, int64 [n, k]."""
    return best_of_rows(panel.blend(weights), k)[0]


@njit(parallel=True, cache=True)
def _success(base, column, weights, k, indptr, indices):  # type: ignore[no-untyped-def] # noqa: PLR0917 - numba knows no keywords
    rows = base.shape[0]
    out = np.zeros((len(weights), rows))
    for row in prange(rows):
        line = column[row] if len(column) > 1 else column[0]
        wanted = indices[indptr[row] : indptr[row + 1]]
        for number in range(len(weights)):
            best = _best_of_sum(base[row], line, weights[number], k)
            out[number, row] = _mean_of_ndcg_and_recall(best, wanted)
    return out


@njit(cache=True)
def _best_of_sum(base, line, weight, k):  # type: ignore[no-untyped-def]
    values, places = np.full(k, -np.inf, np.float32), np.full(k, -1, np.int64)
    for item in range(len(base)):
        score = base[item] + weight * line[item]
        if score > values[k - 1]:
            at = k - 1
            while at > 0 and values[at - 1] < score:
                values[at] = values[at - 1]
                places[at] = places[at - 1]
                at -= 1
            values[at] = score
            places[at] = item
    return places


@njit(cache=True)
def _mean_of_ndcg_and_recall(best, wanted):  # type: ignore[no-untyped-def]
    gain, ideal, found = 0.0, 0.0, 0
    for place in range(len(best)):
        worth = 1 / np.log2(place + 2.0)
        if place < len(wanted):
            ideal += worth
        at = np.searchsorted(wanted, best[place])
        if at < len(wanted) and wanted[at] == best[place]:
            found += 1
            gain += worth
    return 0.5 * (gain / ideal + found / len(wanted))
