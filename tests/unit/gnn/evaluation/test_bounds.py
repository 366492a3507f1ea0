"""The auto band holds its promise on planted people, where a threshold that merely looks right does not."""

import numpy as np
import pytest

from gnn.evaluation.bounds import auto_band, one_of_each

RUNS, PAIRS, MOST_FALSE, DELTA = 200, 1_500, 0.01, 0.1


def planted(chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities that promise too much: their odds are three times those of the truth."""
    true_odds = chance.normal(5.5, 2.0, PAIRS)
    match = chance.random(PAIRS) < 1 / (1 + np.exp(-true_odds))
    return 1 / (1 + np.exp(-(true_odds + np.log(3)))), match


def true_rates(thresholds: list[float]) -> np.ndarray:
    """The rate of false merges above each threshold, over so many pairs that chance does not show."""
    odds = np.sort(np.random.default_rng(99).normal(5.5, 2.0, 1_000_000))[::-1]
    rates = np.cumsum(1 / (1 + np.exp(odds))) / np.arange(1, len(odds) + 1)
    kept = np.array(thresholds).clip(max=1 - 1e-9)
    taken = np.searchsorted(-odds, -(np.log(kept / (1 - kept)) - np.log(3)), side="right")
    return np.asarray(rates[(taken - 1).clip(min=0)])


def naive(probability: np.ndarray, match: np.ndarray) -> float:
    """The lowest threshold that keeps the rate in this very sample."""
    order = np.argsort(-probability)
    rate = np.cumsum(~match[order]) / np.arange(1, PAIRS + 1)
    return float(probability[order][rate <= MOST_FALSE].min(initial=1.0))


def test_the_bound_is_broken_in_at_most_delta_of_the_runs_and_a_naive_threshold_breaks_it() -> None:
    proven, looked = [], []
    for run in range(RUNS):
        probability, match = planted(np.random.default_rng(run))
        band = auto_band(probability, match, MOST_FALSE, DELTA)
        if band is not None:
            proven.append(band)
        looked.append(naive(probability, match))
    assert len(proven) > 0.8 * RUNS, "a bound that proves nothing would hold too"
    assert (true_rates(proven) > MOST_FALSE).sum() <= DELTA * RUNS
    assert (true_rates(looked) > MOST_FALSE).sum() > DELTA * RUNS, "the planted people do not tempt"


def test_nothing_is_proven_by_too_few_or_too_wrong() -> None:
    assert auto_band(np.full(100, 0.999), np.ones(100, bool), 0.01, 0.05) is None
    assert auto_band(np.full(2_000, 0.999), np.arange(2_000) % 50 > 0, 0.01, 0.05) is None
    assert auto_band(np.zeros(0), np.zeros(0, bool), 0.01, 0.05) is None


def test_the_band_ends_where_mistakes_begin() -> None:
    probability = np.r_[np.full(2_000, 0.999), np.full(2_000, 0.8)]
    match = np.r_[np.ones(2_000, bool), np.arange(2_000) % 5 > 0]
    band = auto_band(probability, match, 0.01, 0.05)
    assert band is not None
    assert 0.8 < band <= 0.999


def test_impossible_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        auto_band(np.ones(1), np.ones(1, bool), 0.0, 0.05)


def test_one_pair_of_each_person() -> None:
    block = np.array([3, 3, 3, 5, 5, 9])
    chosen = one_of_each(block, 1)
    assert sorted(block[chosen].tolist()) == [3, 5, 9]
    assert chosen.tolist() == one_of_each(block, 1).tolist()
    assert len({tuple(one_of_each(block, seed).tolist()) for seed in range(20)}) > 1
