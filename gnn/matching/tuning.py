"""One tuner over all blocks: looks at the data, hides what will be asked for, and keeps what finds it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from gnn.matching.arrays import Bools, Doubles
from gnn.matching.blending import Found, find_blend
from gnn.matching.blocks.graph_filter import FilterSettings, Spectrum
from gnn.matching.chances import Chances, chances_by_rank
from gnn.matching.choices import Blend, Choice, Kind, Weighed
from gnn.matching.effort import BUDGET, Effort, affordable
from gnn.matching.filter_tuning import Trial, tuned_filter
from gnn.matching.known import Known
from gnn.matching.panels import Panel, even, lists, unseen
from gnn.matching.regimes import SPLITS_A_SEED, Regime, Verdict, candidates, holdouts_for, judged_regime
from gnn.matching.workshop import Workshop

# Ranks proposals that nothing else tells apart by popularity; too small to change an order that something else gives.
_GROUND = 1e-4
_POPULARITY = Choice(Kind.RECENCY)
# What fewer clients find is luck; then the graph filter serves those with a history, popularity the others.
_FEWEST_ASKED = 20


@dataclass(frozen=True, eq=False)
class Tuned:
    """What was chosen, and what a reader needs to judge it."""

    blend: Blend
    verdict: Verdict
    effort: Effort
    settings: FilterSettings
    tried: tuple[Choice, ...]
    warm: Found | None
    cold: Found | None
    holdouts: tuple[tuple[str, int], ...]
    spectrum: Spectrum | None
    chances: Chances


@dataclass(frozen=True)
class Wishes:
    """What the caller says: k of the lists, new clients to be served, a regime (None: judged), a seed, the budget."""

    k: int = 20
    new_clients: int = 0
    regime: Regime | None = None
    seed: int = 1
    budget: float = BUDGET


def tune(known: Known, wishes: Wishes, progress: Callable[[str, float], None] = lambda _stage, _share: None) -> Tuned:
    """Choose blocks, settings and weights. The same data and wishes always give the same answer.

    `progress` is told a stage and the share done of all, from 0 to 1.
    """
    verdict = judged_regime(known, wishes.new_clients)
    if wishes.regime is not None:
        verdict = Verdict(wishes.regime, "asked for")
    effort = affordable(known, SPLITS_A_SEED[verdict.regime], wishes.budget)
    trials = _trials(known, verdict.regime, effort, wishes)
    progress("tuning the graph filter", 0.05)
    settings = tuned_filter(trials, effort.rank, wishes.k) if trials else FilterSettings(rank=effort.rank)
    tried = tuple(candidates(known, settings, effort))
    panels = []
    for number, trial in enumerate(trials):
        progress(f"scoring what was hidden ({trial.holdout.kind})", 0.4 + 0.3 * number / len(trials))
        panels.append(_panel(trial, tried))
    progress("choosing the blend", 0.7)
    histories = [trial.holdout.history for trial in trials]
    met = _group(panels, [history > 0 for history in histories])
    new = _group(panels, [history == 0 for history in histories])
    warm, cold = _found(met, wishes.k), _found(new, wishes.k)
    progress("tuned", 1.0)
    return Tuned(
        blend=Blend(_weighed(tried, warm, untried=Kind.FILTER), _weighed(tried, cold, untried=Kind.RECENCY)),
        verdict=verdict,
        effort=effort,
        settings=settings,
        tried=tried,
        warm=warm,
        cold=cold,
        holdouts=tuple((trial.holdout.kind, len(trial.holdout.clients)) for trial in trials),
        spectrum=trials[-1].workshop.spectrum if trials else None,
        chances=Chances(_chances(met, warm, wishes.k), _chances(new, cold, wishes.k)),
    )


def _trials(known: Known, regime: Regime, effort: Effort, wishes: Wishes) -> list[Trial]:
    trials: list[Trial] = []
    for holdout in holdouts_for(known, regime, effort, wishes.seed, with_cold=wishes.new_clients > 0):
        near = trials[-1].workshop.spectrum if trials else None
        trials.append(Trial(holdout, Workshop(known.before(holdout), effort.rank, near)))
    return trials


def _panel(trial: Trial, choices: Sequence[Choice]) -> Panel:
    """Every block's scores of the asked clients; what a workshop learned for it is let go afterwards."""
    workshop = Workshop(trial.workshop.known, trial.workshop.rank)
    workshop.spectrum = trial.workshop.spectrum
    columns = []
    for choice in choices:
        block = workshop.build(choice)
        clients = trial.holdout.clients if choice.is_personal else trial.holdout.clients[:1]
        columns.append(even(block.spread(block.profile(clients))))
    return Panel(tuple(columns), trial.holdout.targets, unseen(trial.holdout))


def _group(panels: Sequence[Panel], groups: Sequence[Bools]) -> list[Panel]:
    """The rows of one group of clients."""
    return [panel.rows(group) for panel, group in zip(panels, groups, strict=True) if group.any()]


def _found(panels: Sequence[Panel], k: int) -> Found | None:
    """The blend of one group of clients; None where the holdouts have too few of it."""
    return find_blend(panels, k) if sum(panel.clients for panel in panels) >= _FEWEST_ASKED else None


def _chances(panels: Sequence[Panel], found: Found | None, k: int) -> Doubles:
    """What the found blend hits at each rank. It was chosen on the same clients: a few weights, so hardly flattered."""
    if found is None:
        return np.zeros(k)
    return chances_by_rank([lists(panel, found.weights, k) for panel in panels], [panel.targets for panel in panels], k)


def _weighed(tried: Sequence[Choice], found: Found | None, *, untried: Kind) -> tuple[Weighed, ...]:
    """The found blend, the first block of this kind where none was found; below it popularity, for items that it ties."""
    if found is None:
        chosen = [Weighed(next(choice for choice in tried if choice.kind is untried), 1.0)]
    else:
        chosen = [Weighed(choice, weight) for choice, weight in zip(tried, found.weights, strict=True) if weight]
    if all(each.choice.is_personal for each in chosen):
        chosen.append(Weighed(_POPULARITY, _GROUND))
    return tuple(chosen)
