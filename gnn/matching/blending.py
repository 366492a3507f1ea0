"""Which blocks together, and how much of each: added one by one while the held-out clients gain by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gnn.matching.arrays import Bools, Doubles
from gnn.matching.panels import Panel, success

WEIGHTS: Final = (0.1, 0.2, 0.3, 0.5, 1.0, 2.0)
# A block comes in only for this much of what was reached, and only if chance alone would seldom give as much:
# more blocks than that fit the held-out clients better and all others worse.
_LEAST_GAIN: Final = 0.002
_LEAST_SIGMAS: Final = 1.0
_MOST_BLOCKS: Final = 6


@dataclass(frozen=True)
class Step:
    """One step of the search: which column at which weight, and what was reached (mean of NDCG@k and recall@k)."""

    column: int
    weight: float
    reached: float


@dataclass(frozen=True)
class Found:
    """The weight of each column (0: left out), what each alone reached, and the steps that led there."""

    weights: tuple[float, ...]
    alone: tuple[float, ...]
    steps: tuple[Step, ...]


def find_blend(panels: Sequence[Panel], k: int) -> Found:
    """Greedy, deterministic: the plainest of the best blocks, then the block and weight that add most, until none is worth it.

    Afterwards each chosen weight is tried anew, 0 included. Of equals the first column wins, and the smaller weight.
    """
    columns = len(panels[0].columns)
    weights = np.zeros(columns)
    singles = [_reached(panels, weights, column, (1.0,), k)[0] for column in range(columns)]
    # A block that tells nothing apart ranks by id; what that finds is luck.
    says = [any(panel.columns[column].any() for panel in panels) for column in range(columns)]
    alone = tuple(float(single.mean()) if said else 0.0 for single, said in zip(singles, says, strict=True))
    lead = _first_as_good(singles, alone)
    weights[lead], reached = 1.0, singles[lead]
    steps = [Step(lead, 1.0, alone[lead])]
    while np.count_nonzero(weights) < _MOST_BLOCKS:
        tried = [(_reached(panels, weights, column, WEIGHTS, k), column) for column in _numbers(weights == 0)]
        best = max(
            ((row, column, at) for rows, column in tried for at, row in enumerate(rows)), key=_first_greatest, default=None
        )
        if best is None or not _is_worth(best[0], reached):
            break
        reached, weights[best[1]] = best[0], WEIGHTS[best[2]]
        steps.append(Step(best[1], WEIGHTS[best[2]], float(reached.mean())))
    return Found(_refined(panels, weights, reached, k, steps), alone, tuple(steps))


def _first_as_good(singles: Sequence[Doubles], alone: Sequence[float]) -> int:
    """The first column that the best one does not clearly beat: columns come plain before refined."""
    best = singles[int(np.argmax(alone))]
    return next(at for at, single in enumerate(singles) if alone[at] and not _is_worth(best, single)) if any(alone) else 0


def _first_greatest(tried: tuple[Doubles, int, int]) -> tuple[float, int, int]:
    row, column, at = tried
    return float(row.mean()), -column, -at


def _is_worth(new: Doubles, old: Doubles) -> bool:
    gain = new - old
    doubt = float(gain.std()) / max(len(gain), 1) ** 0.5
    return bool(gain.mean() > max(_LEAST_GAIN * float(old.mean()), _LEAST_SIGMAS * doubt))


def _numbers(chosen: Bools) -> list[int]:
    return [int(number) for number in np.flatnonzero(chosen)]


def _refined(panels: Sequence[Panel], weights: Doubles, reached: Doubles, k: int, steps: list[Step]) -> tuple[float, ...]:
    """Each chosen column once more, the others fixed; the last one that is left stays."""
    for column in _numbers(weights != 0):
        if np.count_nonzero(weights) < 2:
            break
        grid = (0.0, *WEIGHTS)
        rows = _reached(panels, np.where(np.arange(len(weights)) == column, 0, weights), column, grid, k)
        best = int(np.argmax([float(row.mean()) for row in rows]))
        if grid[best] != weights[column] and rows[best].mean() > reached.mean():
            weights[column], reached = grid[best], rows[best]
            steps.append(Step(column, grid[best], float(reached.mean())))
    return tuple(float(weight) for weight in weights)


def _reached(panels: Sequence[Panel], weights: Doubles, column: int, grid: Sequence[float], k: int) -> list[Doubles]:
    """What each client of all panels gets when this column has each weight of the grid: [grid] of float64 [clients]."""
    parts = [success(panel.blend(tuple(weights)), panel.columns[column], grid, panel.targets, k) for panel in panels]
    return list(np.concatenate(parts, axis=1))
