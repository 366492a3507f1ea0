"""Which listings become proposals, and what a reviewer is told about each."""

from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import numpy as np
import pytest

from gnn.matching.interactions import Interactions
from gnn.matching.known import Known
from gnn.matching.reading import Tables
from gnn.matching.recommend import final_scorer
from gnn.matching.requirements import AtMost, Constraint, OneOf
from gnn.matching.tuning import Wishes, tune
from gnn.proposing.matches import Market, Offer, Ranker, found_matches, match_proposals
from graph_schema.model_runs import ModelRun
from tests.unit.gnn.matching import planted

RUN = ModelRun(model="m", version="1", weights_hash="w", snapshot_hash="s", ran_at=datetime(2026, 11, 1, tzinfo=UTC))
GROUPS = 6


@pytest.fixture(scope="module")
def market() -> Market:
    """Clients who keep to the listings of their group; one more is new."""
    events = planted.communities()
    clients, items = events.clients + 1, events.items
    events = Interactions.sorted_from(clients, items, events.client, events.item)
    tables = Tables(tuple(f"cli_{n:03d}" for n in range(clients)), tuple(f"prp_{n:03d}" for n in range(items)), Known(events))
    return Market(
        tables=tables,
        client_names=[f"Client {n}" for n in range(clients)],
        item_names=[f"Unit {n}" for n in range(items)],
        can_be_had=np.ones(items, bool),
        listings=[{"price": float(1_000 + n), "area": f"a{n % 2}"} for n in range(items)],
        wishes={},
    )


@pytest.fixture(scope="module")
def ranker(market: Market) -> Ranker:
    """Tuned by itself."""
    tuned = tune(market.tables.known, Wishes(k=15, new_clients=1))
    return Ranker(final_scorer(market.tables, tuned), tuned.chances)


def test_every_client_gets_unseen_listings_the_new_one_too(market: Market, ranker: Ranker) -> None:
    found = found_matches(market, ranker, Offer(per_client=3))
    assert np.bincount([match.client for match in found]).tolist() == [3] * len(market.tables.client_ids)
    seen = market.tables.known.events.matrix
    assert not any(seen[match.client, match.item] for match in found)
    own = len(market.item_names) // GROUPS
    warm = [match for match in found if match.client < len(market.tables.client_ids) - 1]
    assert np.mean([match.item // own == match.client % GROUPS for match in warm]) > 0.8
    assert [match.chance for match in found] == sorted((match.chance for match in found), reverse=True)
    assert len(found_matches(market, ranker, Offer(most=7))) == 7


def test_what_cannot_be_had_is_not_proposed(market: Market, ranker: Ranker) -> None:
    gone = np.arange(len(market.item_names)) % 2 == 0
    found = found_matches(replace(market, can_be_had=~gone), ranker, Offer())
    assert found
    assert not any(gone[match.item] for match in found)


def test_what_was_asked_for_binds_and_is_told(market: Market, ranker: Ranker) -> None:
    wishes: dict[int, tuple[Constraint, ...]] = {0: (OneOf("area", frozenset({"a1"})),), 1: (AtMost("price", 10.0),)}
    asked = replace(market, wishes=wishes)
    found = found_matches(asked, ranker, Offer())
    mine = [match for match in found if match.client == 0]
    assert mine
    assert all(market.listings[match.item]["area"] == "a1" for match in mine)
    (nearest,) = [match for match in found if match.client == 1]
    assert len(nearest.fit.failing) == 1, "nothing is cheap enough: the nearest miss is shown, and said to be one"
    (proposal,) = match_proposals(asked, ranker.scorer, [nearest], RUN)
    assert proposal.reasons[0].startswith("fails_price: price 1,")
    told = msgspec.json.decode(proposal.payload_json)
    assert told["constraints_violated"] == [f"price: {nearest.fit.failing[0].said}"]


def test_a_reviewer_reads_which_listings_moved_the_score(market: Market, ranker: Ranker) -> None:
    found = found_matches(market, ranker, Offer(per_client=1))
    for match, proposal in zip(found, match_proposals(market, ranker.scorer, found, RUN), strict=True):
        assert proposal.opinion is not None
        assert len(proposal.reasons) == len(proposal.opinion.contributions)
        assert proposal.confidence == pytest.approx(match.chance, abs=1e-6)
        assert proposal.evidence[:2] == (market.tables.client_ids[match.client], market.tables.item_ids[match.item])
        if match.client < len(market.tables.client_ids) - 1:
            turned = [reason for reason in proposal.reasons if "turned to Unit" in reason]
            assert turned, proposal.reasons
