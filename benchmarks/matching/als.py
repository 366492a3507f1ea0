"""`implicit` ALS, run by the peers' Python: `python als.py TRAIN.npz OUT.npy K` writes item numbers [clients, K]."""

import sys
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from implicit.als import AlternatingLeastSquares

FACTORS, REGULARIZATION, ITERATIONS, ALPHA, SEED = 128, 0.05, 20, 10.0, 7


def main(train_file: str, out: str, k: str) -> None:
    """Fit and rank."""
    train = sp.load_npz(train_file).tocsr().astype(np.float32)
    model = AlternatingLeastSquares(
        factors=FACTORS, regularization=REGULARIZATION, iterations=ITERATIONS, alpha=ALPHA, random_state=SEED, num_threads=2
    )
    model.fit(train, show_progress=False)
    ids, _ = model.recommend(np.arange(train.shape[0]), train, N=int(k), filter_already_liked_items=True)
    with Path(out).open("wb") as file:
        np.save(file, ids.astype(np.int64))


if __name__ == "__main__":
    main(*sys.argv[1:])
