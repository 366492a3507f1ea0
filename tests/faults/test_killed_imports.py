"""kill -9 in mid-import, of the importer or of Neo4j itself, then resume: the same graph as an undisturbed run."""

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cypher.driver import Connection, open_driver
from cypher.graph_hash import graph_hash
from cypher.migrate import migrate
from cypher.store import GraphStore
from service.home import Home
from service.local_neo4j import down, up
from service.local_neo4j.config import Settings
from tests.support.graph import clear, lawful
from tests.support.import_csv import import_process
from tests.support.people_csv import write_people

ROWS = int(os.environ.get("VELOCITY_KILL_ROWS", "2000"))
POINTS = int(os.environ.get("VELOCITY_KILL_POINTS", "10"))
SEED = int(os.environ.get("VELOCITY_KILL_SEED", "1"))
SERVER_KILLS = max(2, POINTS // 5)
SMALL = Settings(heap_mb=512, page_cache_mb=64)
PATIENCE_SECONDS = 240


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that is imported again and again."""
    return write_people(tmp_path_factory.mktemp("csv") / "people.csv", ROWS)


def finish(home: Path, path: Path, connection: Connection | None) -> None:
    """Run the import to its end."""
    process = import_process(home, path, connection)
    output, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, output.decode()


@pytest.fixture(scope="module")
def undisturbed(
    migrated: GraphStore, connection: Connection, people: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, float]:
    """The hash of a run that nobody disturbs, and how long it takes."""
    clear(migrated)
    began = time.monotonic()
    finish(tmp_path_factory.mktemp("home"), people, connection)
    seconds = time.monotonic() - began
    assert lawful(migrated) == []
    return graph_hash(migrated), seconds


@pytest.mark.parametrize("point", range(POINTS - SERVER_KILLS))
def test_a_killed_importer_resumes_to_the_same_graph(
    migrated: GraphStore, connection: Connection, people: Path, undisturbed: tuple[str, float], tmp_path: Path, point: int
) -> None:
    expected, seconds = undisturbed
    clear(migrated)
    victim = import_process(tmp_path, people, connection)
    time.sleep(random.Random(f"{SEED}:{point}").uniform(0.2, 0.98) * seconds)
    victim.kill()
    victim.wait()
    finish(tmp_path, people, connection)
    assert graph_hash(migrated) == expected
    assert lawful(migrated) == []


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A server that may be killed, apart from the one that all other tests use."""
    home = Home(tmp_path_factory.mktemp("victim"))
    yield home
    down(home, SMALL)


@pytest.mark.parametrize("point", range(SERVER_KILLS))
def test_a_killed_neo4j_resumes_to_the_same_graph(
    own_server: Home, people: Path, undisturbed: tuple[str, float], point: int
) -> None:
    expected, seconds = undisturbed
    running = up(own_server, SMALL)
    with open_driver(running.connection) as driver:
        store = GraphStore(driver)
        migrate(store)
        clear(store)
    victim = import_process(own_server.root, people, running.connection)
    time.sleep(random.Random(f"{SEED}:server:{point}").uniform(0.3, 0.9) * seconds)
    assert running.pid is not None
    os.kill(running.pid, signal.SIGKILL)
    victim.wait(timeout=PATIENCE_SECONDS)
    revived = up(own_server, SMALL)
    finish(own_server.root, people, revived.connection)
    with open_driver(revived.connection) as driver:
        store = GraphStore(driver)
        assert graph_hash(store) == expected
        assert lawful(store) == []
