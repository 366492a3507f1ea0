"""`implicit` ALS, run by the peers' Python: `python als.py TRAIN.npz OUT.npy K` writes item numbers [clients, K]."""

import sys
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from implicit.als import AlternatingLeastSquares

ITERATIONS, SEED, HIDDEN = 20, 7, 0.1
# (factors, regularization, alpha), chosen by what they find of a hidden tenth of everybody's items.
GRID = tuple((factors, reg, alpha) for factors in (64, 128) for reg in (0.05, 5.0) for alpha in (1.0, 10.0))


def main(train_file: str, out: str, k: str) -> None:
    """Choose settings, fit and rank."""
    train = sp.load_npz(train_file).tocsr().astype(np.float32)
    hidden = np.random.default_rng(SEED).random(train.nnz) < HIDDEN
    rows = np.repeat(np.arange(train.shape[0]), np.diff(train.indptr))
    visible, asked = (
        sp.csr_matrix((train.data[part], (rows[part], train.indices[part])), shape=train.shape) for part in (~hidden, hidden)
    )
    best = max(GRID, key=lambda setting: recall(ranked(visible, setting, int(k)), asked))
    print(f"ALS: factors, regularization, alpha {best}")
    with Path(out).open("wb") as file:
        np.save(file, ranked(train, best, int(k)))


def ranked(train: sp.csr_matrix, setting: tuple[int, float, float], k: int) -> np.ndarray:
    """The best k unseen items of every client."""
    factors, regularization, alpha = setting
    model = AlternatingLeastSquares(
        factors=factors, regularization=regularization, iterations=ITERATIONS, alpha=alpha, random_state=SEED, num_threads=2
    )
    model.fit(train, show_progress=False)
    ids, _ = model.recommend(np.arange(train.shape[0]), train, N=k, filter_already_liked_items=True)
    return np.asarray(ids, np.int64)


def recall(lists: np.ndarray, asked: sp.csr_matrix) -> float:
    """The share of hidden items that stand in the lists, averaged over clients."""
    chosen = sp.csr_matrix(
        (np.ones(lists.size), lists.ravel(), np.arange(0, lists.size + 1, lists.shape[1])), shape=asked.shape
    )
    sizes = np.diff(asked.indptr)
    return float((np.asarray(chosen.multiply(asked).sum(1)).ravel()[sizes > 0] / sizes[sizes > 0]).mean())


if __name__ == "__main__":
    main(*sys.argv[1:])
