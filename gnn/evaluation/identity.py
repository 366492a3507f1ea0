"""How well clusters and pairs of records agree with the truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from gnn.evaluation.reliability import calibration_error

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

# What a reviewer confirms without regret: at most one wrong pair in a hundred.
REVIEWERS_PRECISION: Final = 0.99
# Hardly any listed pair is a match below this, and lists differ in how far down they go; calibration is of the rest.
LEAST_CALIBRATED: Final = 0.01
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
    """Scored pairs beside the truth. `best` is at `best_threshold`, the one with the largest F1; `half` at .5; `listed` is the
    recall of all pairs that were listed. `recall_at` is the headline; `interval` holds 95 % of what it is when people are
    drawn again. `calibration_error` is over pairs of probability .01 or more."""

    best: Agreement
    best_threshold: float
    half: Agreement
    recall_at: float
    interval: tuple[float, float]
    reviewers_threshold: float | None
    listed: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Slice:
    """One group of records: B-cubed over them, and the part of their true pairs that is listed at the reviewers' threshold."""

    records: int
    b_cubed: Agreement
    recall_at: float


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


def pair_figures(probability: Floats, match: Truths, person: Ints, true_pairs: Ints, other: Ints | None = None) -> PairFigures:
    """Figures of scored pairs: `match[i]` says whether pair i is one person, `person[i]` which true cluster its first record
    is of and `other[i]` its second (left out: the same); `true_pairs[p]` is the number of pairs of true cluster p, found or
    not. Arrays are [pairs] and [persons]; one sort, then one pass a resample."""
    order = np.argsort(-probability, kind="stable")
    p, y = probability[order], match[order]
    ends = person[order], (person if other is None else other)[order]
    whole = float(true_pairs.sum())
    best, threshold = _best(p, y, whole)
    likely = probability >= LEAST_CALIBRATED
    return PairFigures(
        best=best,
        best_threshold=threshold,
        half=_at(p >= 0.5, y, whole),
        recall_at=recall_at(p, y, whole),
        interval=_resampled(p, y, ends, true_pairs),
        reviewers_threshold=reviewers_threshold(p, y),
        listed=_ratio(float(y.sum()), whole),
        calibration_error=calibration_error(probability[likely], match[likely]),
    )


def _resampled(p: Floats, y: Truths, ends: tuple[Ints, Ints], true_pairs: Ints) -> tuple[float, float]:
    """People are drawn again, and their pairs with them; a wrong pair comes as often as its two people on average."""
    draw = np.random.default_rng(_SEED)
    persons, found = len(true_pairs), []
    for _ in range(_RESAMPLES):
        times = np.bincount(draw.integers(0, persons, persons), minlength=persons).astype(np.float64)
        weight = (times[ends[0]] + times[ends[1]]) / 2
        found.append(recall_at(p, y, float((times * true_pairs).sum()), weight))
    low, high = np.percentile(found, _INTERVAL)
    return float(low), float(high)


def slices(found: Ints, truth: Ints, group: Ints, pairs: tuple[Ints, Ints], names: Sequence[str]) -> dict[str, Slice]:
    """Figures by group of records. `group[r]` is a place in `names`; `pairs` are the records of the true pairs that were
    listed at the reviewers' threshold. A pair across two groups counts half in each; empty groups are left out."""
    _, found = np.unique(found, return_inverse=True)
    _, truth = np.unique(truth, return_inverse=True)
    _, cell, size = np.unique(found.astype(np.int64) * len(truth) + truth, return_inverse=True, return_counts=True)
    both, mine, true = size[cell], np.bincount(found)[found], np.bincount(truth)[truth]
    records = np.bincount(group, minlength=len(names))
    precision, recall = (np.bincount(group, both / whole, len(names)) / np.maximum(records, 1) for whole in (mine, true))
    wanted = np.bincount(group, (true - 1) / 2, len(names))
    listed = np.bincount(group[np.concatenate(pairs)], minlength=len(names)) / 2
    return {
        name: Slice(
            int(records[g]), _agreement(float(precision[g]), float(recall[g])), _ratio(float(listed[g]), float(wanted[g]))
        )
        for g, name in enumerate(names)
        if records[g]
    }


def reviewers_threshold(ordered: Floats, match: Truths) -> float | None:
    """The lowest probability down to which precision is .99 or more; None where it never is. Pairs come likeliest first."""
    last = _ends_of_ties(ordered)
    good = (np.cumsum(match) / np.arange(1, len(match) + 1))[last] >= REVIEWERS_PRECISION
    return float(ordered[last][good].min()) if good.any() else None


def recall_at(ordered: Floats, match: Truths, whole: float, times: Floats | None = None) -> float:
    """The most recall at precision .99 or more over all thresholds; pairs come likeliest first, ties stand or fall as one."""
    precision, recall = _curve(ordered, match, whole, times)
    good = precision >= REVIEWERS_PRECISION
    return float(recall[good].max()) if good.any() else 0.0


def best_f1(ordered: Floats, match: Truths, whole: float) -> float:
    """The largest F1 over all thresholds; pairs come likeliest first."""
    return _best(ordered, match, whole)[0].f1


def curve(ordered: Floats, match: Truths, whole: float) -> tuple[Floats, Floats]:
    """Precision and recall at every threshold; pairs come likeliest first."""
    return _curve(ordered, match, whole, None)


def _best(ordered: Floats, match: Truths, whole: float) -> tuple[Agreement, float]:
    """Figures at the threshold of the largest F1, the highest of several."""
    if not len(ordered):
        return _agreement(1.0, _ratio(0.0, whole)), 1.0
    precision, recall = _curve(ordered, match, whole, None)
    both = precision + recall
    at = int((2 * precision * recall / np.where(both > 0, both, 1.0)).argmax())
    return _agreement(float(precision[at]), float(recall[at])), float(ordered[_ends_of_ties(ordered)][at])


def _at(taken: Truths, match: Truths, whole: float) -> Agreement:
    right = float((match & taken).sum())
    return _agreement(_ratio(right, float(taken.sum())), _ratio(right, whole))


def _curve(ordered: Floats, match: Truths, whole: float, times: Floats | None) -> tuple[Floats, Floats]:
    weight = np.ones(len(ordered)) if times is None else times
    right, taken = np.cumsum(weight * match), np.cumsum(weight)
    last = _ends_of_ties(ordered)
    right, taken = right[last], taken[last]
    return right / np.maximum(taken, 1e-12), right / max(whole, 1e-12)


def _ends_of_ties(ordered: Floats) -> Truths:
    last = np.ones(len(ordered), bool)
    last[:-1] = ordered[1:] != ordered[:-1]
    return last


def _pairs(sizes: Ints) -> float:
    return float((sizes.astype(np.float64) * (sizes - 1) / 2).sum())


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _agreement(precision: float, recall: float) -> Agreement:
    both = precision + recall
    return Agreement(precision, recall, 2 * precision * recall / both if both else 0.0)
