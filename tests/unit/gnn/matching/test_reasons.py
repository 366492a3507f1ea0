"""Reasons add up to the score, block by block and interaction by interaction."""

from dataclasses import replace

import numpy as np
import pytest

from gnn.matching.arrays import csr
from gnn.matching.blocks.block import Evidence
from gnn.matching.blocks.graph_filter import FilterSettings
from gnn.matching.choices import Blend, Choice, Kind, Weighed
from gnn.matching.kernels import row_spread
from gnn.matching.known import Known
from gnn.matching.profiles import Memory
from gnn.matching.reasons import explain
from gnn.matching.scoring import Scorer
from gnn.matching.workshop import Workshop
from tests.unit.gnn.matching import planted

CHOICES = (
    Choice(Kind.RECENCY),
    Choice(Kind.FILTER, settings=FilterSettings(0.4, 8, memory=Memory(by_place=True))),
    Choice(Kind.EASE, Memory(half_life=20.0), penalty=10.0),
    Choice(Kind.TRANSITIONS),
    Choice(Kind.RIDGE_TRANSITIONS),
    Choice(Kind.ALIKE_ITEMS, Memory(by_place=True)),
    Choice(Kind.VALUE_AFFINITY),
    Choice(Kind.LIKE_CLIENTS),
    Choice(Kind.CLIENT_AFFINITY),
    Choice(Kind.RELATIONS),
    Choice(Kind.AVERSION),
)


@pytest.fixture(scope="module")
def known() -> Known:
    """Everything at once."""
    dated = planted.fashions(60, 40)
    areas, styles = planted.districts(60, 40), planted.alike_items(60, 40, 5)
    pairs = np.arange(0, 60, 2)
    relations = csr(np.concatenate([pairs, pairs + 1]), np.concatenate([pairs + 1, pairs]), (60, 60))
    return replace(
        dated,
        client_values=areas.client_values,
        item_values=styles.item_values,
        relations=relations,
        disliked=csr(np.arange(60), np.arange(60) % 40, (60, 40)),
    )


def scorer(known: Known, *choices: Choice) -> Scorer:
    blend = tuple(Weighed(choice, 0.3 + 0.1 * number) for number, choice in enumerate(choices))
    return Scorer.of(Workshop(known, 20), Blend(blend, blend))


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.kind.value)
def test_the_reasons_of_each_block_add_up_to_its_score(known: Known, choice: Choice) -> None:
    one = scorer(known, choice)
    for client in (0, 7, 31):
        scores = one.scores(np.array([client]))[0]
        for item, found in zip(range(40), explain(one, client, np.arange(40)), strict=True):
            assert found.score == pytest.approx(float(scores[item]), rel=2e-3, abs=2e-4)


def test_the_reasons_of_a_blend_add_up_to_the_score(known: Known) -> None:
    whole = scorer(known, *CHOICES)
    scores = whole.scores(np.array([5]))[0]
    found = explain(whole, 5, np.arange(40))
    np.testing.assert_allclose([each.score for each in found], scores, rtol=2e-3, atol=1e-3)
    for each in found:
        assert sum(each.of_blocks().values()) == pytest.approx(each.score)
        amounts = [abs(reason.amount) for reason in each.reasons]
        assert amounts == sorted(amounts, reverse=True)


def test_an_interaction_adds_what_leaving_it_out_takes(known: Known) -> None:
    """Against the block itself, asked with a profile from which the interaction was taken."""
    one = scorer(known, CHOICES[1])
    part = one.warm[0]
    profile = part.block.profile(np.array([5]))
    left_out = int(profile.indices[0])
    rest = profile.copy()
    rest.data[0] = 0
    scale = part.weight / float(row_spread(part.block.spread(profile))[0])
    drop = (part.block.spread(profile) - part.block.spread(rest))[0] * scale
    found = explain(one, 5, np.arange(40))
    np.testing.assert_allclose([each.without(Evidence.ITEM, left_out) for each in found], drop, rtol=1e-3, atol=1e-4)
