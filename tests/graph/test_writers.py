"""What the two writers put into a real graph, and what they refuse."""

from datetime import timedelta

import pytest

from cypher.evidence import put_evidence
from cypher.graph_hash import graph_hash
from cypher.store import GraphStore
from graph_schema.changes import ChangeSet, EntityWrite, LinkRetirement, LinkWrite, PutMode
from graph_schema.errors import InvariantBroken
from graph_schema.natural_keys import client_uid, email_uid, fact_uid, person_name_uid, profile_uid, source_system_uid
from tests.support.builders import NOW, a_person, provenance, put
from tests.support.graph import counts

ADA = profile_uid("crm", "1")


def test_a_change_set_is_written_once_however_often_it_is_put(graph: GraphStore) -> None:
    put(graph, a_person())
    first = graph_hash(graph)
    put(graph, a_person())
    assert graph_hash(graph) == first
    assert counts(graph) == (4, 3)


def test_every_node_carries_its_labels_and_every_edge_its_provenance(graph: GraphStore) -> None:
    put(graph, a_person())
    rows = graph.records("MATCH (:Profile)-[edge:NAMED]->(name) RETURN labels(name) AS labels, properties(edge) AS edge", {})
    labels = rows[0]["labels"]
    assert isinstance(labels, list)
    assert set(labels) == {"Entity", "Searchable", "PersonName"}
    edge = rows[0]["edge"]
    assert isinstance(edge, dict)
    assert {name: edge[name] for name in ("prov_origin", "prov_system", "prov_batch", "state", "confidence")} == {
        "prov_origin": "synthetic",
        "prov_system": "crm",
        "prov_batch": "bat_test",
        "state": "live",
        "confidence": 1.0,
    }


def test_a_link_whose_end_is_missing_is_refused_and_nothing_is_written(graph: GraphStore) -> None:
    put(graph, a_person())
    before = graph_hash(graph)
    stray = ChangeSet(
        (EntityWrite("Email", email_uid("x@example.com"), {"value": "x@example.com"}),),
        (LinkWrite("HAS_IDENTIFIER", profile_uid("crm", "nobody"), email_uid("x@example.com"), provenance()),),
    )
    with pytest.raises(InvariantBroken, match="an end is not in the graph"):
        put(graph, stray)
    assert graph_hash(graph) == before


def test_shared_values_stay_and_records_take_new_values(graph: GraphStore) -> None:
    put(graph, a_person())
    fact = fact_uid("language", "en")
    put(graph, ChangeSet((EntityWrite("Fact", fact, {"field": "language", "value": "en"}),
                          EntityWrite("Profile", ADA, {"title": "kept"}),
                          EntityWrite("SourceSystem", source_system_uid("crm"), {"trust_rank": 90}, PutMode.UPDATE)),
                         (LinkWrite("STATES", ADA, fact, provenance()),)))  # fmt: skip
    rows = graph.records("MATCH (p:Profile)-[:FROM_SOURCE]->(s) RETURN p.title AS title, s.trust_rank AS rank", {})
    assert rows == [{"title": "Ada Lovelace", "rank": 90}]


def test_a_retired_link_stays_with_its_moment_and_does_not_come_back(graph: GraphStore) -> None:
    put(graph, a_person())
    link = LinkWrite("NAMED", ADA, person_name_uid("Ada Lovelace"), provenance())
    later = NOW + timedelta(days=1)
    put(graph, ChangeSet(retirements=(LinkRetirement(link.uid, link.type, link.source, link.target, later, "dec_x"),)))
    put(graph, ChangeSet(links=(link,)))
    rows = graph.records("MATCH ()-[e:NAMED]->() RETURN e.state AS state, toString(e.retired_at) AS at, e.retired_by AS by", {})
    assert rows == [{"state": "retired", "at": "2026-11-02T09:00:00Z", "by": "dec_x"}]


def test_the_most_trusted_source_names_the_client(graph: GraphStore) -> None:
    put(graph, a_person("A. Lovelace", "portal", "9"))
    client = client_uid(profile_uid("portal", "9"))
    register = ChangeSet(
        (
            EntityWrite("SourceSystem", source_system_uid("registry"), {"name": "registry", "trust_rank": 90}),
            EntityWrite("Profile", profile_uid("registry", "1"), {"source_system": "registry", "source_key": "1"}),
            EntityWrite("PersonName", person_name_uid("Augusta Ada King"), {"value": "Augusta Ada King"}),
        ),
        (
            LinkWrite("FROM_SOURCE", profile_uid("registry", "1"), source_system_uid("registry"), provenance()),
            LinkWrite("RESOLVES_TO", profile_uid("registry", "1"), client, provenance()),
            LinkWrite("NAMED", profile_uid("registry", "1"), person_name_uid("Augusta Ada King"), provenance()),
        ),
        touched_clients=frozenset({client}),
    )
    put(graph, register)
    assert graph.records("MATCH (c:Client) RETURN c.display_name AS name", {}) == [{"name": "Augusta Ada King"}]


def test_evidence_cannot_carry_canonical_facts(graph: GraphStore) -> None:
    with pytest.raises(InvariantBroken, match="canonical, not evidence"):
        graph.write(lambda work: put_evidence(work, a_person()))
    assert counts(graph) == (0, 0)


def test_reads_cannot_write(graph: GraphStore) -> None:
    with pytest.raises(Exception, match=r"(?i)read access"):
        graph.records("CREATE (:Entity {uid: 'x'})", {})
    assert counts(graph) == (0, 0)
