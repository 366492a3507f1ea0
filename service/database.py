"""The graph for commands: the server of NEO4J_URI or our own, started when it is not running, and its schema up to date."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cypher.driver import open_driver
from cypher.migrate import migrate
from cypher.store import GraphStore
from service.local_neo4j import up


@contextmanager
def open_graph(tell: Callable[[str], None]) -> Iterator[GraphStore]:
    """A store over a migrated database; `tell` hears what takes long.

    Raises:
        SetupFailed: the server cannot be started, or its schema is not ours.
        DatabaseUnavailable: NEO4J_URI names a server that does not answer.
    """
    running = up(tell=tell)
    with open_driver(running.connection) as driver:
        store = GraphStore(driver, running.connection.database)
        for name in migrate(store):
            tell(f"applied migration {name}")
        yield store
