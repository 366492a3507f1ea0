"""Peers, written as their papers say and tuned on a hidden tenth of the train file. Each: task -> scores [asked, items]."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl
import scipy.sparse as sp
from scipy.sparse.linalg import svds

from benchmarks.matching.tables import Task
from gnn.evaluation.ranking import ranking_figures
from gnn.matching.arrays import Floats, Ints
from gnn.matching.holdouts import random_holdout
from gnn.matching.interactions import Interactions
from gnn.matching.kernels import best_of_rows

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


def item_knn(neighbours: int) -> Callable[[Task], Floats]:
    """Cosine of items, each item's nearest."""

    def scores(task: Task) -> Floats:
        train = task.train
        lengths = np.sqrt(np.maximum(np.asarray(train.sum(0)).ravel(), 1))
        cosine = (train.T @ train).toarray() / np.outer(lengths, lengths)
        np.fill_diagonal(cosine, 0)
        most = min(neighbours, len(cosine) - 1)
        cosine[cosine < -np.partition(-cosine, most, axis=0)[most]] = 0
        return np.asarray(train[task.asked] @ cosine, np.float32)

    return scores


def ease(penalty: float) -> Callable[[Task], Floats]:
    """Steck 2019."""

    def scores(task: Task) -> Floats:
        gram = (task.train.T @ task.train).toarray().astype(np.float64)
        gram[np.diag_indices_from(gram)] += penalty
        inverse = np.linalg.inv(gram)
        weights = -inverse / np.diag(inverse)
        np.fill_diagonal(weights, 0)
        return np.asarray(task.train[task.asked] @ weights, np.float32)

    return scores


def gf_cf(rank: int, ideal: float) -> Callable[[Task], Floats]:
    """Shen et al. 2021: linear filter plus ideal low pass."""

    def scores(task: Task) -> Floats:
        train = task.train.astype(np.float64)
        users, items = (np.maximum(np.asarray(train.sum(axis)).ravel(), 1) for axis in (1, 0))
        scaled = sp.diags(users**-0.5) @ train @ sp.diags(items**-0.5)
        start = np.random.default_rng(_SEED).standard_normal(min(scaled.shape))
        _, _, rows = svds(scaled, min(rank, min(scaled.shape) - 1), v0=start)
        asked = train[task.asked]
        smooth = (asked @ sp.diags(items**-0.5) @ rows.T) @ rows * items**0.5
        return np.asarray((asked @ scaled.T @ scaled).toarray() + ideal * smooth, np.float32)

    return scores


def tuned(settings: Sequence[Callable[[Task], Floats]]) -> Callable[[Task], Floats]:
    """The setting that finds most (NDCG@20 + recall@20) of a hidden tenth of everybody's items: never the test."""

    def scores(task: Task) -> Floats:
        rows = np.repeat(np.arange(len(task.clients)), np.diff(task.train.indptr))
        table = Interactions.sorted_from(len(task.clients), len(task.items), rows, task.train.indices)
        hidden = random_holdout(table, np.arange(len(task.clients)), _SEED)
        trial = replace(task, train=hidden.train.matrix, asked=hidden.clients, targets=hidden.targets)

        def reached(method: Callable[[Task], Floats]) -> float:
            found = ranking_figures(lists_of(method(trial), trial, 20), trial.targets).means()
            return found["ndcg"] + found["recall"]

        return max(settings, key=reached)(task)

    return scores


TUNED_ITEM_KNN: Final = tuned([item_knn(neighbours) for neighbours in (20, 50, 100, 400)])
TUNED_EASE: Final = tuned([ease(penalty) for penalty in (30.0, 100.0, 300.0, 1_000.0)])
TUNED_GF_CF: Final = tuned([gf_cf(rank, ideal) for rank in (128, 256, 512) for ideal in (0.1, 0.3, 0.5)])


def lists_of(scores: Floats, task: Task, k: int) -> Ints:
    """The best k unseen items of each asked client."""
    seen = task.train[task.asked]
    scores[np.repeat(np.arange(seen.shape[0]), np.diff(seen.indptr)), seen.indices] = -np.inf
    return best_of_rows(scores, k)[0]
