"""Whether what was promised happens: reliability in bins of equal mass."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

BINS: Final = 15


@dataclass(frozen=True, slots=True)
class Reliability:
    """One bin: its smallest and largest probability, how many pairs, the mean probability and the part that came true."""

    low: float
    high: float
    pairs: int
    promised: float
    happened: float


def reliability_table(probability: Floats, match: Truths, bins: int = BINS) -> list[Reliability]:
    """Bins of about equally many pairs, least probable first. Equal probabilities share a bin, so that the order of pairs
    does not show; a value with more pairs than a bin holds makes one of its own."""
    if not len(probability):
        return []
    order = np.argsort(probability, kind="stable")
    p, y = probability[order], match[order]
    first = np.searchsorted(p, p, side="left")
    _, starts = np.unique(first * bins // len(p), return_index=True)
    ends = [*starts[1:].tolist(), len(p)]
    return [
        Reliability(float(p[a]), float(p[b - 1]), b - a, float(p[a:b].mean()), float(y[a:b].mean()))
        for a, b in zip(starts.tolist(), ends, strict=True)
    ]


def calibration_error(probability: Floats, match: Truths, bins: int = BINS) -> float:
    """The expected calibration error: how far what was promised is from what happened, averaged over the pairs."""
    rows = reliability_table(probability, match, bins)
    gap = sum(row.pairs * abs(row.promised - row.happened) for row in rows)
    return gap / len(probability) if rows else 0.0
