"""What a model proposes, run after run: new ones are added, waiting ones renewed, decided ones left alone, others stale."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from cypher.queries.review_queue import REVIEW_QUEUE, QueuePage
from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import InputRefused
from graph_schema.model_runs import ModelRun
from graph_schema.natural_keys import client_uid, profile_uid
from graph_schema.proposals import ModelOpinion, Proposal, ProposalKind, RiskTier, Subject, Verdict
from review.case import open_case
from review.daily import GivenConsent, record_consent
from review.suggesting import Suggested, suggest_all
from tests.support.builders import NOW, a_person, put
from tests.support.graph import counts, lawful
from tests.support.reviewing import decide

ADA, BO, CY = (profile_uid("crm", key) for key in ("1", "2", "3"))
MODEL = Actor("identity-model", ActorKind.MODEL, frozenset({Role.MODEL}), "Identity model")
OPAL = Actor("opal", ActorKind.HUMAN, frozenset({Role.OPERATOR}), "Opal")
LINK, MATCH = ProposalKind.IDENTITY_LINK, ProposalKind.PROPERTY_MATCH
FIRST = ModelRun(model=MODEL.id, version="1", weights_hash="w1", snapshot_hash="s1", ran_at=NOW)
LATER = replace(FIRST, snapshot_hash="s2", ran_at=NOW + timedelta(days=1))


@pytest.fixture(autouse=True)
def people(graph: GraphStore) -> None:
    """Three people, a record each."""
    for key in ("1", "2", "3"):
        put(graph, a_person(f"Somebody {key}", "crm", key))


def said(run: ModelRun, left: str, right: str, sure: float = 0.9, gain: float = 1.0, kind: ProposalKind = LINK) -> Proposal:
    return Proposal(
        kind=kind,
        title="They may be one person",
        subjects=(Subject(left, "left"), Subject(right, "right")),
        confidence=sure,
        risk_tier=RiskTier.MEDIUM,
        reasons=("birth_date: differs", "shared_email: a@example.com, in 2 records"),
        evidence=(left, right),
        proposed_by=MODEL,
        opinion=ModelOpinion(model_run=run.uid, contributions=(-1.5, 6.25), expected_correction=gain),
    )


def suggest(graph: GraphStore, run: ModelRun, proposals: Sequence[Proposal]) -> Suggested:
    return suggest_all(graph, run, proposals, [LINK, MATCH], now=run.ran_at)


def say(graph: GraphStore, state: str, minutes: int) -> None:
    given = GivenConsent(client_id=client_uid(ADA), channel="EMAIL", purpose="PROFILING", state=state)
    graph.write(lambda work: record_consent(work, given, OPAL, NOW + timedelta(minutes=minutes)))


def state_of(graph: GraphStore, uid: str) -> str:
    return str(graph.records("MATCH (p:Entity {uid: $uid}) RETURN p.state AS state", {"uid": uid})[0]["state"])


def test_a_reviewer_sees_the_run_and_what_each_reason_adds(graph: GraphStore) -> None:
    proposal = said(FIRST, ADA, BO)
    assert suggest(graph, FIRST, [proposal]) == Suggested(added=1)
    assert open_case(graph, proposal.uid).row.contributions == (-1.5, 6.25)
    runs = graph.records(
        "MATCH (:Entity {uid: $uid})-[edge:SUGGESTED_BY]->(run) RETURN run.uid AS run, edge.prov_model_run AS stamp",
        {"uid": proposal.uid},
    )
    assert [(row["run"], row["stamp"]) for row in runs] == [(FIRST.uid, FIRST.uid)]
    assert lawful(graph) == []


def test_the_same_run_again_changes_nothing(graph: GraphStore) -> None:
    proposals = [said(FIRST, ADA, BO), said(FIRST, ADA, CY)]
    suggest(graph, FIRST, proposals)
    before = counts(graph)
    assert suggest(graph, FIRST, proposals) == Suggested(kept=2)
    assert counts(graph) == before


def test_a_later_run_renews_what_waits_and_gives_up_what_it_no_longer_sees(graph: GraphStore) -> None:
    renewed, gone = said(FIRST, ADA, BO), said(FIRST, ADA, CY)
    suggest(graph, FIRST, [renewed, gone])
    shown = open_case(graph, renewed.uid).preview.shown_hash
    assert suggest(graph, LATER, [said(LATER, ADA, BO, sure=0.7)]) == Suggested(renewed=1, superseded=1)
    now = open_case(graph, renewed.uid)
    assert (now.row.confidence, now.row.version) == (0.7, 2)
    assert now.preview.shown_hash != shown
    assert state_of(graph, gone.uid) == "STALE"
    assert suggest(graph, FIRST, [renewed, gone]) == Suggested(renewed=2)
    assert state_of(graph, gone.uid) == "PROPOSED"
    assert lawful(graph) == []


def test_what_was_decided_is_not_asked_again(graph: GraphStore) -> None:
    proposal = said(FIRST, ADA, BO)
    suggest(graph, FIRST, [proposal])
    decide(graph, proposal.uid, Verdict.NOT_SAME)
    assert suggest(graph, LATER, [said(LATER, ADA, BO, sure=0.99)]) == Suggested(kept=1)
    assert state_of(graph, proposal.uid) == "REJECTED"


def test_giving_up_does_not_let_consent_bring_it_back(graph: GraphStore) -> None:
    flat = said(FIRST, client_uid(ADA), BO, kind=MATCH)
    suggest(graph, FIRST, [flat])
    suggest(graph, LATER, [said(LATER, ADA, CY)])
    for minutes, state in ((1, "WITHDRAWN"), (2, "GRANTED")):
        say(graph, state, minutes)
    assert state_of(graph, flat.uid) == "STALE"
    say(graph, "WITHDRAWN", 3)
    suggest(graph, FIRST, [flat])
    assert state_of(graph, flat.uid) == "STALE", "proposed again by its model, it still needs the client's consent"


def test_the_queue_puts_first_what_corrects_most(graph: GraphStore) -> None:
    doubtful, certain = said(FIRST, ADA, BO, sure=0.5, gain=6.0), said(FIRST, ADA, CY, sure=0.95, gain=0.95)
    suggest(graph, FIRST, [doubtful, certain])
    for order in ("PRIORITY", "EXPECTED_CORRECTION"):
        rows = graph.many(REVIEW_QUEUE, QueuePage(order_by=order, after="", limit=10))
        assert [row.id for row in rows] == [doubtful.uid, certain.uid]


def test_a_proposal_names_its_run_and_weighs_each_reason(graph: GraphStore) -> None:
    with pytest.raises(InputRefused, match="does not name the run"):
        suggest(graph, LATER, [said(FIRST, ADA, BO)])
    with pytest.raises(InputRefused, match="as many contributions"):
        replace(said(FIRST, ADA, BO), opinion=ModelOpinion(model_run=FIRST.uid, contributions=(1.0,), expected_correction=1.0))
    with pytest.raises(InputRefused, match="finite"):
        ModelOpinion(model_run=FIRST.uid, contributions=(float("nan"),), expected_correction=1.0)
