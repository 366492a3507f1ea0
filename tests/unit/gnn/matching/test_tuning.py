"""The tuner finds what is planted, uses it, and says the same on every run."""

from dataclasses import replace

import numpy as np
import pytest

from gnn.matching.choices import Kind
from gnn.matching.known import Known
from gnn.matching.reading import Tables
from gnn.matching.recommend import final_scorer
from gnn.matching.regimes import Regime
from gnn.matching.report import summary, tuning_report
from gnn.matching.scoring import best_lists
from gnn.matching.tuning import Tuned, Wishes, tune
from tests.unit.gnn.matching import planted

K = 5


def tuned(known: Known, new_clients: int = 0, k: int = K) -> Tuned:
    return tune(known, Wishes(k=k, new_clients=new_clients))


def kinds(result: Tuned, *, cold: bool = False) -> set[Kind]:
    return {each.choice.kind for each in (result.blend.cold if cold else result.blend.warm) if each.weight >= 0.1}


def reached(result: Tuned) -> float:
    assert result.warm is not None
    return result.warm.steps[-1].reached


def alone(result: Tuned, *kinds: Kind) -> float:
    assert result.warm is not None
    return max(value for choice, value in zip(result.tried, result.warm.alone, strict=True) if choice.kind in kinds)


def test_without_times_it_hides_items_and_uses_the_graph() -> None:
    result = tuned(Known(planted.communities()))
    assert result.verdict.regime is Regime.MISSING
    assert kinds(result) & {Kind.FILTER, Kind.EASE}
    assert reached(result) > 3 * alone(result, Kind.RECENCY)


def test_order_is_found_and_used() -> None:
    result = tuned(planted.chains(), k=1)
    assert result.verdict.regime is Regime.NEXT
    assert kinds(result) & {Kind.TRANSITIONS, Kind.RIDGE_TRANSITIONS}
    assert reached(result) > 1.5 * alone(result, Kind.FILTER)


def test_times_are_found_and_used() -> None:
    result = tuned(planted.fashions(), new_clients=50)
    assert result.verdict.regime is Regime.FUTURE
    lead = [each.choice for each in result.blend.cold if each.choice.kind is Kind.RECENCY]
    assert lead
    assert lead[0].half_life is not None
    assert result.cold is not None
    ever = result.cold.alone[0]
    assert result.cold.steps[-1].reached > 1.5 * ever, "fresh popularity must beat popularity of all times"


def test_item_attributes_are_found_and_used() -> None:
    result = tuned(planted.alike_items())
    assert kinds(result) & {Kind.ALIKE_ITEMS, Kind.VALUE_AFFINITY}
    assert reached(result) > 1.2 * alone(result, Kind.FILTER, Kind.EASE, Kind.RECENCY)


def test_relations_are_found_and_used() -> None:
    result = tuned(planted.friends())
    assert Kind.RELATIONS in kinds(result)
    assert reached(result) > 1.2 * alone(result, Kind.FILTER, Kind.EASE, Kind.RECENCY)


def test_attributes_of_clients_serve_new_ones() -> None:
    result = tuned(planted.districts(), new_clients=100)
    assert kinds(result, cold=True) & {Kind.LIKE_CLIENTS, Kind.CLIENT_AFFINITY}
    assert result.cold is not None
    assert result.cold.steps[-1].reached > 2 * result.cold.alone[0]


def test_what_is_not_there_is_not_tried() -> None:
    tried = {choice.kind for choice in tuned(Known(planted.communities(120))).tried}
    assert tried == {Kind.RECENCY, Kind.FILTER, Kind.EASE}


@pytest.mark.parametrize("known", [planted.fashions(150), planted.districts(80)])
def test_the_same_answer_on_every_run(known: Known) -> None:
    first, second = tuned(known, 30), tuned(known, 30)
    assert first.blend == second.blend
    assert tuning_report(known, first) == tuning_report(known, second)
    one, two = (lists_of(known, result) for result in (first, second))
    assert one == two


def lists_of(known: Known, result: Tuned) -> bytes:
    tables = Tables(tuple(map(str, range(known.events.clients))), tuple(map(str, range(known.events.items))), known)
    everybody = np.arange(known.events.clients)
    lists = list(best_lists(final_scorer(tables, result), everybody, K))
    return b"".join(part.items.tobytes() + part.scores.tobytes() for part in lists)


def test_a_small_budget_tries_less_and_still_answers() -> None:
    known = Known(planted.communities())
    result = tune(known, Wishes(k=K, budget=0.0))
    assert result.effort.rank <= 128
    assert {choice.kind for choice in result.tried} == {Kind.RECENCY, Kind.FILTER}
    assert kinds(result) == {Kind.FILTER}


def test_nothing_is_learned_from_a_few_clients() -> None:
    result = tuned(Known(planted.communities(10, 6, 1, each=4)), new_clients=1)
    assert (result.warm, result.cold) == (None, None)
    assert [each.choice.kind for each in result.blend.warm] == [Kind.FILTER, Kind.RECENCY]
    assert [each.choice.kind for each in result.blend.cold] == [Kind.RECENCY]


def test_a_block_that_says_nothing_is_never_chosen() -> None:
    """Without attributes or relations, only popularity can tell items apart for new clients, however lucky ids are."""
    result = tuned(Known(planted.communities(300)), new_clients=30)
    assert kinds(result, cold=True) == {Kind.RECENCY}


def test_the_summary_names_what_was_chosen() -> None:
    known = planted.chains(200)
    text = "\n".join(summary(tuning_report(known, tuned(known))))
    assert "validated as next" in text
    assert "transitions" in text


def test_what_was_turned_down_speaks_against_what_is_like_it() -> None:
    known = planted.turned_down()
    result = tuned(known)
    assert Kind.AVERSION in kinds(result)
    deaf = tuned(replace(known, disliked=None))
    assert reached(result) > 1.1 * reached(deaf)
