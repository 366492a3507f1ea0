"""What waits is grouped under what was decided; a contradiction is one review with its cut, and the bridge stays."""

import pytest

from cypher.store import GraphStore
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.natural_keys import client_uid, fact_uid, profile_uid
from graph_schema.proposals import ProposalKind, Verdict
from review.case import open_case
from review.clustering.waiting import Waiting, cluster_waiting
from tests.support.builders import NOW, a_person, provenance, put
from tests.support.graph import counts, lawful
from tests.support.reviewing import SAUL, clients, decide, propose

ADA, BO, CY, DEE = (profile_uid("crm", key) for key in ("1", "2", "3", "4"))
LINK, MERGE = ProposalKind.IDENTITY_LINK, ProposalKind.MERGE


@pytest.fixture(autouse=True)
def people(graph: GraphStore) -> None:
    """Four people, a record each."""
    for key in ("1", "2", "3", "4"):
        put(graph, a_person(f"Somebody {key}", "crm", key))


def born(graph: GraphStore, profile: str, day: str) -> None:
    node = EntityWrite("Fact", fact_uid("birth_date", day), {"field": "birth_date", "value": day})
    link = LinkWrite("STATES", profile, node.uid, provenance())
    put(graph, ChangeSet((node,), (link,), touched_clients=frozenset({client_uid(profile)})))


def clustered(graph: GraphStore, *one_per_source: str) -> Waiting:
    return cluster_waiting(graph, one_per_source, now=NOW)


def groups(found: Waiting) -> set[frozenset[str]]:
    return {frozenset(group) for group in found.clustering.clusters}


def test_what_agrees_is_one_group_and_asks_nothing(graph: GraphStore) -> None:
    propose(graph, LINK, ADA, BO)
    propose(graph, LINK, BO, CY)
    before = counts(graph)
    found = clustered(graph)
    assert groups(found) == {frozenset({ADA, BO, CY})}
    assert (found.links, found.questions) == (2, ())
    assert counts(graph) == before


def test_a_bridge_over_a_ban_stays_and_is_one_review(graph: GraphStore) -> None:
    decide(graph, propose(graph, MERGE, ADA, CY), Verdict.NOT_SAME, SAUL)
    propose(graph, LINK, ADA, BO)
    propose(graph, LINK, BO, CY)
    standing = clients(graph)
    found = clustered(graph)
    assert sorted(map(len, groups(found))) == [1, 2]
    assert any({BO} < group for group in groups(found))
    (question,) = found.questions
    assert {subject.uid for subject in question.subjects} == {ADA, CY}
    assert any(reason.startswith("smallest_cut: giving up") and BO in reason for reason in question.reasons)
    assert BO in question.evidence
    case = open_case(graph, question.uid)
    assert case.row.state == "PROPOSED"
    assert case.blocked  # nobody can simply accept it: the decision has to be taken back first
    assert clients(graph) == standing
    assert lawful(graph) == []
    written = counts(graph)
    assert [again.uid for again in clustered(graph).questions] == [question.uid]
    assert counts(graph) == written


def test_contradicting_birth_dates_are_one_review(graph: GraphStore) -> None:
    born(graph, ADA, "1980-01-02")
    born(graph, CY, "1991-05-06")
    propose(graph, LINK, ADA, BO)
    propose(graph, LINK, BO, CY)
    (question,) = clustered(graph).questions
    assert question.reasons[0] == "identifier: birth_date"
    assert {fact_uid("birth_date", "1980-01-02"), fact_uid("birth_date", "1991-05-06")} <= set(question.evidence)


def test_a_source_that_holds_nobody_twice_keeps_its_records_apart(graph: GraphStore) -> None:
    propose(graph, LINK, ADA, BO)
    assert groups(clustered(graph)) == {frozenset({ADA, BO})}
    found = clustered(graph, "crm")
    assert groups(found) == {frozenset({ADA}), frozenset({BO})}
    assert len(found.questions) == 1


def test_what_was_decided_holds_together(graph: GraphStore) -> None:
    decide(graph, propose(graph, MERGE, ADA, BO), Verdict.SAME, SAUL)
    propose(graph, LINK, BO, DEE)
    assert groups(clustered(graph)) == {frozenset({ADA, BO, DEE})}
