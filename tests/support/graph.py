"""Clearing and checking the graph of the tests."""

from typing import Final

from cypher.store import GraphStore
from review.verify import Violation, verify

DEMO_CLIENTS: Final = 120
DEMO_SEED: Final = 7


def clear(store: GraphStore) -> None:
    """Remove every node but the marks of migrations."""
    store.schema("MATCH (node:Entity) CALL (node) { DETACH DELETE node } IN TRANSACTIONS OF 10000 ROWS")
    store.schema("MATCH (node) WHERE NOT node:SchemaMigration AND NOT node:SchemaLock DETACH DELETE node")


def lawful(store: GraphStore) -> list[Violation]:
    """All violations of all rules; an empty list is what every test must leave behind."""
    return [violation for _, violations in verify(store) for violation in violations]


def counts(store: GraphStore) -> tuple[int, int]:
    """(nodes, edges) of the graph."""
    nodes = store.records("MATCH (node:Entity) RETURN count(node) AS n", {})
    edges = store.records("MATCH (:Entity)-[edge]->() RETURN count(edge) AS n", {})
    return int(str(nodes[0]["n"])), int(str(edges[0]["n"]))
