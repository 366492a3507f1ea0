"""Which pairs become questions, and what a reviewer is told about each."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from gnn.identity.decisions import NO_LABELS, Labels, bonds_of
from gnn.identity.resolver import Resolution, resolve
from gnn.identity.table import read_tables
from gnn.proposing.identity import Found, Sought, found_pairs, identity_proposals
from gnn.proposing.people import People
from graph_schema.model_runs import ModelRun
from graph_schema.proposals import ProposalKind
from tests.unit.gnn.identity.people import people as made_people
from tests.unit.gnn.identity.people import write

RUN = ModelRun(model="m", version="1", weights_hash="w", snapshot_hash="s", ran_at=datetime(2026, 11, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[People, Resolution]:
    """Two hundred people, two records each; each record is its own client still."""
    table = read_tables([write(tmp_path_factory.mktemp("people") / "records.csv", made_people(200))])
    people = People(
        table=table,
        relations={},
        clients=[f"cli_{uid}" for uid in table.ids],
        names=[f"{given} {surname}" for given, surname in zip(table.cells["first name"], table.cells["surname"], strict=True)],
        values=[frozenset({f"eml_{email}"} if email else set()) for email in table.cells["email"]],
        households={},
        labels=NO_LABELS,
    )
    return people, resolve(table, {}, bonds_of(table, NO_LABELS))


def ends(people: People, found: Found) -> frozenset[str]:
    return frozenset((people.table.ids[found.left], people.table.ids[found.right]))


def test_most_of_what_is_asked_is_one_person_and_the_surest_come_first(known: tuple[People, Resolution]) -> None:
    found = found_pairs(*known, Sought())
    true = [len({uid.split("-")[0] for uid in ends(known[0], one)}) == 1 for one in found]
    assert len(found) > 100
    assert np.mean(true) > 0.95
    assert [one.gain for one in found] == sorted((one.gain for one in found), reverse=True)
    assert len(found_pairs(*known, Sought(most=10))) == 10


def test_what_was_decided_or_is_one_client_is_not_asked(known: tuple[People, Resolution]) -> None:
    people, resolution = known
    one, other = found_pairs(people, resolution, Sought())[:2]
    pair = np.array([one.left], np.int32), np.array([one.right], np.int32)
    decided = replace(people, labels=Labels(*pair, np.array([False])))
    assert ends(people, one) not in {ends(people, found) for found in found_pairs(decided, resolution, Sought())}
    clients = list(people.clients)
    clients[other.left] = clients[other.right]
    merged = replace(people, clients=clients)
    assert ends(people, other) not in {ends(people, found) for found in found_pairs(merged, resolution, Sought())}


def test_two_clients_are_one_question_worth_all_pairs_of_their_records(known: tuple[People, Resolution]) -> None:
    people, resolution = known
    one = found_pairs(people, resolution, Sought())[0]
    clients = list(people.clients)
    strangers = [place for place in range(len(clients)) if place not in {one.left, one.right}][:2]
    for place in strangers:
        clients[place] = clients[one.left]
    found = {ends(people, each): each for each in found_pairs(replace(people, clients=clients), resolution, Sought())}
    assert found[ends(people, one)].gain == pytest.approx(3 * one.probability)


def test_a_reviewer_reads_reasons_that_add_up(known: tuple[People, Resolution]) -> None:
    people, resolution = known
    found = found_pairs(people, resolution, Sought())
    for one, proposal in zip(found, identity_proposals(people, resolution, found, RUN), strict=True):
        assert proposal.opinion is not None
        odds = np.log(one.probability / (1 - one.probability)) if one.probability < 1 - 1e-9 else None
        if odds is not None and proposal.kind is ProposalKind.IDENTITY_LINK:
            assert sum(proposal.opinion.contributions) == pytest.approx(odds, abs=1e-2)
        assert {uid for uid in proposal.evidence if not uid.startswith("eml_")} == ends(people, one)
        assert proposal.opinion.model_run == RUN.uid
    shared = next(p for p in identity_proposals(people, resolution, found, RUN) if len(p.evidence) == 3)
    email = shared.evidence[2].removeprefix("eml_")
    assert any(reason.startswith("email: both say") and email in reason for reason in shared.reasons)
    assert shared.title.endswith("may be one person")


def test_one_household_is_not_asked_about_again(known: tuple[People, Resolution]) -> None:
    people, resolution = known
    one = found_pairs(people, resolution, Sought())[0]
    pairs = resolution.pairs
    at = np.flatnonzero(np.isin(pairs.first, [one.left, one.right]) & np.isin(pairs.second, [one.left, one.right]))
    person, household = pairs.person.copy(), pairs.household.copy()
    person[at], household[at] = -4.0, 3.0
    family = replace(resolution, pairs=replace(pairs, person=person, household=household))
    (asked,) = [found for found in found_pairs(people, family, Sought()) if ends(people, found) == ends(people, one)]
    assert asked.kind is ProposalKind.HOUSEHOLD
    home = frozenset({"hou_1"})
    homes = {people.clients[one.left]: home, people.clients[one.right]: home}
    assert ends(people, one) not in {
        ends(people, found) for found in found_pairs(replace(people, households=homes), family, Sought())
    }
