"""The graph filter's own settings: coordinate by coordinate over a small grid, each judged on every holdout."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, product
from typing import Final

import numpy as np

from gnn.matching.arrays import Doubles, Floats, Matrix, row_numbers
from gnn.matching.blocks.graph_filter import FilterSettings, GraphFilter, hop_correction, plain_hop, smooth_part
from gnn.matching.holdouts import Holdout
from gnn.matching.panels import success
from gnn.matching.workshop import Workshop

SHARPNESS: Final = (0.0, 0.4, 0.8)
RANKS: Final = (64, 128, 256, 600, 1200)
_SMOOTH: Final = (0.1, 0.2, 0.4)
# (hop_power, smooth_power): how much popularity is given back to each part.
_POWERS: Final = ((0.1, 0.5), (0.2, 0.5), (0.3, 0.5), (0.2, 0.65))
# Scores held at once while settings are compared.
_CHUNK_BYTES: Final = 128 << 20


@dataclass(frozen=True, eq=False)
class Trial:
    """A holdout and the workshop of what it leaves visible."""

    holdout: Holdout
    workshop: Workshop


def tuned_filter(trials: Sequence[Trial], rank: int, k: int) -> FilterSettings:
    """The settings that found most on average over the trials; the first of equals in the order of the grids."""
    ranks = (*(value for value in RANKS if value < rank), rank)
    chosen = FilterSettings(rank=min(256, rank))
    for _ in range(2):
        gains = [replace(chosen, smooth=w, hop_power=a, smooth_power=b) for w, (a, b) in product(_SMOOTH, _POWERS)]
        chosen = _best(trials, gains, k)
        chosen = _best(trials, [replace(chosen, sharpness=t, rank=r) for t, r in product(SHARPNESS, ranks)], k)
    return chosen


def _best(trials: Sequence[Trial], settings: Sequence[FilterSettings], k: int) -> FilterSettings:
    means = [filter_success(trial, settings, k).mean(1) for trial in trials if len(trial.holdout.clients)]
    # Each trial counts alike, however hard its targets are.
    total = sum((mean / max(float(mean.max()), 1e-9) for mean in means), np.zeros(len(settings)))
    return settings[int(np.argmax(total))]


def filter_success(trial: Trial, settings: Sequence[FilterSettings], k: int) -> Doubles:
    """The mean of NDCG@k and recall@k of each setting and client, float64 [settings, clients]."""
    spectrum = trial.workshop.spectrum
    shapes = dict.fromkeys((setting.sharpness, setting.rank) for setting in settings)
    ratios = {shape: GraphFilter(spectrum, FilterSettings(*shape)).ratio for shape in shapes}
    step = max(1, _CHUNK_BYTES // (4 * trial.holdout.train.items))
    out = np.zeros((len(settings), len(trial.holdout.clients)))
    for at in range(0, out.shape[1], step):
        rows = slice(at, at + step)
        for shape, hop, smooth, targets in _shapes(trial, rows, sorted(ratios)):
            for number, setting in enumerate(settings):
                if (setting.sharpness, setting.rank) == shape:
                    base = hop * spectrum.taken ** np.float32(setting.hop_power)
                    column = smooth * spectrum.taken ** np.float32(setting.smooth_power)
                    out[number, rows] = success(base, column, [setting.smooth * ratios[shape]], targets, k)[0]
    return out


def _shapes(
    trial: Trial, rows: slice, shapes: Sequence[tuple[float, int]]
) -> Iterator[tuple[tuple[float, int], Floats, Floats, Matrix]]:
    """(sharpness, rank) with hop (-inf for seen items) and smooth of these clients; each rank goes on from the one before."""
    holdout, spectrum = trial.holdout, trial.workshop.spectrum
    targets, profile = holdout.targets[rows], holdout.train.matrix[holdout.clients[rows]]
    plain = plain_hop(spectrum, profile)
    plain[row_numbers(profile), profile.indices] = -np.inf
    for sharpness, group in groupby(shapes, key=lambda shape: shape[0]):
        hop = plain + hop_correction(spectrum, profile, sharpness) if sharpness else plain
        smooth, done = np.zeros_like(hop), 0
        for shape in group:
            smooth += smooth_part(spectrum, profile, sharpness, slice(done, shape[1]))
            done = shape[1]
            yield shape, hop, smooth, targets
