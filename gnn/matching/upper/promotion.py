"""Whether the net joins the blend: only where it finds more than the blend alone, on clients that nobody was tuned on.

Epochs and weight are chosen on one holdout and judged on the others, in turn, so that the choice does not flatter itself.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np

from gnn.evaluation.ranking import PairedDifference, paired_bootstrap
from gnn.matching.arrays import Doubles, Floats
from gnn.matching.choices import Blend
from gnn.matching.effort import Effort
from gnn.matching.holdouts import Holdout
from gnn.matching.kernels import row_spread
from gnn.matching.known import Known
from gnn.matching.panels import even, success, unseen
from gnn.matching.regimes import SPLITS_A_SEED, Regime, holdouts_for
from gnn.matching.scoring import Scorer
from gnn.matching.tuning import Tuned, Wishes
from gnn.matching.upper.joining import memory_of, practice_of
from gnn.matching.upper.learned import LearnedBlock
from gnn.matching.upper.towers import NeuralSettings
from gnn.matching.upper.training import train
from gnn.matching.workshop import Workshop

# The net's weight beside the whole blend, whose scores are brought to the same spread.
WEIGHTS: Final = (0.25, 0.5, 1.0, 2.0, 4.0)
# Looked at after these epochs; afterwards it learns its clients by heart.
LOOKS: Final = (16, 20, 24, 28, 32)
# Holdouts of other seeds than the blend was tuned on.
_OTHER_SEEDS: Final = 1_000
_JUDGED_ON: Final = 4
_SEED: Final = 17
# Told a stage and the share of it that is done.
Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Promotion:
    """What was found: whether the net wins, by how much (mean of NDCG@k and recall@k, with its 95 % interval), over how many
    clients, what the blend alone reaches, and the epochs and weight to use."""

    wins: bool
    gain: PairedDifference
    ground: float
    clients: int
    epochs: int
    weight: float


NOT_TRIED: Final = Promotion(False, PairedDifference(0.0, 0.0, 0.0, 0.95), 0.0, 0, 0, 0.0)


@dataclass(frozen=True, eq=False)
class Trial:
    """One holdout: what the blend alone reaches, float64 [n], and with the net, float64 [looks, weights, n]; `spread` is how
    far apart the blend's scores of a client lie, on the average: the net's weight is told in it."""

    alone: Doubles
    joined: Doubles
    spread: float


class Shelf(Protocol):
    """Where trials are kept, so that a run that was cut goes on with the next one."""

    def trial(self, number: int) -> Trial | None:
        """What was kept; None if nothing was."""

    def put_trial(self, number: int, trial: Trial) -> None:
        """Keep it, whole or not at all."""


@dataclass(frozen=True)
class Bench:
    """How the net is tried: its settings, where trials are kept, and who is told."""

    settings: NeuralSettings
    shelf: Shelf
    tell: Tell


def judged(known: Known, tuned: Tuned, wishes: Wishes, bench: Bench) -> Promotion:
    """Train on what holdouts leave visible, and see. What lies on the shelf is not done again."""
    holdouts = _holdouts(known, tuned.verdict.regime, tuned.effort, wishes)
    trials: list[Trial] = []
    for number, holdout in enumerate(holdouts):
        bench.tell("judging the graph net", number / len(holdouts))
        trial = bench.shelf.trial(number)
        if trial is None:
            trial = _trial(known, tuned, wishes.k, holdout, bench.settings)
            bench.shelf.put_trial(number, trial)
        trials.append(trial)
    return verdict_on(trials) if trials else NOT_TRIED


def verdict_on(trials: Sequence[Trial]) -> Promotion:
    """Whether the net wins, over all trials."""
    gains = np.concatenate([_gain_elsewhere(trials, at) for at in range(len(trials))])
    gain = paired_bootstrap(gains, np.zeros(len(gains)), seed=_SEED)
    look, weight = _best(trials)
    ground = float(np.mean(np.concatenate([trial.alone for trial in trials])))
    spread = float(np.mean([trial.spread for trial in trials]))
    return Promotion(gain.is_proven, gain, ground, len(gains), LOOKS[look], WEIGHTS[weight] * spread)


def _holdouts(known: Known, regime: Regime, effort: Effort, wishes: Wishes) -> list[Holdout]:
    """Some, of clients with a history: the net says nothing of others."""
    few = replace(effort, holdouts=_JUDGED_ON // (SPLITS_A_SEED[regime] or _JUDGED_ON))
    made = holdouts_for(known, regime, few, wishes.seed + _OTHER_SEEDS, with_cold=False)
    met = [_with_history(holdout) for holdout in made]
    return [holdout for holdout in met if len(holdout.clients)][-_JUDGED_ON:]


def _with_history(holdout: Holdout) -> Holdout:
    met = np.flatnonzero(holdout.history > 0)
    return replace(holdout, clients=holdout.clients[met], targets=holdout.targets[met])


def _trial(known: Known, tuned: Tuned, k: int, holdout: Holdout, settings: NeuralSettings) -> Trial:
    visible = known.before(holdout)
    ground = _ground(visible, tuned, holdout)
    spread = float(row_spread(ground).mean())
    base = unseen(holdout) + ground
    weights = [weight * spread for weight in WEIGHTS]
    columns = _columns(visible, tuned.verdict.regime, holdout, settings)
    joined = [success(base, column, weights, holdout.targets, k) for column in columns]
    return Trial(success(base, np.zeros_like(ground[:1]), (0.0,), holdout.targets, k)[0], np.stack(joined), spread)


def _ground(visible: Known, tuned: Tuned, holdout: Holdout) -> Floats:
    """The scores of the blend that was chosen, fitted to what is visible."""
    rank = min(tuned.settings.rank, visible.events.clients, visible.events.items)
    scorer = Scorer.of(Workshop(visible, rank, tuned.spectrum), Blend(tuned.blend.warm, ()))
    return scorer.scores(holdout.clients)


def _columns(visible: Known, regime: Regime, holdout: Holdout, settings: NeuralSettings) -> Iterator[Floats]:
    """The net's scores after each look."""
    practice = practice_of(visible, regime, settings)
    for epoch, learned in train(practice, LOOKS[-1]):
        if epoch in LOOKS:
            block = LearnedBlock(visible.events, learned, memory_of(regime))
            yield even(block.spread(block.profile(holdout.clients)))


def _gain_elsewhere(trials: Sequence[Trial], at: int) -> Doubles:
    """What the choice of the other trials adds in this one, for each client."""
    others = [trial for number, trial in enumerate(trials) if number != at] or list(trials)
    look, weight = _best(others)
    return np.asarray(trials[at].joined[look, weight] - trials[at].alone, np.float64)


def _best(trials: Sequence[Trial]) -> tuple[int, int]:
    total = sum((trial.joined.mean(2) / max(float(trial.alone.mean()), 1e-9) for trial in trials), np.zeros(()))
    look, weight = np.unravel_index(int(np.argmax(total)), total.shape)
    return int(look), int(weight)
