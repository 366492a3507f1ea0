"""The Neo4j that the tests of the graph talk to: always a real one.

NEO4J_URI names it; else a Docker engine runs one; else our own managed server does, in a home that belongs to the tests.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from cypher.driver import Connection
from graph_schema.errors import SetupFailed
from service.home import CHECKOUT, Home
from service.local_neo4j import down, up
from service.local_neo4j.config import SAFETY, Settings, read_settings
from service.local_neo4j.ready import ask

IMAGE = "neo4j:2026.09-community"
HOMES = CHECKOUT / ".velocity" / "test"
# Enough for every graph of the tests, and small enough for two runs beside an editor on a laptop.
SMALL = Settings(heap_mb=768, page_cache_mb=64, short_lived=True)
# Several test runs at once each need a server of their own, or they would clear each other's graph.
MOST_RUNS = 8


@contextmanager
def test_connection() -> Iterator[Connection]:
    """A real Neo4j for one test run; whatever was started for it is stopped at the end."""
    external = read_settings(os.environ).external
    if external:
        ask(external)
        yield external
    elif _docker_answers():
        with _container() as connection:
            yield connection
    else:
        with _managed() as connection:
            yield connection


@contextmanager
def _managed() -> Iterator[Connection]:
    with leased_home() as home:
        connection = up(home, SMALL).connection
        try:
            yield connection
        finally:
            down(home, SMALL)


@contextmanager
def leased_home() -> Iterator[Home]:
    """A home that no other test run uses now; homes are used again, since a first boot takes the longest."""
    HOMES.mkdir(parents=True, exist_ok=True)
    for number in range(MOST_RUNS):
        try:
            lease = FileLock(HOMES / f"run-{number}.lock").acquire(timeout=0)
        except Timeout:
            continue
        with lease:
            home = Home(HOMES / f"run-{number}")
            down(home, SMALL)  # left by a run that was killed
            yield home
        return
    raise SetupFailed(f"{MOST_RUNS} test runs use the databases in {HOMES} already", hint="wait for one to end")


def _docker_answers() -> bool:
    if not (os.environ.get("DOCKER_HOST") or Path("/var/run/docker.sock").exists()):
        return False
    import docker  # type: ignore[import-untyped] # comes with testcontainers, without types

    try:
        client = docker.from_env(timeout=2)
        with closing(client):
            return bool(client.ping())
    except (docker.errors.DockerException, OSError):
        return False


@contextmanager
def _container() -> Iterator[Connection]:
    from testcontainers.community.neo4j import Neo4jContainer

    container = Neo4jContainer(IMAGE, password="only-for-this-test-run", username="neo4j")
    for key, value in SAFETY.items():
        container = container.with_env("NEO4J_" + key.replace("_", "__").replace(".", "_"), value)
    with container:
        yield Connection(container.get_connection_url(), "neo4j", container.password)
