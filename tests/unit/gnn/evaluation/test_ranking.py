"""Ranking figures against a plain count, and the bootstrap against what is known of it."""

import math

import numpy as np
import pytest

from gnn.evaluation.ranking import RankingFigures, coverage, paired_bootstrap, ranking_figures, slices, warmth_groups
from gnn.matching.arrays import Ints, Matrix, csr

CLIENTS, ITEMS, K = 40, 30, 7


@pytest.fixture(scope="module")
def ranked() -> Ints:
    chance = np.random.default_rng(1)
    lists = np.array([chance.permutation(ITEMS)[:K] for _ in range(CLIENTS)])
    lists[3, 4:] = -1
    return lists


def targets_of(seed: int) -> list[list[int]]:
    chance = np.random.default_rng(seed)
    return [sorted(chance.permutation(ITEMS)[: chance.integers(1, 12)].tolist()) for _ in range(CLIENTS)]


def matrix(targets: list[list[int]]) -> Matrix:
    rows = np.array([row for row, wanted in enumerate(targets) for _ in wanted])
    return csr(rows, np.array([item for wanted in targets for item in wanted]), (len(targets), ITEMS))


@pytest.mark.parametrize("seed", range(4))
def test_figures_are_what_counting_gives(ranked: Ints, seed: int) -> None:
    targets = targets_of(seed)
    found = ranking_figures(ranked, matrix(targets))
    for row, wanted in enumerate(targets):
        hits = [place for place, item in enumerate(ranked[row]) if item in wanted]
        best = sum(1 / math.log2(place + 2) for place in range(min(K, len(wanted))))
        assert found.recall[row] == pytest.approx(len(hits) / len(wanted))
        assert found.ndcg[row] == pytest.approx(sum(1 / math.log2(place + 2) for place in hits) / best)
        assert found.mrr[row] == pytest.approx(1 / (hits[0] + 1) if hits else 0)
        assert found.hit[row] == bool(hits)


def test_perfect_lists_reach_one(ranked: Ints) -> None:
    targets = [[int(item)] for item in ranked[:, 0]]
    assert ranking_figures(ranked, matrix(targets)).means() == {"recall": 1, "ndcg": 1, "mrr": 1, "hit": 1}


def test_a_client_without_target_is_refused(ranked: Ints) -> None:
    targets = targets_of(0)
    targets[5] = []
    with pytest.raises(ValueError, match="every client needs a target"):
        ranking_figures(ranked, matrix(targets))


def test_coverage_counts_items_once() -> None:
    assert coverage(np.array([[0, 1], [1, -1]]), 4) == 0.5


def test_slices_are_averages_of_their_clients() -> None:
    figures = RankingFigures(*(np.arange(4.0) for _ in range(4)))
    groups = warmth_groups(np.array([0, 2, 3, 50]))
    assert groups["cold (0)"].sum() == 1
    assert slices(figures, groups)["1-3"]["ndcg"] == 1.5
    assert slices(figures, groups)["1-3"]["clients"] == 2


def test_the_bootstrap_holds_the_truth_and_is_repeatable() -> None:
    chance = np.random.default_rng(3)
    inside = 0
    for run in range(60):
        second = chance.random(150)
        first = second + chance.normal(0.05, 0.3, 150)
        found = paired_bootstrap(first, second, seed=run, resamples=300)
        inside += found.low <= 0.05 <= found.high
    assert inside >= 50, "a 95 % interval should miss the truth in some 3 of 60 runs"
    assert paired_bootstrap(first, second, seed=1) == paired_bootstrap(first, second, seed=1)


def test_no_difference_is_not_proven() -> None:
    same = np.random.default_rng(0).random(50)
    found = paired_bootstrap(same, same, seed=1)
    assert (found.mean, found.low, found.high, found.is_proven) == (0, 0, 0, False)
