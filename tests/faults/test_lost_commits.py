"""The wire breaks at the commit, before or after it: asked again under its key, a request has one effect and one answer."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from cypher.driver import Connection, open_driver
from cypher.store import GraphStore, Work
from graph_schema.errors import DatabaseUnavailable
from graph_schema.natural_keys import client_uid, profile_uid
from graph_schema.proposals import ProposalKind, Verdict
from review.case import open_case
from review.daily import NewTask, create_task
from review.decide import Opinion
from review.deciding import Outcome, decide_proposal
from review.operating import Written
from review.receipts import Asked, once
from tests.support.builders import NOW, a_person, put
from tests.support.cutting_proxy import Cut, CuttingProxy
from tests.support.reviewing import RITA, propose

TIMES = 5
TRIES = 3


@contextmanager
def broken_wire(connection: Connection) -> Iterator[tuple[GraphStore, CuttingProxy]]:
    """A store behind a wire that breaks when it is told to."""
    address = urlsplit(connection.uri)
    with CuttingProxy(address.hostname or "127.0.0.1", address.port or 7687) as proxy:
        behind = replace(connection, uri=f"bolt://127.0.0.1:{proxy.port}")
        with open_driver(behind) as driver:
            yield GraphStore(driver, connection.database), proxy


def insist(store: GraphStore, ask: "Ask") -> tuple[Written | Outcome, int]:
    """What a caller does: the same request under the same key until there is an answer; and how often it got none."""
    for lost in range(TRIES):
        try:
            return store.write(ask), lost
        except DatabaseUnavailable:
            continue
    raise AssertionError("no answer at all")


class Ask:
    """One request under one key."""

    def __init__(self, key: str, wish: NewTask | tuple[str, str]) -> None:
        self.key, self.wish = key, wish

    def __call__(self, work: Work) -> Written | Outcome:
        asked = Asked(actor=RITA, key=self.key, request=self.key, now=NOW)
        if isinstance(self.wish, NewTask):
            task = self.wish
            return once(work, asked, Written, lambda: create_task(work, task, RITA, NOW))
        proposal, shown = self.wish
        opinion = Opinion(verdict=Verdict.SAME, shown_hash=shown)
        return once(work, asked, Outcome, lambda: decide_proposal(work, proposal, opinion, RITA, now=NOW))


@pytest.mark.parametrize("cut", list(Cut))
def test_a_task_is_made_exactly_once(graph: GraphStore, connection: Connection, cut: Cut) -> None:
    put(graph, a_person())
    client = client_uid(profile_uid("crm", "1"))
    with broken_wire(connection) as (store, proxy):
        for number in range(TIMES):
            due = NOW + timedelta(days=random.Random(number).randint(1, 9))
            proxy.cut_next(cut)
            ask = Ask(f"task {number}", NewTask(client_id=client, title=f"Call {number}", due_at=due))
            first, lost = insist(store, ask)
            again, _ = insist(store, ask)
            assert (again, lost) == (first, 1)
        assert proxy.cuts == TIMES
    made = graph.records("MATCH (t:Task)<-[h:HAS_TASK]-() RETURN t.title AS title, count(h) AS n ORDER BY title", {})
    assert made == [{"title": f"Call {number}", "n": 1} for number in range(TIMES)]
    assert graph.records("MATCH (d:Decision) RETURN count(d) AS n", {}) == [{"n": TIMES}]
    assert graph.records("MATCH (e:AuditEvent) WHERE e.sequence > 0 RETURN count(e) AS n", {}) == [{"n": TIMES}]


@pytest.mark.parametrize("cut", list(Cut))
def test_a_merge_is_decided_exactly_once(graph: GraphStore, connection: Connection, cut: Cut) -> None:
    for key in ("1", "2"):
        put(graph, a_person(f"Person {key}", "crm", key))
    proposal = propose(graph, ProposalKind.IDENTITY_LINK, profile_uid("crm", "1"), profile_uid("crm", "2"))
    shown = open_case(graph, proposal).preview.shown_hash
    with broken_wire(connection) as (store, proxy):
        proxy.cut_next(cut)
        outcome, lost = insist(store, Ask("merge", (proposal, shown)))
    assert isinstance(outcome, Outcome)
    assert (outcome.state, lost) == ("ACCEPTED", 1)
    links = graph.records("MATCH ()-[s:SAME_AS]->() RETURN count(s) AS n", {})
    assert links == [{"n": 1}]
    assert graph.records("MATCH (d:Decision) RETURN d.uid AS uid", {}) == [{"uid": outcome.decision}]
