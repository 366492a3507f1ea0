"""One record arrives: it is kept, it stands as its own client at once, and whose it is waits for a person."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cypher.graph_hash import graph_hash
from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import InputRefused, NotAllowed
from graph_schema.manifests import MappingTarget as T
from graph_schema.natural_keys import client_uid, profile_uid
from graph_schema.proposals import ProposalKind, Verdict
from ingest.arrival import ArrivalOutcome, Arriving
from ingest.arriving import Arrival, Door, arrive, arrive_together
from ingest.evidence_store import EvidenceStore
from tests.support.builders import NOW
from tests.support.erasing import KEY, erase
from tests.support.graph import counts, lawful
from tests.support.reviewing import clients, decide, propose

OPAL = Actor("opal", ActorKind.HUMAN, frozenset({Role.OPERATOR}), "Opal")
EMAIL = "ada@example.com"


@pytest.fixture
def door(tmp_path: Path) -> Door:
    """Where records arrive."""
    return Door(files=EvidenceStore(tmp_path), actor=OPAL, now=NOW, key=KEY)


def record(key: str, name: str = "Ada Lovelace", email: str = EMAIL, source: str = "portal", **more: str) -> Arriving:
    said = [(T.SOURCE_KEY, key), (T.FULL_NAME, name), (T.EMAIL, email)]
    said += [(T[what.upper()], text) for what, text in more.items()]
    return Arriving(source, tuple((target, text) for target, text in said if text))


def came(graph: GraphStore, door: Door, *records: Arriving) -> list[Arrival]:
    return [arrive(graph, replace(door, now=NOW + timedelta(seconds=n)), one) for n, one in enumerate(records)]


def test_the_first_is_new_and_is_kept_with_all_it_says(graph: GraphStore, door: Door) -> None:
    (first,) = came(graph, door, record("1", birth_date="1980-01-02", phone="+971504863172"))
    assert (first.outcome, first.best, first.proposals) == (ArrivalOutcome.NEW, None, ())
    assert clients(graph) == {first.profile: first.client}
    assert first.client == client_uid(profile_uid("portal", "1"))
    said = graph.records(
        "MATCH (:Entity {uid: $uid})-[e]->(v) WHERE e.prov_column IS NOT NULL "
        "RETURN e.prov_column AS column, e.prov_batch AS batch, e.prov_row AS row, e.prov_origin AS origin ORDER BY column",
        {"uid": first.profile},
    )
    assert [row["column"] for row in said] == ["email", "fact.birth_date", "name.full", "phone"]
    assert {(row["batch"], row["row"], row["origin"]) for row in said} == {(first.batch, 2, "observed")}
    sha256 = graph.records("MATCH (b:Entity {uid: $uid}) RETURN b.sha256 AS sha256", {"uid": first.batch})[0]["sha256"]
    with door.files.open(str(sha256)) as kept:
        assert kept.read().splitlines()[1] == b"1,Ada Lovelace,ada@example.com,1980-01-02,+971504863172"
    assert lawful(graph) == []


def test_the_same_record_again_changes_nothing(graph: GraphStore, door: Door) -> None:
    came(graph, door, record("1"))
    before, events = graph_hash(graph), counts(graph)
    (again,) = came(graph, door, record("1"))
    assert (again.outcome, again.best) == (ArrivalOutcome.KNOWN, again.client)
    assert (graph_hash(graph), counts(graph)) == (before, events)


def test_a_known_record_that_says_more_is_added_to(graph: GraphStore, door: Door) -> None:
    first, more = came(graph, door, record("1"), record("1", phone="+971504863172"))
    assert (more.outcome, more.profile, more.batch != first.batch) == (ArrivalOutcome.KNOWN, first.profile, True)
    assert lawful(graph) == []


def test_one_who_fits_is_the_best_and_is_asked_about(graph: GraphStore, door: Door) -> None:
    first, second = came(graph, door, record("1"), record("7", source="crm"))
    assert (second.outcome, second.best, second.confidence) == (ArrivalOutcome.BEST, first.client, 0.9)
    assert clients(graph)[second.profile] == second.client != first.client
    decide(graph, second.proposals[0], Verdict.SAME)
    assert len(set(clients(graph).values())) == 1
    assert lawful(graph) == []


def test_several_who_fit_are_one_question(graph: GraphStore, door: Door) -> None:
    first, second, third = came(
        graph, door, record("1"), record("7", source="crm", email="", phone="+971504863172"),
        record("9", source="web", phone="+971504863172"),
    )  # fmt: skip
    assert (third.outcome, third.best) == (ArrivalOutcome.AMBIGUOUS, None)
    assert set(third.candidates) == {first.client, second.client}
    (proposal,) = third.proposals
    decide(graph, proposal, Verdict.EDIT, edit={"profile": second.profile})
    assert clients(graph)[third.profile] == clients(graph)[second.profile]
    assert lawful(graph) == []


def test_another_name_at_the_same_address_is_new_and_perhaps_a_household(graph: GraphStore, door: Door) -> None:
    _, second = came(graph, door, record("1"), record("2", name="William King"))
    assert second.outcome is ArrivalOutcome.NEW
    assert len(second.proposals) == 1


def test_who_was_said_to_be_another_stays_apart(graph: GraphStore, door: Door) -> None:
    first, second = came(graph, door, record("1"), record("7", source="crm"))
    decide(graph, propose(graph, ProposalKind.MERGE, first.profile, second.profile), Verdict.NOT_SAME)
    came(graph, door, record("7", source="crm", phone="+971504863172"), record("1", phone="+971504863172"))
    assert clients(graph)[first.profile] != clients(graph)[second.profile]


def test_the_forgotten_do_not_come_back_and_leave_no_byte(graph: GraphStore, door: Door, tmp_path: Path) -> None:
    (first,) = came(graph, door, record("1"))
    erase(graph, first.client)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            path.unlink()
    with pytest.raises(InputRefused, match="forgotten"):
        came(graph, door, record("1", phone="+971504863172"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert clients(graph) == {}


def test_who_may_not_import_and_what_names_nobody_are_refused(graph: GraphStore, door: Door) -> None:
    before = counts(graph)
    analyst = Actor("ana", ActorKind.HUMAN, frozenset({Role.ANALYST}))
    with pytest.raises(NotAllowed):
        arrive(graph, replace(door, actor=analyst), record("1"))
    with pytest.raises(InputRefused, match="names nobody"):
        arrive(graph, door, Arriving("portal", ((T.NOTE, "called"),)))
    with pytest.raises(InputRefused, match="twice"):
        Arriving("portal", ((T.EMAIL, "a@example.com"), (T.EMAIL, "b@example.com")))
    with pytest.raises(InputRefused, match="a source and fields"):
        Arriving(" ", ())
    assert counts(graph) == before


def test_those_that_come_together_know_each_other(graph: GraphStore, door: Door) -> None:
    nobody = Arriving("portal", ((T.NOTE, "called"),))
    group = [record("1"), nobody, record("2"), record("1"), record("1")]
    first, refused, second, again, _ = graph.write(lambda work: arrive_together(work, door, group))
    assert isinstance(first, Arrival)
    assert isinstance(second, Arrival)
    assert isinstance(again, Arrival)
    assert isinstance(refused, InputRefused)
    assert (second.outcome, second.best) == (ArrivalOutcome.BEST, first.client)
    assert (again.outcome, again.profile) == (ArrivalOutcome.KNOWN, first.profile)
    assert len(clients(graph)) == 2
    assert lawful(graph) == []
    with pytest.raises(InputRefused, match="several sources"):
        graph.write(lambda work: arrive_together(work, door, [record("1"), record("1", source="crm")]))
