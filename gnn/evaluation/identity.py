"""How well clusters and pairs of records agree with the truth."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

# What a reviewer confirms without regret: at most one wrong pair in a hundred.
REVIEWERS_PRECISION: Final = 0.99
_BINS: Final = 15
_RESAMPLES: Final = 200
_INTERVAL: Final = (2.5, 97.5)
_SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision, recall and F1; each 1 where there was nothing to find and nothing was found."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class ClusterFigures:
    """Clusters beside the truth. `exact` is the part of true clusters found record for record; `false_merges` counts clusters
    that hold more than one person."""

    pairwise: Agreement
    b_cubed: Agreement
    exact: float
    false_merges: int


@dataclass(frozen=True, slots=True)
class PairFigures:
    """Scored pairs beside the truth. `interval` holds 95 % of what `recall_at` is when people are drawn
    again; `calibration_error` is the expected calibration error over 15 bins of equal width."""

    best_f1: float
    recall_at: float
    interval: tuple[float, float]
    calibration_error: float


def cluster_figures(found: Ints, truth: Ints) -> ClusterFigures:
    """Figures of two partitions of the same records; labels are any integers of the same shape (records,)."""
    _, found = np.unique(found, return_inverse=True)
    _, truth = np.unique(truth, return_inverse=True)
    cells, of_cell, size = np.unique(found.astype(np.int64) * len(truth) + truth, return_inverse=True, return_counts=True)
    mine, true = np.bincount(found), np.bincount(truth)
    both = size[of_cell]
    cubed = _agreement(float((both / mine[found]).mean()), float((both / true[truth]).mean()))
    pairs = _ratio(_pairs(size), _pairs(mine)), _ratio(_pairs(size), _pairs(true))
    holds = np.bincount(cells // len(truth), minlength=len(mine))
    is_exact = (size == mine[cells // len(truth)]) & (size == true[cells % len(truth)])
    return ClusterFigures(_agreement(*pairs), cubed, float(is_exact.sum() / len(true)), int((holds > 1).sum()))


def pair_figures(probability: Floats, match: Truths, person: Ints, true_pairs: Ints) -> PairFigures:
    """Figures of scored pairs: `match[i]` says whether pair i is one person, `person[i]` which true cluster its first record
    is of; `true_pairs[p]` is the number of pairs of true cluster p, found or not."""
    order = np.argsort(-probability, kind="stable")
    p, y, owner = probability[order], match[order], person[order]
    whole = float(true_pairs.sum())
    draw = np.random.default_rng(_SEED)
    resampled = []
    for _ in range(_RESAMPLES):
        times = np.bincount(draw.integers(0, len(true_pairs), len(true_pairs)), minlength=len(true_pairs)).astype(np.float64)
        resampled.append(recall_at(p, y, float((times * true_pairs).sum()), times[owner]))
    low, high = np.percentile(resampled, _INTERVAL)
    return PairFigures(
        best_f1(p, y, whole), recall_at(p, y, whole), (float(low), float(high)), calibration_error(probability, match)
    )


def recall_at(ordered: Floats, match: Truths, whole: float, times: Floats | None = None) -> float:
    """The most recall at precision .99 or more over all thresholds; pairs come likeliest first, ties stand or fall as one."""
    precision, recall = _curve(ordered, match, whole, times)
    good = precision >= REVIEWERS_PRECISION
    return float(recall[good].max()) if good.any() else 0.0


def best_f1(ordered: Floats, match: Truths, whole: float) -> float:
    """The largest F1 over all thresholds; pairs come likeliest first."""
    precision, recall = _curve(ordered, match, whole, None)
    both = precision + recall
    return float((2 * precision * recall / np.where(both > 0, both, 1.0)).max(initial=0.0))


def calibration_error(probability: Floats, match: Truths) -> float:
    """The expected calibration error: how far what was promised is from what happened, averaged over the pairs."""
    if not len(probability):
        return 0.0
    place = np.minimum((probability * _BINS).astype(np.int64), _BINS - 1)
    promised, happened = np.bincount(place, probability, _BINS), np.bincount(place, match, _BINS)
    return float(np.abs(promised - happened).sum() / len(probability))


def _curve(ordered: Floats, match: Truths, whole: float, times: Floats | None) -> tuple[Floats, Floats]:
    weight = np.ones(len(ordered)) if times is None else times
    right, taken = np.cumsum(weight * match), np.cumsum(weight)
    last = np.ones(len(ordered), bool)
    last[:-1] = ordered[1:] != ordered[:-1]
    right, taken = right[last], taken[last]
    return right / np.maximum(taken, 1e-12), right / max(whole, 1e-12)


def _pairs(sizes: Ints) -> float:
    return float((sizes.astype(np.float64) * (sizes - 1) / 2).sum())


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _agreement(precision: float, recall: float) -> Agreement:
    both = precision + recall
    return Agreement(precision, recall, 2 * precision * recall / both if both else 0.0)
