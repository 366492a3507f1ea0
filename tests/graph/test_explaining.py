"""Why two records are one client, hop by hop, what would part them; and why two clients are not one."""

from datetime import timedelta

import pytest

from cypher.graph_hash import graph_hash
from cypher.store import GraphStore
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.errors import InputRefused, NotFound
from graph_schema.natural_keys import client_uid, email_uid, fact_uid, profile_uid
from graph_schema.proposals import ProposalKind, Verdict
from review.identity.explain import explain
from review.identity.explaining import Apart, ApartBecause, Together
from tests.support.builders import NOW, a_person, provenance, put
from tests.support.reviewing import RITA, SAUL, decide, decide_fully, propose, undo

ADA, BO, CY, DEE = (profile_uid("crm", key) for key in ("1", "2", "3", "4"))
LINK = ProposalKind.IDENTITY_LINK
SHARED = "ada@example.com"


@pytest.fixture(autouse=True)
def people(graph: GraphStore) -> None:
    """Four people, a record each; the first two have an e-mail address in common."""
    for key in ("1", "2", "3", "4"):
        put(graph, a_person(f"Somebody {key}", "crm", key))
    for profile in (ADA, BO):
        hang(graph, profile, "HAS_IDENTIFIER", EntityWrite("Email", email_uid(SHARED), {"value": SHARED}))


def hang(graph: GraphStore, profile: str, type_: str, node: EntityWrite) -> None:
    """Hang a value on a record."""
    link = LinkWrite(type_, profile, node.uid, provenance())
    put(graph, ChangeSet((node,), (link,), touched_clients=frozenset({client_uid(profile)})))


def link(graph: GraphStore, left: str, right: str, minutes: int = 0) -> str:
    """Somebody decides that two records are one person; answers the decision."""
    now = NOW + timedelta(minutes=minutes)
    return decide_fully(graph, propose(graph, LINK, left, right, now=now), now=now).decision


def born(graph: GraphStore, profile: str, day: str) -> None:
    hang(graph, profile, "STATES", EntityWrite("Fact", fact_uid("birth_date", day), {"field": "birth_date", "value": day}))


def why_not(graph: GraphStore, left: str, right: str) -> list[ApartBecause]:
    found = explain(graph, left, right)
    assert isinstance(found, Apart)
    return [reason.because for reason in found.reasons]


def test_each_hop_tells_its_decision_and_what_both_say(graph: GraphStore) -> None:
    first, second = link(graph, ADA, BO), link(graph, BO, CY, 1)
    before = graph_hash(graph)
    found = explain(graph, ADA, client_uid(CY))
    assert isinstance(found, Together)
    assert [(hop.tie.pair and hop.tie.pair.decision) for hop in found.path] == [first, second]
    emails = [compared for compared in found.path[0].agrees if compared.field == "email"]
    assert [(c.left.value, c.right.value, c.left.profile != c.right.profile) for c in emails] == [(SHARED, SHARED, True)]
    assert emails[0].left.source.system == provenance().system
    assert [compared.field for compared in found.path[1].agrees] == []
    assert {*found.near, *found.far} == {ADA, BO, CY}
    assert len(found.cut) == 1
    assert graph_hash(graph) == before


def test_the_smallest_cut_is_what_it_takes_to_part_them(graph: GraphStore) -> None:
    """A square has two ways around: one link is not enough. Deciding against the cut's links leaves two clients."""
    for minutes, (left, right) in enumerate([(ADA, BO), (BO, CY), (CY, DEE), (ADA, DEE)]):
        decide_fully(graph, propose(graph, LINK, left, right, now=NOW), now=NOW + timedelta(minutes=minutes))
    found = explain(graph, ADA, CY)
    assert isinstance(found, Together)
    assert len(found.path) == 2
    decisions = [hop.tie.pair.decision for hop in found.cut if hop.tie.pair]
    assert len(decisions) == 2
    for decision in decisions:
        undo(graph, decision, RITA)
    assert isinstance(explain(graph, ADA, CY), Apart)


def test_why_two_clients_are_two(graph: GraphStore) -> None:
    assert why_not(graph, ADA, CY) == [ApartBecause.NOBODY_ASKED]
    waiting = propose(graph, LINK, ADA, CY)
    assert why_not(graph, ADA, CY) == [ApartBecause.WAITING]
    decide(graph, waiting, Verdict.NOT_SAME, SAUL)
    assert why_not(graph, CY, ADA)[0] is ApartBecause.NOT_SAME
    born(graph, ADA, "1980-01-02")
    born(graph, DEE, "1991-05-06")
    found = explain(graph, ADA, DEE)
    assert isinstance(found, Apart)
    against = found.reasons[0]
    assert against.because is ApartBecause.CONTRADICTION
    assert against.compared is not None
    assert (against.compared.left.value, against.compared.right.value) == ("1980-01-02", "1991-05-06")


def test_what_two_clients_share_is_told_all_the_same(graph: GraphStore) -> None:
    found = explain(graph, client_uid(ADA), BO)
    assert isinstance(found, Apart)
    assert [compared.left.value for compared in found.shared] == [SHARED]
    assert "share 1 values" in found.reasons[-1].summary


def test_a_retired_id_means_its_own_record(graph: GraphStore) -> None:
    link(graph, ADA, BO)
    found = explain(graph, client_uid(ADA), client_uid(BO))
    assert isinstance(found, Together)
    assert {found.left, found.right} == {ADA, BO}


def test_nobody_and_oneself_are_no_question(graph: GraphStore) -> None:
    with pytest.raises(NotFound):
        explain(graph, ADA, "cli_nobody")
    with pytest.raises(NotFound):
        explain(graph, "prf_nobody", ADA)
    with pytest.raises(InputRefused):
        explain(graph, ADA, client_uid(ADA))
