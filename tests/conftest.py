"""Fixtures of all tests that need a graph. The database is always a real Neo4j; nothing here can be skipped."""

from collections.abc import Iterator

import pytest

from cypher.driver import Connection, open_driver
from cypher.migrate import migrate
from cypher.store import GraphStore
from tests.support.graph import DEMO_CLIENTS, DEMO_SEED, clear, lawful
from tests.support.neo4j_server import test_connection


@pytest.fixture(scope="session")
def connection() -> Iterator[Connection]:
    """A running Neo4j for this test run."""
    with test_connection() as connection:
        yield connection


@pytest.fixture(scope="session")
def migrated(connection: Connection) -> Iterator[GraphStore]:
    """A store over a migrated database."""
    with open_driver(connection) as driver:
        store = GraphStore(driver, connection.database)
        migrate(store)
        yield store


@pytest.fixture
def graph(migrated: GraphStore) -> Iterator[GraphStore]:
    """An empty graph; whatever the test left in it must be lawful."""
    clear(migrated)
    yield migrated
    assert lawful(migrated) == []


@pytest.fixture
def broken_graph(migrated: GraphStore) -> Iterator[GraphStore]:
    """An empty graph for tests that plant violations; cleared at the end."""
    clear(migrated)
    yield migrated
    clear(migrated)


@pytest.fixture(scope="module")
def demo(migrated: GraphStore) -> GraphStore:
    """The demo graph, freshly loaded for each file of tests."""
    from service.demo import load_demo

    clear(migrated)
    assert load_demo(migrated, clients=DEMO_CLIENTS, seed=DEMO_SEED, truth=None, progress=lambda *_: None)
    return migrated
