"""What will be asked: which holdouts and which blocks the data call for."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np

from gnn.matching.blocks.graph_filter import FilterSettings
from gnn.matching.choices import Choice, Kind
from gnn.matching.effort import ASKED_PART, Effort
from gnn.matching.holdouts import (
    Holdout,
    coherent_holdout,
    cold_holdout,
    cut_moments,
    last_holdout,
    random_holdout,
    some_clients,
    time_cut,
)
from gnn.matching.interactions import Interactions
from gnn.matching.known import Known
from gnn.matching.profiles import ALIKE, Memory


class Regime(StrEnum):
    """What the proposals are for."""

    FUTURE = "future"  # what clients take up after a moment: rolling cuts of time
    NEXT = "next"  # each client's next item: the last one is hidden
    MISSING = "missing"  # what clients hold besides: a tenth of their items is hidden


# Holdouts for each seed; cuts of time need no seeds.
SPLITS_A_SEED: Final = {Regime.FUTURE: None, Regime.NEXT: 1, Regime.MISSING: 2}
# A table in which nobody has fewer events was cut client by client: its last events are missing, not its last weeks.
_CUT_PER_CLIENT: Final = 2
# Rolling cuts: each asks for what happened until the next one; the last window ends with the table.
_CUTS: Final = (0.79, 0.86, 0.93)
# Half-lives as parts of the time that the table spans: from half of it down to a few thousandths.
_HALF_LIVES: Final = tuple(0.5**power for power in range(1, 10))
_FADING: Final = (1 / 4, 1 / 16)
_PENALTIES: Final = (100.0, 400.0)


@dataclass(frozen=True)
class Verdict:
    """The regime, and why."""

    regime: Regime
    why: str


def judged_regime(known: Known, new_clients: int) -> Verdict:
    """What the data look like; `new_clients` of those to be served have no event."""
    events = known.events
    if not known.has_order:
        return Verdict(Regime.MISSING, "no times: a tenth of some clients' items is hidden, at random and around a theme")
    if not known.has_clock:
        return Verdict(Regime.NEXT, "times only count each client's events: the last one is hidden")
    fewest = int(events.counts[events.counts > 0].min()) if len(events) else 0
    if not new_clients and fewest >= _CUT_PER_CLIENT:
        return Verdict(
            Regime.NEXT, f"nobody has fewer than {fewest} events and nobody is new: cut per client, the last is hidden"
        )
    return Verdict(Regime.FUTURE, "times: what happened after a moment is hidden, at several moments")


def holdouts_for(known: Known, regime: Regime, effort: Effort, seed: int, *, with_cold: bool) -> list[Holdout]:
    """Cut as the proposals will be used; none that asks nobody."""
    made = _regular(known, regime, effort, seed)
    if with_cold and regime is not Regime.FUTURE:
        # Few, so that what is left is nearly all; a tenth at most.
        some = some_clients(known.events, min(effort.clients, max(1, int(np.count_nonzero(known.events.counts)) // 10)), seed)
        made.append(cold_holdout(known.events, some, known.now))
    return [holdout for holdout in made if len(holdout.clients)]


def _regular(known: Known, regime: Regime, effort: Effort, seed: int) -> list[Holdout]:
    events = known.events
    seeds = range(seed, seed + effort.holdouts)
    if regime is Regime.FUTURE:
        moments = (*cut_moments(events, _CUTS[-effort.cuts :]), np.inf)
        pairs = pairwise(moments)
        return [time_cut(events, since, until, most=effort.clients, seed=seed) for since, until in pairs]
    most = min(effort.clients, max(1, int(np.count_nonzero(events.counts)) // ASKED_PART))
    if regime is Regime.NEXT:
        return [last_holdout(events, some_clients(events, most, each, fewest=2), known.now) for each in seeds]
    chosen = [(each, some_clients(events, most, each, fewest=3)) for each in seeds]
    return [make(events, clients, each) for each, clients in chosen for make in (random_holdout, coherent_holdout)]


def candidates(known: Known, settings: FilterSettings, effort: Effort) -> list[Choice]:
    """The blocks that the data can feed, in a fixed order."""
    memories = _memories(known)
    chosen = [Choice(Kind.RECENCY)]
    if known.has_clock:
        span = _span(known.events)
        chosen += [Choice(Kind.RECENCY, half_life=share * span) for share in _HALF_LIVES]
    chosen += [Choice(Kind.FILTER, memory, settings=_with_memory(settings, memory)) for memory in memories]
    chosen += [Choice(Kind.EASE, memory, penalty=penalty) for penalty in _PENALTIES[: effort.penalties] for memory in memories]
    if known.has_order:
        chosen.append(Choice(Kind.TRANSITIONS))
        chosen += [Choice(Kind.RIDGE_TRANSITIONS)] if effort.with_ridge else []
    if known.item_values:
        chosen += [Choice(kind, memory) for kind in (Kind.ALIKE_ITEMS, Kind.VALUE_AFFINITY) for memory in memories]
    return chosen + _of_clients(known)


def _of_clients(known: Known) -> list[Choice]:
    chosen = []
    if known.client_values:
        chosen.append(Choice(Kind.LIKE_CLIENTS))
        if known.item_values:
            chosen.append(Choice(Kind.CLIENT_AFFINITY))
    if known.relations is not None:
        chosen.append(Choice(Kind.RELATIONS))
    if known.disliked is not None and known.disliked.nnz:
        chosen.append(Choice(Kind.AVERSION))
    return chosen


def _memories(known: Known) -> list[Memory]:
    memories = [ALIKE]
    if known.has_order:
        memories.append(Memory(by_place=True))
    if known.has_clock:
        memories += [Memory(half_life=share * _span(known.events)) for share in _FADING]
    if known.events.weight is not None and len(np.unique(known.events.weight)) > 1:
        memories.append(Memory(strength=True))
    return memories


def _with_memory(settings: FilterSettings, memory: Memory) -> FilterSettings:
    return FilterSettings(settings.sharpness, settings.rank, settings.smooth, settings.hop_power, settings.smooth_power, memory)


def _span(events: Interactions) -> float:
    return max(float(np.ptp(events.time)), 1e-9) if events.time is not None and len(events) else 1.0
