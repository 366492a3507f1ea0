"""From a snapshot of the real graph to questions in the inbox, and from verdicts back into the next run."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from cypher.queries.review_queue import REVIEW_QUEUE, QueuePage
from cypher.store import GraphStore
from gnn.proposing.cards import read_card
from gnn.proposing.identity import Sought
from gnn.proposing.matches import Offer
from gnn.proposing.snapshot_market import market_of
from gnn.proposing.snapshot_people import people_of
from gnn.snapshots.reading import Snapshot, open_snapshot
from gnn.snapshots.taking import Moments, Origin, take
from graph_schema.proposals import ProposalKind, Verdict
from review.case import open_case
from review.suggesting import suggest_all
from service.propose_command import Suggestions, identity_suggestions, match_suggestions
from tests.support.builders import NOW
from tests.support.graph import lawful
from tests.support.reviewing import decide, decide_fully

LATE = datetime(2026, 12, 1, tzinfo=NOW.tzinfo)


def snap(store: GraphStore, folder: Path) -> Snapshot:
    take(store, folder, Moments(LATE, LATE), Origin("store", LATE), lambda *_: None)
    return open_snapshot(folder)


def silent(_stage: str, _share: float) -> None:
    """Nobody watches."""


def submit(store: GraphStore, said: Suggestions, now: datetime = LATE) -> list[int]:
    done = suggest_all(store, said.run, said.proposals, said.kinds, now=now)
    return [done.added, done.renewed, done.kept, done.superseded]


@pytest.fixture(scope="module")
def snapshot(demo: GraphStore, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snap(demo, tmp_path_factory.mktemp("snapshots") / "whole")


def test_every_record_is_there_in_its_own_words(demo: GraphStore, snapshot: Snapshot) -> None:
    people = people_of(snapshot)
    rows = demo.records(
        "MATCH (p:Profile)-[:RESOLVES_TO {state: 'live'}]->(c:Client) RETURN p.uid AS uid, c.uid AS client, p.title AS title, "
        "COLLECT { MATCH (p)-[:HAS_IDENTIFIER]->(e:Email) RETURN e.value } AS emails, "
        "COLLECT { MATCH (p)-[:HAS_IDENTIFIER|LIVES_AT|STATES]->(v) RETURN v.uid } AS shared, "
        "COLLECT { MATCH (p)-[:STATES]->(f:Fact {field: 'birth_date'}) RETURN f.value } AS born",
        {},
    )
    assert len(rows) == len(people.table)
    at = {uid: place for place, uid in enumerate(people.table.ids)}
    for row in rows:
        place = at[str(row["uid"])]
        assert people.clients[place] == row["client"]
        assert people.names[place] == row["title"]
        assert people.values[place] == frozenset(row["shared"])  # type: ignore[call-overload]  # a list of the driver
        email = people.table.cells[place, "email"]
        assert email in row["emails"] if row["emails"] else email == ""  # type: ignore[operator]  # as above
        assert people.table.cells[place, "birth date"] == (row["born"][0] if row["born"] else "")  # type: ignore[index]  # as above


def test_every_event_is_there(demo: GraphStore, snapshot: Snapshot) -> None:
    market = market_of(snapshot)
    (row,) = demo.records(
        "MATCH (c:Client)<-[:RESOLVES_TO {state: 'live'}]-(p:Profile) "
        "RETURN sum(COUNT { (p)-[:TOOK_PART_IN]->(:Interaction)-[:ABOUT]->(:Property) }) "
        "+ sum(COUNT { (p)-[:SHOWED]->(:QDEvent)-[:TOWARD]->(:Property) }) "
        "+ sum(COUNT { (p)-[:PURSUES]->(:Opportunity)-[:CONCERNS]->(:Property) }) "
        "+ sum(COUNT { (p)-[m:INTERESTED_IN]->(:Property) WHERE m.preference <> 'DISCARD' }) AS taken, "
        "count(DISTINCT c) AS clients",
        {},
    )
    assert len(market.tables.known.events) == row["taken"]
    assert len(market.tables.client_ids) == row["clients"]
    sold = demo.records("MATCH (p:Property) WHERE p.status IN ['CLOSED', 'PENDING', 'WITHDRAWN'] RETURN p.uid AS uid", {})
    had = {uid for uid, can in zip(market.tables.item_ids, market.can_be_had, strict=True) if can}
    assert sold
    assert not had & {str(r["uid"]) for r in sold}
    assert market.wishes
    assert market.tables.known.disliked is not None


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        (lambda snapshot: identity_suggestions(snapshot, Sought(least=0.5, most=200), silent), ProposalKind.IDENTITY_LINK),
        (lambda snapshot: match_suggestions(snapshot, Offer(per_client=2), silent), ProposalKind.PROPERTY_MATCH),
    ],
    ids=["identity", "matches"],
)
def test_every_proposal_opens_with_reasons_and_a_second_run_changes_nothing(
    demo: GraphStore, snapshot: Snapshot, model: Callable[[Snapshot], Suggestions], kind: ProposalKind
) -> None:
    said = model(snapshot)
    again = model(snapshot)
    assert [p.shown_hash for p in again.proposals] == [p.shown_hash for p in said.proposals]
    assert again.run.uid == said.run.uid
    added, renewed, kept, superseded = submit(demo, said)
    assert added > 10
    assert (renewed, superseded) == (0, 0)
    assert added + kept == len(said.proposals)
    assert submit(demo, again) == [0, 0, len(said.proposals), 0]
    for proposal in said.proposals:
        reasons = open_case(demo, proposal.uid).row.reasons
        assert reasons
        assert all(": " in reason for reason in reasons)
    card = read_card(said.run.card_json)
    assert card is not None
    assert card.snapshot_hash == snapshot.manifest.content_hash
    assert sum(card.watched[next(iter(card.watched))].values()) == pytest.approx(1.0)
    queue = demo.many(REVIEW_QUEUE, QueuePage(kinds=[kind.value], order_by="EXPECTED_CORRECTION", after="", limit=10))
    assert queue
    assert lawful(demo) == []


def test_a_verdict_is_not_asked_again_and_teaches_the_next_run(demo: GraphStore, tmp_path: Path) -> None:
    before = identity_suggestions(snap(demo, tmp_path / "before"), Sought(least=0.5, most=200), silent)
    submit(demo, before)
    asked = [p for p in before.proposals if p.kind is ProposalKind.IDENTITY_LINK][:2]
    assert len(asked) == 2
    later = LATE - timedelta(hours=1)
    decide_fully(demo, asked[0].uid, Verdict.NOT_SAME, now=later)
    people = people_of(snap(demo, tmp_path / "after"))
    pair = {people.table.ids[int(people.labels.first[0])], people.table.ids[int(people.labels.second[0])]}
    assert pair == {subject.uid for subject in asked[0].subjects}
    assert people.labels.match.tolist() == [False]
    after = identity_suggestions(open_snapshot(tmp_path / "after"), Sought(least=0.5, most=200), silent)
    assert asked[0].uid not in {p.uid for p in after.proposals}
    assert after.run.uid != before.run.uid


def test_a_match_that_was_turned_down_counts_against_its_like(demo: GraphStore, tmp_path: Path) -> None:
    said = match_suggestions(snap(demo, tmp_path / "before"), Offer(per_client=1), silent)
    submit(demo, said)
    chosen = said.proposals[0]
    decide(demo, chosen.uid, Verdict.REJECT, now=LATE - timedelta(hours=1))
    market = market_of(snap(demo, tmp_path / "after"))
    client, item = (
        ids.index(next(s.uid for s in chosen.subjects if s.role == role))
        for role, ids in (("client", market.tables.client_ids), ("property", market.tables.item_ids))
    )
    assert market.tables.known.disliked is not None
    assert market.tables.known.disliked[client, item] == 1
    earlier = market_of(open_snapshot(tmp_path / "before")).tables.known.disliked
    assert earlier is not None
    assert earlier[client, item] == 0
    assert np.isfinite(market.tables.known.now or np.nan)
