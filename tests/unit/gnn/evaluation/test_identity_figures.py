"""The evaluator beside definitions written out by brute force."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gnn.evaluation.identity import best_f1, cluster_figures, pair_figures, recall_at, slices
from gnn.evaluation.reliability import calibration_error

LABELS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=14)
SCORED = st.lists(st.tuples(st.sampled_from((0.0, 0.2, 0.5, 0.9, 0.97, 1.0)), st.booleans()), min_size=1, max_size=12)


def harmonic(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0


@given(LABELS)
def test_clusters_by_brute_force(labels: list[tuple[int, int]]) -> None:
    found, truth = zip(*labels, strict=True)
    n = range(len(labels))
    mine = {pair for pair in combinations(n, 2) if found[pair[0]] == found[pair[1]]}
    true = {pair for pair in combinations(n, 2) if truth[pair[0]] == truth[pair[1]]}
    figures = cluster_figures(np.array(found), np.array(truth))
    precision = len(mine & true) / len(mine) if mine else 1.0
    recall = len(mine & true) / len(true) if true else 1.0
    pairwise = figures.pairwise.precision, figures.pairwise.recall, figures.pairwise.f1
    assert pairwise == pytest.approx((precision, recall, harmonic(precision, recall)))
    own = [frozenset(j for j in n if found[j] == found[i]) for i in n]
    real = [frozenset(j for j in n if truth[j] == truth[i]) for i in n]
    b_precision = sum(len(a & b) / len(a) for a, b in zip(own, real, strict=True)) / len(labels)
    b_recall = sum(len(a & b) / len(b) for a, b in zip(own, real, strict=True)) / len(labels)
    assert (figures.b_cubed.precision, figures.b_cubed.recall) == pytest.approx((b_precision, b_recall))
    assert figures.exact == pytest.approx(len(set(own) & set(real)) / len(set(real)))
    assert figures.false_merges == sum(len({truth[i] for i in cluster}) > 1 for cluster in set(own))


@given(SCORED)
def test_pairs_by_brute_force(scored: list[tuple[float, bool]]) -> None:
    scored = sorted(scored, key=lambda pair: -pair[0])
    p, y = np.array([pair[0] for pair in scored]), np.array([pair[1] for pair in scored])
    whole, f1, recall = int(y.sum()) + 1, 0.0, 0.0
    for threshold in set(p.tolist()):
        taken = [is_match for score, is_match in scored if score >= threshold]
        f1 = max(f1, harmonic(sum(taken) / len(taken), sum(taken) / whole))
        if sum(taken) / len(taken) >= 0.99:
            recall = max(recall, sum(taken) / whole)
    assert best_f1(p, y, whole) == pytest.approx(f1)
    assert recall_at(p, y, whole) == pytest.approx(recall)


def test_calibration_is_the_mean_distance_of_promise_and_outcome() -> None:
    assert calibration_error(np.array([0.9, 0.9, 0.1, 0.1]), np.array([True, True, False, False])) == pytest.approx(0.1)
    assert calibration_error(np.array([1.0, 0.0]), np.array([False, True])) == pytest.approx(1.0)
    assert calibration_error(np.zeros(0), np.zeros(0, bool)) == 0.0


def test_the_interval_holds_the_figure_and_is_the_same_every_time() -> None:
    chance = np.random.default_rng(1)
    y = chance.random(400) < 0.5
    p = np.clip(np.where(y, 0.8, 0.2) + chance.normal(0, 0.2, 400), 0, 1)
    person = np.arange(400) // 2
    true_pairs = np.bincount(person, y, minlength=200).astype(np.int64)
    figures = pair_figures(p, y, person, true_pairs)
    assert figures.interval[0] <= figures.recall_at <= figures.interval[1]
    assert figures == pair_figures(p, y, person, true_pairs)


def test_pairs_at_half_and_at_the_best_threshold_by_hand() -> None:
    p, y = np.array([0.9, 0.8, 0.6, 0.4, 0.3]), np.array([True, True, False, True, False])
    person, other = np.array([0, 0, 1, 2, 2]), np.array([0, 0, 2, 2, 3])
    figures = pair_figures(p, y, person, np.array([2, 0, 2, 0]), other)
    assert (figures.best.precision, figures.best.recall) == pytest.approx((0.75, 0.75))
    assert figures.best_threshold == 0.4
    assert (figures.half.precision, figures.half.recall) == pytest.approx((2 / 3, 0.5))
    assert (figures.recall_at, figures.reviewers_threshold, figures.listed) == (0.5, 0.8, 0.75)


def test_without_pairs_nothing_is_found() -> None:
    none = np.zeros(0)
    figures = pair_figures(none, none.astype(bool), none.astype(np.int64), np.array([1, 0]))
    assert (figures.best.f1, figures.recall_at, figures.reviewers_threshold, figures.listed) == (0.0, 0.0, None, 0.0)


def test_slices_by_hand() -> None:
    """Person 0 (group a) is split, person 1 (group b, one record in a) is whole."""
    found, truth, group = np.array([0, 1, 2, 2]), np.array([0, 0, 1, 1]), np.array([0, 0, 1, 0])
    figures = slices(found, truth, group, (np.array([2]), np.array([3])), ("a", "b", "nobody"))
    assert list(figures) == ["a", "b"]
    assert (figures["a"].records, figures["b"].records) == (3, 1)
    assert (figures["a"].b_cubed.precision, figures["a"].b_cubed.recall) == pytest.approx((1.0, 2 / 3))
    assert (figures["a"].recall_at, figures["b"].recall_at) == pytest.approx((0.5 / 1.5, 1.0))
