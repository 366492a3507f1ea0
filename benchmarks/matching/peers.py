"""Peers, written as their papers say: popularity, recent popularity, ItemKNN, EASE, GF-CF. Each: train -> dense scores."""

from collections.abc import Callable
from typing import Final

import numpy as np
import polars as pl
import scipy.sparse as sp
from scipy.sparse.linalg import svds

from benchmarks.matching.tables import Task
from gnn.matching.arrays import Floats, Ints
from gnn.matching.kernels import best_of_rows

_NEIGHBOURS: Final = 100
_EASE_PENALTY: Final = 300.0
# GF-CF's own settings for public sets: 256 vectors at .3.
_GFCF_RANK: Final = 256
_GFCF_IDEAL: Final = 0.3
_SEED: Final = 7


def popularity(task: Task) -> Floats:
    """How many clients took each item up."""
    counts = np.asarray(task.train.sum(0), np.float32).ravel()
    return np.broadcast_to(counts, (len(task.asked), len(counts))).copy()


def recent_popularity(half_life_days: float) -> Callable[[Task], Floats]:
    """The sum of 2^(-age / half-life) over an item's events; the file has a column time in ISO 8601."""

    def scores(task: Task) -> Floats:
        table = pl.read_csv(task.file, infer_schema=False).filter(pl.col("weight").cast(pl.Float64) > 0)
        time = table["time"].str.to_datetime(time_zone="UTC").dt.epoch("s").to_numpy() / 86_400
        item = task.items.search_sorted(table["item"]).to_numpy()
        fading = np.bincount(item, np.exp2((time - time.max()) / half_life_days), len(task.items)).astype(np.float32)
        return np.broadcast_to(fading, (len(task.asked), len(fading))).copy()

    return scores


def item_knn(task: Task) -> Floats:
    """Cosine of items, each item's 100 nearest."""
    train = task.train
    lengths = np.sqrt(np.maximum(np.asarray(train.sum(0)).ravel(), 1))
    cosine = (train.T @ train).toarray() / np.outer(lengths, lengths)
    np.fill_diagonal(cosine, 0)
    least = -np.partition(-cosine, _NEIGHBOURS, axis=0)[_NEIGHBOURS]
    cosine[cosine < least] = 0
    return np.asarray(train[task.asked] @ cosine, np.float32)


def ease(task: Task) -> Floats:
    """Steck 2019."""
    gram = (task.train.T @ task.train).toarray().astype(np.float64)
    gram[np.diag_indices_from(gram)] += _EASE_PENALTY
    inverse = np.linalg.inv(gram)
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return np.asarray(task.train[task.asked] @ weights, np.float32)


def gf_cf(task: Task) -> Floats:
    """Shen et al. 2021: linear filter plus ideal low pass."""
    train = task.train.astype(np.float64)
    users, items = (np.maximum(np.asarray(train.sum(axis)).ravel(), 1) for axis in (1, 0))
    scaled = sp.diags(users**-0.5) @ train @ sp.diags(items**-0.5)
    start = np.random.default_rng(_SEED).standard_normal(min(scaled.shape))
    _, _, rows = svds(scaled, min(_GFCF_RANK, min(scaled.shape) - 1), v0=start)
    asked = train[task.asked]
    linear = (asked @ scaled.T @ scaled).toarray()
    ideal = (asked @ sp.diags(items**-0.5) @ rows.T) @ rows * items**0.5
    return np.asarray(linear + _GFCF_IDEAL * ideal, np.float32)


def lists_of(scores: Floats, task: Task, k: int) -> Ints:
    """The best k unseen items of each asked client."""
    seen = task.train[task.asked]
    scores[np.repeat(np.arange(seen.shape[0]), np.diff(seen.indptr)), seen.indices] = -np.inf
    return best_of_rows(scores, k)[0]
