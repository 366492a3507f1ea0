"""From which probability on pairs may be joined without a person: only where the rate of false merges is proven to be low."""

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.stats import binom

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

# Thresholds are looked at from the strictest down, a quarter of a nat of log-odds apart: .999999 to .5.
_LADDER: Final = 1 / (1 + np.exp(-np.arange(13.75, -0.01, -0.25)))
# The first look holds this many times the pairs that prove the bound when all are right: one mistake there may be chance.
_FIRST_LOOK: Final = 3.0


def auto_band(probability: Floats, match: Truths, most_false: float, delta: float) -> float | None:
    """The lowest threshold at which the rate of false merges is at most `most_false`, in all but `delta` of the draws of
    labels; None where no threshold is proven.

    Learn then Test (Angelopoulos et al. 2021) with a fixed sequence: each threshold is tested by the exact binomial tail (its
    Clopper-Pearson upper bound is at most `most_false`), the strictest first, and the first that is not proven ends it, so
    that many thresholds cost nothing. Where to begin is chosen by counts of pairs alone, never by their outcomes. Pairs have
    to be independent draws of those that will be joined: of pairs of one person draw one (`one_of_each`).
    Arrays are [pairs].
    """
    if not (0 < most_false < 1 and 0 < delta < 1):
        raise ValueError(f"most_false {most_false} and delta {delta} must be between 0 and 1; take .01 and .05")
    ordered = np.sort(probability)
    taken = len(ordered) - np.searchsorted(ordered, _LADDER, side="left")
    wrong = np.sort(probability[~match])
    false = len(wrong) - np.searchsorted(wrong, _LADDER, side="left")
    enough = _FIRST_LOOK * np.log(delta) / np.log1p(-most_false)
    proven = None
    for threshold, pairs, mistakes in zip(_LADDER.tolist(), taken.tolist(), false.tolist(), strict=True):
        if pairs < enough:
            continue
        if binom.cdf(mistakes, pairs, most_false) > delta:
            break
        proven = float(threshold)
    return proven


def one_of_each(block: Ints, seed: int) -> Ints:
    """The places of one pair of each block, drawn at random: pairs of one person are no independent witnesses."""
    order = np.random.default_rng(seed).permutation(len(block))
    _, first = np.unique(block[order], return_index=True)
    return np.sort(order[first])
