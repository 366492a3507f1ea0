"""Many at once: one decision for each proposal, one effect for each key, and no deadlock that reaches anybody."""

import os
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import combinations
from typing import Final

import msgspec
import pytest

from cypher.driver import Connection, open_driver
from cypher.store import GraphStore, Work
from graph_schema.actors import Actor
from graph_schema.errors import AlreadyDecided, Conflict, KeyReused
from graph_schema.natural_keys import profile_uid
from graph_schema.proposals import ProposalKind, Verdict
from review.case import open_case
from review.decide import Opinion
from review.deciding import Outcome, decide_proposal
from review.receipts import Asked, once
from tests.support.builders import NOW, a_person, put
from tests.support.graph import clear, lawful
from tests.support.reviewing import RITA, propose, undo

RACES: Final = int(os.environ.get("VELOCITY_RACES", "1000"))
SEED: Final = int(os.environ.get("VELOCITY_LAW_SEED", "1"))
MOST_REVIEWERS: Final = 8
SAME_KEY: Final = 50


def reviewer(number: int) -> Actor:
    return replace(RITA, id=f"reviewer-{number}", signed_in_at=NOW)


@pytest.mark.timeout(0)
def test_reviewers_race_for_one_proposal(migrated: GraphStore, connection: Connection) -> None:
    """Each race: 2 to 8 people give verdicts on one proposal at once; one decides, the others hear that somebody was faster."""
    clear(migrated)
    chance = random.Random(SEED)
    keys = [f"p{number}" for number in range(8)]
    for key in keys:
        put(migrated, a_person(f"Person {key}", "crm", key))
    pairs = list(combinations([profile_uid("crm", key) for key in keys], 2))
    outcomes: Counter[str] = Counter()
    with open_driver(connection) as driver, ThreadPoolExecutor(MOST_REVIEWERS) as room:
        store = GraphStore(driver, connection.database)
        for race in range(RACES):
            proposal = propose(store, ProposalKind.IDENTITY_LINK, *pairs[race % len(pairs)])
            shown = open_case(store, proposal).preview.shown_hash
            verdicts = [chance.choice([Verdict.SAME, Verdict.NOT_SAME]) for _ in range(chance.randint(2, MOST_REVIEWERS))]
            attempts = [room.submit(attempt, store, proposal, shown, v, n) for n, v in enumerate(verdicts)]
            found = [attempt.result() for attempt in attempts]
            decided = [one for one in found if isinstance(one, Outcome)]
            outcomes.update(type(one).__name__ for one in found)
            assert len(decided) == 1, found
            undo(store, decided[0].decision, now=NOW + timedelta(seconds=race))
    assert outcomes["Outcome"] == RACES
    assert outcomes["AlreadyDecided"] > RACES / 2
    assert lawful(migrated) == []


def attempt(store: GraphStore, proposal: str, shown: str, verdict: Verdict, number: int) -> Outcome | AlreadyDecided:
    """One reviewer's try; anything but a clear refusal is a failure of the test."""
    try:
        opinion = Opinion(verdict=verdict, shown_hash=shown)
        return store.write(lambda work: decide_proposal(work, proposal, opinion, reviewer(number), now=NOW))
    except AlreadyDecided as refusal:
        return refusal


def test_overlapping_clients_do_not_lock_each_other_out(migrated: GraphStore, connection: Connection) -> None:
    """Decisions about a ring of people, all at once: each needs the clients of two others. All of them are made."""
    clear(migrated)
    keys = [f"p{number}" for number in range(8)]
    for key in keys:
        put(migrated, a_person(f"Person {key}", "crm", key))
    ring = [profile_uid("crm", key) for key in keys]
    with open_driver(connection) as driver, ThreadPoolExecutor(MOST_REVIEWERS) as room:
        store = GraphStore(driver, connection.database)
        proposals = [propose(store, ProposalKind.IDENTITY_LINK, a, b) for a, b in zip(ring, ring[1:] + ring[:1], strict=True)]
        done = list(room.map(lambda pair: insist(store, *pair), zip(proposals, range(8), strict=True)))
    assert len({outcome.decision for outcome in done}) == len(ring)
    rows = migrated.records(
        "MATCH (:Profile)-[m:RESOLVES_TO]->(c:Client) WHERE m.retired_at IS NULL RETURN count(DISTINCT c) AS clients", {}
    )
    assert rows == [{"clients": 1}]
    assert lawful(migrated) == []


def insist(store: GraphStore, proposal: str, number: int) -> Outcome:
    """Look and decide, and look again when something moved in between."""
    for turn in range(50):
        shown = open_case(store, proposal).preview.shown_hash
        actor = reviewer(number + turn * MOST_REVIEWERS)
        try:
            found = store.write(partial(_same, proposal, shown, actor))
        except Conflict:
            continue
        if found.state == "ACCEPTED":
            return found
    raise AssertionError(f"{proposal} was never decided")


def _same(proposal: str, shown: str, actor: Actor, work: Work) -> Outcome:
    return decide_proposal(work, proposal, Opinion(verdict=Verdict.SAME, shown_hash=shown), actor, now=NOW)


class Counted(msgspec.Struct, frozen=True):
    """What a key's first use answered."""

    number: int


def test_one_key_many_times_is_one_effect(migrated: GraphStore, connection: Connection) -> None:
    clear(migrated)
    ran: list[int] = []

    def act() -> Counted:
        ran.append(1)
        return Counted(len(ran))

    def ask(work: Work) -> Counted:
        return once(work, Asked(actor=RITA, key="one", request={"do": "it"}, now=NOW), Counted, act)

    with open_driver(connection) as driver, ThreadPoolExecutor(SAME_KEY) as room:
        store = GraphStore(driver, connection.database)
        answers = list(room.map(lambda _: store.write(ask), range(SAME_KEY)))
    assert len(set(answers)) == 1
    receipts = migrated.records("MATCH (r:Receipt) RETURN count(r) AS n, collect(r.answer_json) AS said", {})
    assert receipts == [{"n": 1, "said": [f'{{"number":{answers[0].number}}}']}]
    with pytest.raises(KeyReused):
        migrated.write(lambda work: once(work, Asked(actor=RITA, key="one", request={"do": "else"}, now=NOW), Counted, act))
    other = replace(RITA, id="saul")
    assert migrated.write(lambda work: once(work, Asked(actor=other, key="one", request={}, now=NOW), Counted, act))
