"""The net joins where it finds what the blocks do not, stays out where there is nothing to find, and its reasons are exact."""

from pathlib import Path

import numpy as np
import pytest

from gnn.evaluation.ranking import PairedDifference
from gnn.matching.interactions import Interactions
from gnn.matching.known import Known
from gnn.matching.reading import Tables
from gnn.matching.reasons import explain
from gnn.matching.recommend import final_scorer
from gnn.matching.regimes import Regime
from gnn.matching.tuning import Wishes, tune
from gnn.matching.upper.joining import joined as with_net
from gnn.matching.upper.joining import practice_of
from gnn.matching.upper.promotion import LOOKS, WEIGHTS, Trial, verdict_on
from gnn.matching.upper.storey import CARD, NetStorey, kept_or_trained, read_card
from gnn.matching.upper.towers import NeuralSettings
from gnn.matching.upper.training import train
from graph_schema.errors import BadFile
from tests.unit.gnn.matching import planted

SETTINGS = NeuralSettings(width=16, batch=128)
WISHES = Wishes(k=5)


def tables(known: Known) -> Tables:
    events = known.events
    return Tables(tuple(f"c{n:04d}" for n in range(events.clients)), tuple(f"i{n:04d}" for n in range(events.items)), known)


def test_where_there_is_nothing_to_find_it_stays_out(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    client = np.repeat(np.arange(200), 6)
    known = Known(Interactions.sorted_from(200, 60, client, chance.integers(0, 60, len(client))))
    tuned = tune(known, WISHES)
    alone = final_scorer(tables(known), tuned)
    assert NetStorey(tmp_path, SETTINGS).join(tables(known), tuned, WISHES, alone, lambda _stage, _share: None) is alone
    card = read_card(tmp_path)
    assert not card.promoted
    assert card.gain_low <= 0
    assert card.weights_hash == ""


def trial(alone: float, gain: float, look: int = 1, weight: int = 2, seed: int = 0, clients: int = 200) -> Trial:
    """Clients whom the blend alone serves so well, and the net, at one look and weight, so much better."""
    noise = np.random.default_rng(seed).normal(0, 0.05, (len(LOOKS), len(WEIGHTS), clients))
    gained = np.zeros((len(LOOKS), len(WEIGHTS), 1))
    gained[look, weight] = gain
    return Trial(np.full(clients, alone), alone + gained + noise, 2.0)


def test_it_wins_only_by_what_it_finds_on_other_holdouts() -> None:
    won = verdict_on([trial(0.3, 0.03, seed=seed) for seed in range(3)])
    assert won.wins
    assert (won.epochs, won.weight) == (LOOKS[1], WEIGHTS[2] * 2.0)
    assert won.gain.mean == pytest.approx(0.03, abs=0.01)
    # Each holdout has a favourite of its own: chosen and judged on the same clients, luck looks like a gain of 0.03.
    lucky = verdict_on([trial(0.3, 0.03, look=seed, weight=seed, seed=seed) for seed in range(4)])
    assert isinstance(lucky.gain, PairedDifference)
    assert not lucky.wins


def test_reasons_stay_exact_with_the_net() -> None:
    known = Known(planted.communities())
    tuned = tune(known, WISHES)
    alone = final_scorer(tables(known), tuned)
    (_, learned), *_ = train(practice_of(known, tuned.verdict.regime, SETTINGS), 1)
    both = with_net(alone, learned, tuned.verdict.regime, 1.5)
    assert len(both.warm) == len(alone.warm) + 1
    for client in (0, 11):
        scores = both.scores(np.array([client]))[0]
        for told in explain(both, client, np.array([3, 17])):
            assert told.score == pytest.approx(scores[told.item], abs=1e-4)
            assert any(reason.block.startswith("graph net") for reason in told.reasons)


def test_what_is_kept_is_not_trained_again(tmp_path: Path) -> None:
    practice, stages = practice_of(Known(planted.communities()), Regime.MISSING, SETTINGS), list[str]()
    first = kept_or_trained(practice, 2, tmp_path, lambda stage, _share: stages.append(stage))
    assert stages == ["training the graph net"] * 2
    again = kept_or_trained(practice, 2, tmp_path, lambda stage, _share: stages.append(stage))
    assert len(stages) == 2
    assert again.content_hash == first.content_hash


def test_a_folder_without_a_card_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no card"):
        read_card(tmp_path)
    (tmp_path / CARD).write_text("{}", encoding="utf-8")
    with pytest.raises(BadFile, match="no card"):
        read_card(tmp_path)
