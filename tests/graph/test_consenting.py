"""A consent that is withdrawn stops what is proposed, and the score, in the transaction that records it."""

from datetime import timedelta

import pytest

from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.errors import Conflict
from graph_schema.ids import Prefix, stable_id
from graph_schema.natural_keys import client_uid, profile_uid, property_uid
from graph_schema.proposals import ProposalKind, Verdict
from review.daily import GivenConsent, record_consent
from tests.support.builders import NOW, a_person, provenance, put
from tests.support.graph import lawful
from tests.support.reviewing import decide, propose, undo

ADA, BO = (profile_uid("crm", key) for key in ("1", "2"))
ADA_CLIENT = client_uid(ADA)
MATCH = ProposalKind.PROPERTY_MATCH
FLAT, OTHER_FLAT = (property_uid(name) for name in ("Marina 1204", "Palm 7"))
OPAL = Actor("opal", ActorKind.HUMAN, frozenset({Role.OPERATOR}), "Opal")


@pytest.fixture(autouse=True)
def people(graph: GraphStore) -> None:
    """Two people, a flat, and a score of the first."""
    for key, name in (("1", "Ada Byron"), ("2", "Bo Derek")):
        put(graph, a_person(name, "crm", key))
    event = EntityWrite("QDEvent", stable_id(Prefix.QD_EVENT, "ada"), {"signal": "attention", "score": 0.8, "occurred_at": NOW})
    flats = tuple(EntityWrite("Property", uid, {"name": name}) for uid, name in ((FLAT, "Marina 1204"), (OTHER_FLAT, "Palm 7")))
    showed = LinkWrite("SHOWED", ADA, event.uid, provenance())
    put(graph, ChangeSet((event, *flats), (showed,), touched_clients=frozenset({ADA_CLIENT})))


def say(graph: GraphStore, state: str, purpose: str = "PROFILING", minutes: int = 1) -> None:
    said = GivenConsent(client_id=ADA_CLIENT, channel="EMAIL", purpose=purpose, state=state)
    graph.write(lambda work: record_consent(work, said, OPAL, NOW + timedelta(minutes=minutes)))


def state_of(graph: GraphStore, uid: str) -> tuple[object, object]:
    row = graph.records("MATCH (p:Entity {uid: $uid}) RETURN p.state AS state, p.stopped_by AS why", {"uid": uid})[0]
    return row["state"], row["why"]


def score(graph: GraphStore) -> object:
    return graph.records("MATCH (c:Entity {uid: $uid}) RETURN c.qd_score AS score", {"uid": ADA_CLIENT})[0]["score"]


def test_what_waits_stops_and_goes_on(graph: GraphStore) -> None:
    hers, his = propose(graph, MATCH, ADA_CLIENT, FLAT), propose(graph, MATCH, BO, FLAT)
    link = propose(graph, ProposalKind.IDENTITY_LINK, ADA, BO)
    assert score(graph) == 0.8
    say(graph, "WITHDRAWN")
    assert state_of(graph, hers) == ("STALE", "consent to profiling")
    assert [state_of(graph, uid)[0] for uid in (his, link)] == ["PROPOSED", "PROPOSED"]
    assert score(graph) is None
    with pytest.raises(Conflict):
        decide(graph, hers, Verdict.ACCEPT)
    say(graph, "GRANTED", minutes=2)
    assert state_of(graph, hers) == ("PROPOSED", None)
    assert score(graph) == 0.8
    assert lawful(graph) == []


def test_whoever_becomes_one_client_is_bound_by_both(graph: GraphStore) -> None:
    say(graph, "WITHDRAWN")
    his = propose(graph, MATCH, client_uid(BO), FLAT)
    link = propose(graph, ProposalKind.IDENTITY_LINK, ADA, BO)
    merged = decide(graph, link)
    assert state_of(graph, his) == ("STALE", "consent to profiling")
    assert state_of(graph, propose(graph, MATCH, client_uid(BO), OTHER_FLAT)) == ("STALE", "consent to profiling")
    undo(graph, merged.decision)
    assert state_of(graph, his) == ("PROPOSED", None)
    assert state_of(graph, propose(graph, MATCH, client_uid(ADA), FLAT)) == ("STALE", "consent to profiling")


def test_what_is_taken_back_waits_only_if_it_may(graph: GraphStore) -> None:
    accepted = decide(graph, propose(graph, MATCH, ADA_CLIENT, FLAT), Verdict.ACCEPT)
    say(graph, "WITHDRAWN")
    again = undo(graph, accepted.decision)
    assert (again.state, again.version) == ("STALE", 4)
    assert state_of(graph, again.proposal) == ("STALE", "consent to profiling")


def test_what_comes_later_is_kept_and_shown_to_nobody(graph: GraphStore) -> None:
    say(graph, "REFUSED")
    assert state_of(graph, propose(graph, MATCH, ADA, FLAT)) == ("STALE", "consent to profiling")
    assert state_of(graph, propose(graph, MATCH, BO, FLAT)) == ("PROPOSED", None)
    assert score(graph) is None


def test_the_score_waits_for_the_purpose_that_it_needs(graph: GraphStore) -> None:
    say(graph, "WITHDRAWN", "MARKETING")
    assert score(graph) == 0.8
    assert state_of(graph, propose(graph, MATCH, ADA, FLAT)) == ("STALE", "consent to marketing")
