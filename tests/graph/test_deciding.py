"""Deciding on a real graph: what is shown is what happens, two pairs of eyes, households in place of merges, and silence."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from cypher.graph_hash import graph_hash
from cypher.store import GraphStore
from graph_schema.actors import Role
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.errors import (
    AlreadyDecided,
    Barred,
    Conflict,
    InputRefused,
    LoginTooOld,
    NotAllowed,
    NotFound,
    OwnProposal,
    StaleProposal,
)
from graph_schema.ids import Prefix, stable_id
from graph_schema.lifecycle import ProposalState
from graph_schema.natural_keys import client_uid, fact_uid, profile_uid, staff_uid
from graph_schema.proposals import ProposalKind, RiskTier, Verdict
from review.case import open_case
from review.daily import update_fields
from review.decide import Opinion
from review.deciding import decide_proposal
from review.operating import live_client
from review.queue import claim, withdraw
from tests.support.builders import NOW, a_person, provenance, put
from tests.support.erasing import propose_erasure
from tests.support.reviewing import NEMO, RITA, SAUL, clients, decide, decide_fully, propose, undo

ADA, BO, CY = (profile_uid("crm", key) for key in ("1", "2", "3"))
LINK, SPLIT = ProposalKind.IDENTITY_LINK, ProposalKind.SPLIT


@pytest.fixture(autouse=True)
def people(graph: GraphStore) -> None:
    """Three people, a record each."""
    for key, name in (("1", "Ada Lovelace"), ("2", "Ada King"), ("3", "Charles Babbage")):
        put(graph, a_person(name, "crm", key))


def hang(graph: GraphStore, profile: str, type_: str, node: EntityWrite) -> None:
    """Hang something on a record."""
    link = LinkWrite(type_, profile, node.uid, provenance())
    put(graph, ChangeSet((node,), (link,), touched_clients=frozenset({client_uid(profile)})))


def consent(graph: GraphStore, profile: str, state: str) -> None:
    uid = stable_id(Prefix.CONSENT, profile, state)
    hang(graph, profile, "GAVE", EntityWrite("Consent", uid, {"channel": "EMAIL", "purpose": "MARKETING", "state": state}))


def born(graph: GraphStore, profile: str, day: str) -> None:
    node = EntityWrite("Fact", fact_uid("birth_date", day), {"field": "birth_date", "value": day})
    hang(graph, profile, "STATES", node)


def display_name(graph: GraphStore, client: str) -> object:
    rows = graph.records("MATCH (c:Entity {uid: $client}) RETURN c.display_name AS name", {"client": client})
    return rows[0]["name"]


def test_what_is_shown_is_what_happens(graph: GraphStore) -> None:
    proposal = propose(graph, LINK, ADA, BO)
    case = open_case(graph, proposal)
    live = "MATCH ()-[e]->() WHERE e.retired_at IS NULL AND NOT type(e) IN ['DECIDES', 'RECORDS'] RETURN count(e) AS n"
    every = "MATCH ()-[e]->() WHERE NOT type(e) IN ['DECIDES', 'RECORDS'] RETURN count(e) AS n"
    live_before, every_before = graph.records(live, {})[0]["n"], graph.records(every, {})[0]["n"]
    decide(graph, proposal)
    live_after, every_after = graph.records(live, {})[0]["n"], graph.records(every, {})[0]["n"]
    assert int(str(every_after)) - int(str(every_before)) == case.preview.edges_added
    assert int(str(live_before)) + case.preview.edges_added - int(str(live_after)) == case.preview.edges_retired
    (name,) = [winner for winner in case.preview.field_winners if winner.field == "name"]
    survivor = clients(graph)[ADA]
    assert (display_name(graph, survivor), name.loses) == (name.value, ("Ada Lovelace",))
    assert clients(graph)[BO] == survivor
    gone = ({client_uid(ADA), client_uid(BO)} - {survivor}).pop()
    assert (live_client(graph, gone), display_name(graph, gone)) == (survivor, None)


@pytest.mark.parametrize("danger", ["consent", "owner", "birth date"])
def test_what_is_dangerous_takes_two_people(graph: GraphStore, danger: str) -> None:
    if danger == "consent":
        consent(graph, ADA, "GRANTED")
        consent(graph, BO, "WITHDRAWN")
    elif danger == "owner":
        hang(graph, ADA, "LOOKED_AFTER_BY", EntityWrite("Staff", staff_uid("Ann"), {"name": "Ann"}))
        hang(graph, BO, "LOOKED_AFTER_BY", EntityWrite("Staff", staff_uid("Bob"), {"name": "Bob"}))
    else:
        born(graph, ADA, "1815-12-10")
        born(graph, BO, "1985-12-10")
    proposal = propose(graph, LINK, ADA, BO, risk=RiskTier.LOW)
    case = open_case(graph, proposal)
    assert case.risk is RiskTier.HIGH
    assert case.preview.warnings
    first = decide(graph, proposal)
    assert (first.state, clients(graph)[ADA] == clients(graph)[BO]) == (ProposalState.AWAITING_SECOND, False)
    with pytest.raises(OwnProposal, match="first verdict"):
        decide(graph, proposal)
    second = decide(graph, proposal, actor=SAUL)
    assert (second.state, clients(graph)[ADA] == clients(graph)[BO]) == (ProposalState.ACCEPTED, True)


def test_one_consent_of_each_side_that_agree_is_no_danger(graph: GraphStore) -> None:
    consent(graph, ADA, "GRANTED")
    consent(graph, BO, "GRANTED")
    assert open_case(graph, propose(graph, LINK, ADA, BO, risk=RiskTier.LOW)).risk is RiskTier.MEDIUM


def test_people_who_share_a_home_become_a_household_and_stay_two(graph: GraphStore) -> None:
    before = graph_hash(graph)
    outcome = decide(graph, household := propose(graph, ProposalKind.HOUSEHOLD, ADA, BO), Verdict.SAME_HOUSEHOLD)
    rows = graph.records("MATCH (p:Profile)-[m:MEMBER_OF]->(h:Household) RETURN count(p) AS n, count(DISTINCT h) AS h", {})
    assert rows == [{"n": 2, "h": 1}]
    with pytest.raises(Barred, match=outcome.decision):
        decide(graph, propose(graph, LINK, ADA, BO))
    undo(graph, outcome.decision)
    decide(graph, household, Verdict.NOT_SAME)
    assert graph_hash(graph) != before


def test_not_the_same_binds_whatever_comes_between(graph: GraphStore) -> None:
    bar = decide(graph, propose(graph, LINK, ADA, CY), Verdict.NOT_SAME)
    decide_fully(graph, propose(graph, LINK, ADA, BO))
    put(graph, a_person("Charles Babbage", "crm", "3"))  # the same record arrives again
    for bridge in (propose(graph, LINK, BO, CY), propose(graph, ProposalKind.MERGE, client_uid(ADA), client_uid(CY))):
        assert bar.decision in open_case(graph, bridge).blocked
        with pytest.raises(Barred, match=bar.decision):
            decide_fully(graph, bridge)
    undo(graph, bar.decision)
    decide_fully(graph, propose(graph, LINK, BO, CY))
    assert len(set(clients(graph).values())) == 1


def test_a_split_takes_out_what_it_names_and_undoing_it_brings_it_back(graph: GraphStore) -> None:
    decide_fully(graph, propose(graph, LINK, ADA, BO))
    decide_fully(graph, propose(graph, LINK, BO, CY))
    together = graph_hash(graph)
    proposal = propose(graph, SPLIT, CY, payload={"profiles": [CY]})
    waiting = graph_hash(graph)
    outcome = decide_fully(graph, proposal, Verdict.ACCEPT)
    now = clients(graph)
    assert now[ADA] == now[BO] != now[CY] == client_uid(CY)
    undo(graph, outcome.decision)
    assert len(set(clients(graph).values())) == 1
    assert graph_hash(graph) == waiting != together
    whole = propose(graph, SPLIT, ADA, payload={"profiles": [ADA, BO, CY]})
    with pytest.raises(Conflict, match="leaves some"):
        decide_fully(graph, whole, Verdict.ACCEPT)


def test_undoing_twice_and_undoing_an_undo_are_refused(graph: GraphStore) -> None:
    outcome = decide(graph, propose(graph, LINK, ADA, BO))
    back = undo(graph, outcome.decision)
    with pytest.raises(AlreadyDecided, match=back.decision):
        undo(graph, outcome.decision)
    with pytest.raises(InputRefused, match="deciding anew"):
        undo(graph, back.decision)
    with pytest.raises(NotFound):
        undo(graph, "dec_nothing")


def test_refusals_leave_no_trace(graph: GraphStore) -> None:
    proposal = propose(graph, LINK, ADA, BO)
    before = graph_hash(graph)
    shown = open_case(graph, proposal).preview.shown_hash
    tired = replace(RITA, signed_in_at=NOW - timedelta(days=1))
    refusals = [
        (NotAllowed, NEMO, shown, None),
        (OwnProposal, replace(RITA, id="nadia"), shown, None),
        (LoginTooOld, tired, shown, None),
        (StaleProposal, RITA, "-".join(["x" * 16] * 5), None),
        (StaleProposal, RITA, shown, 7),
    ]
    for error, actor, hash_, version in refusals:
        opinion = Opinion(verdict=Verdict.SAME, shown_hash=hash_)
        attempt = partial(
            decide_proposal, proposal_id=proposal, opinion=opinion, actor=actor, now=NOW, expected_version=version
        )
        with pytest.raises(error):
            graph.write(attempt)
    assert graph_hash(graph) == before
    assert graph.records("MATCH (d:Decision) RETURN count(d) AS n", {}) == [{"n": 0}]


def test_a_record_that_moved_since_it_was_shown_makes_the_proposal_stale(graph: GraphStore) -> None:
    proposal = propose(graph, LINK, ADA, BO)
    opinion = Opinion(verdict=Verdict.SAME, shown_hash=open_case(graph, proposal).preview.shown_hash)
    graph.write(lambda work: update_fields(work, client_uid(BO), {"name": "Ada Byron"}, RITA, NOW))
    with pytest.raises(StaleProposal, match="values"):
        graph.write(lambda work: decide_proposal(work, proposal, opinion, RITA, now=NOW))


def test_unsure_sends_it_back_and_claims_expire(graph: GraphStore) -> None:
    proposal = propose(graph, LINK, ADA, BO)
    graph.write(lambda work: claim(work, proposal, SAUL, now=NOW))
    with pytest.raises(Conflict, match="saul"):
        decide(graph, proposal)
    later = NOW + timedelta(minutes=16)
    assert decide(graph, proposal, Verdict.UNSURE, now=later).state is ProposalState.PROPOSED
    assert clients(graph)[ADA] != clients(graph)[BO]
    with pytest.raises(NotAllowed):
        graph.write(lambda work: withdraw(work, proposal, SAUL, now=later))
    graph.write(lambda work: withdraw(work, proposal, NEMO, now=later))
    with pytest.raises(AlreadyDecided, match="WITHDRAWN"):
        decide(graph, proposal)


def test_an_edit_made_while_merged_goes_home_or_becomes_one_task(graph: GraphStore) -> None:
    merge = decide(graph, propose(graph, LINK, ADA, BO), now=NOW + timedelta(minutes=1))
    client, later = clients(graph)[ADA], NOW + timedelta(minutes=2)
    fields = {"name": "Augusta Ada King", "job_title": "Analyst"}
    graph.write(lambda work: update_fields(work, client, fields, RITA, later))
    undo(graph, merge.decision, now=NOW + timedelta(minutes=3))
    owners = graph.records(
        "MATCH (p:Profile)-[e:NAMED|STATES]->(v) WHERE e.prov_origin = 'manual' AND e.retired_at IS NULL "
        "RETURN p.uid AS profile, v.value AS value",
        {},
    )
    assert owners == [{"profile": BO, "value": "Augusta Ada King"}]  # her name was the one that was shown and corrected
    tasks = graph.records("MATCH (p:Profile)-[:HAS_TASK]->(t:Task) RETURN t.title AS title, count(p) AS n", {})
    assert len(tasks) == 1
    assert "Analyst" in str(tasks[0]["title"])
    assert tasks[0]["n"] == 2


def test_forgetting_somebody_takes_two_people_and_exactly_the_plan(graph: GraphStore) -> None:
    plan, proposal, _ = propose_erasure(graph, client_uid(ADA))
    admins = [replace(RITA, id=name, roles=frozenset({Role.ADMIN})) for name in ("alma", "abel")]
    with pytest.raises(NotAllowed):
        decide(graph, proposal, Verdict.ACCEPT, SAUL)
    first = decide(graph, proposal, Verdict.ACCEPT, admins[0])
    assert (first.state, ADA in clients(graph)) == (ProposalState.AWAITING_SECOND, True)
    put(graph, a_person("Augusta Ada", "crm", "1"))
    with pytest.raises(Conflict, match="plan"):
        decide(graph, proposal, Verdict.ACCEPT, admins[1])
    decide(graph, proposal, Verdict.REJECT, admins[1])
    again, proposal, _ = propose_erasure(graph, client_uid(ADA))
    assert again.hash != plan.hash
    decide(graph, proposal, Verdict.ACCEPT, admins[0])
    second = decide(graph, proposal, Verdict.ACCEPT, admins[1])
    assert (second.state, ADA in clients(graph), BO in clients(graph)) == (ProposalState.ACCEPTED, False, True)
    with pytest.raises(InputRefused, match="final"):
        undo(graph, second.decision)
