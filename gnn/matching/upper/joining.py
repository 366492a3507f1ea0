"""How the net is put to use: what it practises, what it sees of a client, and the blend with it."""

from dataclasses import replace
from typing import Final

from gnn.matching.interactions import Interactions
from gnn.matching.known import Known
from gnn.matching.profiles import ALIKE, Memory
from gnn.matching.regimes import Regime
from gnn.matching.scoring import Part, Scorer
from gnn.matching.upper.learned import Learned, LearnedBlock
from gnn.matching.upper.towers import NeuralSettings
from gnn.matching.upper.training import Practice

_BY_PLACE: Final = Memory(by_place=True)


def practice_of(known: Known, regime: Regime, settings: NeuralSettings, device: str = "cpu") -> Practice:
    """Where something later is asked for, the end of histories is hidden; else any part of them."""
    return Practice(known, settings, in_order=regime is not Regime.MISSING, device=device)


def memory_of(regime: Regime) -> Memory:
    """What is later counts more where something later is asked for, as in practice."""
    return ALIKE if regime is Regime.MISSING else _BY_PLACE


def joined(scorer: Scorer, learned: Learned, regime: Regime, weight: float) -> Scorer:
    """The blend and the net, for clients with a history; the others are served by the blend alone."""
    events: Interactions = scorer.known.events
    part = Part(LearnedBlock(events, learned, memory_of(regime)), weight)
    return replace(scorer, warm=(*scorer.warm, part))
