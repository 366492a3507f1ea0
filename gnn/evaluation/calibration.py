"""Probabilities set right by outcomes, each by people that it has nothing to do with."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import isotonic_regression

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

_FOLDS: Final = 5
# A step that was always right or always wrong promises no more than its number of pairs bears: half a pair of doubt.
_DOUBT: Final = 0.5


@dataclass(frozen=True, eq=False, slots=True)
class Calibration:
    """A rising curve from scores to probabilities, both [steps]; straight between its points, level outside them."""

    scores: Floats
    probabilities: Floats

    def __call__(self, scores: Floats) -> Floats:
        """Probabilities [n] of scores [n]."""
        return np.interp(scores, self.scores, self.probabilities)


def fitted(scores: Floats, match: Truths) -> Calibration:
    """Isotonic regression (pool adjacent violators), one point a level. Raises ValueError without a score."""
    if not len(scores):
        raise ValueError("a calibration needs at least one pair with a known outcome")
    values, place = np.unique(scores, return_inverse=True)
    pairs, right = np.bincount(place), np.bincount(place, match)
    level = np.asarray(isotonic_regression(right / pairs, weights=pairs).blocks)
    mass, matches = np.add.reduceat(pairs, level[:-1]), np.add.reduceat(right, level[:-1])
    centre = np.add.reduceat(values * pairs, level[:-1]) / mass
    return Calibration(centre, np.clip(matches / mass, _DOUBT / (mass + 1), 1 - _DOUBT / (mass + 1)).astype(np.float64))


def cross_fitted(scores: Floats, match: Truths, people: tuple[Ints, Ints], seed: int, folds: int = _FOLDS) -> Floats:
    """Calibrated probabilities [pairs], each from a curve that has seen neither of its pair's two people.

    `people` are the true clusters (or blocks of what is known to belong together) of both records, each [pairs]. A pair of
    people of folds i and j is calibrated by the pairs that touch neither. Raises ValueError where a fold leaves no pair.
    """
    of_person = np.random.default_rng(seed).integers(0, folds, int(max(ends.max(initial=0) for ends in people)) + 1)
    left, right = of_person[people[0]], of_person[people[1]]
    found = np.empty(len(scores))
    for i in range(folds):
        for j in range(i, folds):
            here = ((left == i) & (right == j)) | ((left == j) & (right == i))
            if here.any():
                apart = ~(np.isin(left, (i, j)) | np.isin(right, (i, j)))
                found[here] = fitted(scores[apart], match[apart])(scores[here])
    return found
