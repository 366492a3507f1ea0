"""Every .cypher file: planned without scans that it does not excuse, run on the demo graph with its own examples."""

import neo4j
import pytest

from cypher.catalogue import QueryFile, catalogue
from cypher.driver import Connection, open_driver
from cypher.store import GraphStore

# A scan of a label is how a uid looks that was matched without :Entity, on which alone it is indexed.
SCANS = (
    "NodeByLabelScan",
    "AllNodesScan",
    "CartesianProduct",
    "UndirectedAllRelationshipsScan",
    "DirectedAllRelationshipsScan",
)
READS = [query for query in catalogue().values() if query.access == "read"]
WHOLE_GRAPH = ("audit.", "analyst.", "read.every_", "read.applied_migrations")
WRITES = [query for query in catalogue().values() if query.access == "write"]


def operators(plan: dict[str, object]) -> list[str]:
    """All operators of a plan, by their plain names."""
    children = plan.get("children", [])
    assert isinstance(children, list)
    own = str(plan["operatorType"]).partition("@")[0]
    return [own] + [name for child in children for name in operators(child)]


def examples(store: GraphStore, query: QueryFile) -> dict[str, object]:
    """The file's own parameters, evaluated by Neo4j."""
    return {p.name: store.records(f"RETURN {p.example} AS value", {})[0]["value"] for p in query.parameters}


def explained(connection: Connection, store: GraphStore, query: QueryFile) -> neo4j.ResultSummary:
    """The server's plan and its notifications."""
    with open_driver(connection) as driver, driver.session() as session:
        return session.run("EXPLAIN " + query.text, examples(store, query)).consume()


@pytest.mark.parametrize("query", READS, ids=lambda query: query.name)
def test_a_read_file_is_planned_without_scans_and_runs(demo: GraphStore, connection: Connection, query: QueryFile) -> None:
    summary = explained(connection, demo, query)
    assert summary.plan is not None
    found = {name for name in operators(summary.plan) if name in SCANS}
    if query.name.startswith(WHOLE_GRAPH):
        found -= {"NodeByLabelScan"}
    assert found <= {operator for operator, _ in query.allowed}, f"{query.name}: {found}; index it, or @allow it and say why"
    assert summary.query_type == "r"
    rows = demo.records(query.text, examples(demo, query))
    if rows:
        assert set(rows[0]) == set(query.columns)


@pytest.mark.parametrize("query", WRITES, ids=lambda query: query.name)
def test_a_write_file_is_planned_as_a_write(demo: GraphStore, connection: Connection, query: QueryFile) -> None:
    summary = explained(connection, demo, query)
    assert summary.plan is not None
    assert summary.query_type in {"w", "rw"}
    # Both ends of an edge are sought by uid, one row each, which Neo4j calls a product.
    found = {name for name in operators(summary.plan) if name in SCANS} - {"CartesianProduct"}
    # The bookkeeping of migrations is a handful of nodes without :Entity.
    assert not found or "migration" in query.name
