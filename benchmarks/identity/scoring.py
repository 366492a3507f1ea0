"""One evaluator for the answers of every method."""

from typing import Final

import numpy as np

from benchmarks.identity.results import Calibrated, Household, Row
from benchmarks.identity.truth import Floats, Ints, Scored, Truth, Truths, connected
from benchmarks.matching.measuring import Cost
from gnn.evaluation.bounds import auto_band, one_of_each
from gnn.evaluation.calibration import cross_fitted
from gnn.evaluation.identity import (
    LEAST_CALIBRATED,
    PairFigures,
    Slice,
    cluster_figures,
    curve,
    pair_figures,
    slices,
)  # fmt: skip
from gnn.evaluation.reliability import calibration_error, reliability_table

# Peers' clusters are cut at the best of these, chosen with the truth: a present that no user gets.
THRESHOLDS: Final = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999, 0.99999, 0.999999)
_CURVE_POINTS: Final = 60
_MOST_FALSE, _DELTA, _SEED = 0.01, 0.05, 3


def row(method: str, cost: Cost, pairs: Scored, truth: Truth, clusters: Ints | None) -> Row:
    """All figures; without `clusters` those of a peer are made here."""
    match = truth.person[pairs.first] == truth.person[pairs.second]
    found = _pair_figures(pairs.probability, match, pairs, truth)
    threshold = None
    if clusters is None:
        threshold, clusters = best_clusters(pairs, truth)
    return Row(
        method=method,
        cost=cost,
        clusters=cluster_figures(clusters, truth.person),
        pairs=found,
        threshold=threshold,
        curve=_curve(pairs.probability, match, float(truth.true_pairs.sum())),
        reliability=reliability_table(*_likely(pairs.probability, match)),
        slices=_slices(clusters, truth, pairs, match, found.reviewers_threshold),
    )


def best_clusters(pairs: Scored, truth: Truth) -> tuple[float, Ints]:
    """The threshold of the largest pairwise F1 of clusters, and those clusters."""
    cut = {threshold: connected(pairs, threshold, len(truth.ids)) for threshold in THRESHOLDS}
    best = max(THRESHOLDS, key=lambda threshold: cluster_figures(cut[threshold], truth.person).pairwise.f1)
    return best, cut[best]


def household(pairs: Scored, truth: Truth) -> Household | None:
    """Pairs of two people of one household; None where the set does not know households."""
    wanted = truth.household_pairs if (truth.household >= 0).any() else np.zeros(0, np.int64)
    if not wanted.sum():
        return None
    homes = truth.household[pairs.first], truth.household[pairs.second]
    known = (homes[0] >= 0) & (homes[1] >= 0)
    first, second = homes[0][known], homes[1][known]
    one = truth.person[pairs.first] == truth.person[pairs.second]
    match = (first == second) & ~one[known]
    return Household(pair_figures(pairs.household[known], match, first, wanted, second), int(wanted.sum()))


def calibrated(pairs: Scored, truth: Truth) -> Calibrated:
    """Probabilities set right by other people's pairs; the band is chosen by half of the people and tried on the others."""
    people = truth.person[pairs.first], truth.person[pairs.second]
    match = people[0] == people[1]
    right = cross_fitted(pairs.probability, match, people, _SEED)
    chosen = np.random.default_rng(_SEED).random(truth.people) < 0.5
    mine, theirs = chosen[people[0]] & chosen[people[1]], ~chosen[people[0]] & ~chosen[people[1]]
    likely = np.flatnonzero(mine & (pairs.probability >= 0.5))
    one = likely[one_of_each(people[0][likely], _SEED)]
    band = auto_band(pairs.probability[one], match[one], _MOST_FALSE, _DELTA)
    inside = theirs & (pairs.probability >= band) if band is not None else np.zeros(len(match), bool)
    return Calibrated(
        raw=calibration_error(*_likely(pairs.probability, match)),
        cross_fitted=calibration_error(*_likely(right, match)),
        most_false=_MOST_FALSE,
        delta=_DELTA,
        band_from=band,
        band_pairs=int(inside.sum()),
        band_wrong=int((~match & inside).sum()),
    )


def _pair_figures(probability: Floats, match: Truths, pairs: Scored, truth: Truth) -> PairFigures:
    return pair_figures(probability, match, truth.person[pairs.first], truth.true_pairs, truth.person[pairs.second])


def _likely(probability: Floats, match: Truths) -> tuple[Floats, Truths]:
    kept = probability >= LEAST_CALIBRATED
    return probability[kept], match[kept]


def _curve(probability: Floats, match: Truths, whole: float) -> list[tuple[float, float]]:
    order = np.argsort(-probability, kind="stable")
    precision, recall = curve(probability[order], match[order], whole)
    if not len(recall):
        return []
    at = np.unique(np.searchsorted(recall, np.linspace(recall[0], recall[-1], _CURVE_POINTS)).clip(max=len(recall) - 1))
    return [(round(float(recall[i]), 5), round(float(precision[i]), 5)) for i in at]


def _slices(clusters: Ints, truth: Truth, pairs: Scored, match: Truths, threshold: float | None) -> dict[str, dict[str, Slice]]:
    listed = match & (pairs.probability >= (2.0 if threshold is None else threshold))
    ends = pairs.first[listed], pairs.second[listed]
    return {kind: slices(clusters, truth.person, group, ends, names) for kind, (group, names) in truth.groups.items()}
