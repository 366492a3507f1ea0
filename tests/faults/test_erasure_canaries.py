"""A mark of its own in every place where personal data can lie: after an erasure and a rebuild, no file of the home holds one.

And the rebuild itself, killed wherever it is: the old store or the new one is there, whole.
"""

import gzip
import os
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cypher.carry import whole_digest
from cypher.driver import open_driver
from cypher.graph_hash import graph_hash
from cypher.migrate import check, migrate
from cypher.store import GraphStore
from graph_schema.errors import SetupFailed
from ingest.evidence_store import EvidenceStore
from ingest.redacting import finish_redactions
from service.home import Home
from service.local_neo4j import down, up
from service.local_neo4j.config import Settings
from service.local_neo4j.new_store import NewStore
from service.local_neo4j.rebuild import rebuild
from service.privacy import suppression_key
from tests.support.builders import NOW
from tests.support.canaries import ADA, CANARIES, OMAR, plant
from tests.support.erasing import erase
from tests.support.graph import lawful

KILLS = int(os.environ.get("VELOCITY_REBUILD_KILLS", "2"))
# An undisturbed rebuild of this small graph takes some 35 s on two quiet cores; what is quicker is killed when it is done.
KILLED_AFTER_SECONDS = (2.0, 40.0)
SEED = int(os.environ.get("VELOCITY_KILL_SEED", "1"))
SMALL = Settings(heap_mb=512, page_cache_mb=64, short_lived=True)
PATIENCE_SECONDS = 240
BEGINNINGS = {mark[:2] if mark.isalpha() else mark for mark in CANARIES.values()}


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[Home]:
    """A home with a server that may be killed, and whose every byte belongs to the test."""
    home = Home(tmp_path / "home")
    yield home
    down(home, SMALL)


def ways_of(text: str) -> tuple[bytes, ...]:
    """The ways in which a file may hold a text."""
    return tuple(text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


def marks() -> dict[str, tuple[bytes, ...]]:
    """Each canary in all these ways."""
    return {place: ways_of(mark) for place, mark in CANARIES.items()}


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what is packed inside it."""
    raw = path.read_bytes()
    yield raw
    if raw.startswith(b"\x1f\x8b"):
        yield gzip.decompress(raw)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def found_in(folder: Path) -> dict[str, set[str]]:
    """place -> files below the folder that hold its canary, upper or lower case."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            for content in contents(path):
                lowered = content.lower()
                # Most files hold no mark of any kind: they are asked four questions instead of seventy.
                if not any(way in lowered for start in BEGINNINGS for way in ways_of(start)):
                    continue
                for place, ways in marks().items():
                    if any(way in lowered for way in ways):
                        found.setdefault(place, set()).add(str(path.relative_to(folder)))
    return found


def rebuild_process(home: Home) -> subprocess.Popen[bytes]:
    """`velocity db rebuild` in a process of its own."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("NEO4J_", "VELOCITY_HOME"))}
    environ |= {"VELOCITY_HOME": str(home.root), "VELOCITY_NEO4J_HEAP_MB": "512", "VELOCITY_NEO4J_PAGECACHE_MB": "64"}
    return subprocess.Popen(
        [sys.executable, "-m", "service.cli", "db", "rebuild"], env=environ, stderr=subprocess.STDOUT, stdout=subprocess.PIPE
    )


def test_no_file_of_the_home_holds_a_canary_after_erasure_and_rebuild(own_home: Home, tmp_path: Path) -> None:
    assert len(CANARIES) >= 20
    with open_driver(up(own_home, SMALL).connection) as driver:
        store = GraphStore(driver)
        migrate(store)
        plant(store, tmp_path, own_home.evidence)
        assert set(found_in(own_home.root)) == set(CANARIES), "a canary that nobody can find proves nothing"
        erase(store, ADA, suppression_key(own_home))
        finish_redactions(store, EvidenceStore(own_home.evidence), NOW)
        before, digest = graph_hash(store), whole_digest(store)
        assert lawful(store) == []
    down(own_home, SMALL)  # its parent is this process, so that nobody else would see it end
    assert found_in(own_home.root / "neo4j"), "deleted is not gone: that is why there is a rebuild"
    process = rebuild_process(own_home)
    said, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, said.decode()
    with open_driver(up(own_home, SMALL).connection) as driver:
        store = GraphStore(driver)
        assert (graph_hash(store), whole_digest(store)) == (before, digest)
        assert check(store).is_clean
        assert lawful(store) == []
        assert store.records("MATCH (c:Entity {uid: $uid}) RETURN c.display_name AS name", {"uid": OMAR}) == [
            {"name": "Omar Staying"}
        ]
    down(own_home, SMALL)
    assert found_in(own_home.root) == {}
    assert not NewStore(own_home).folder.exists()
    assert not NewStore(own_home).outgoing.exists()


def test_a_killed_rebuild_leaves_one_whole_store(own_home: Home, tmp_path: Path) -> None:
    with open_driver(up(own_home, SMALL).connection) as driver:
        store = GraphStore(driver)
        migrate(store)
        plant(store, tmp_path, own_home.evidence)
        digest = whole_digest(store)
    down(own_home, SMALL)
    for point in range(KILLS):
        victim = rebuild_process(own_home)
        time.sleep(random.Random(f"{SEED}:rebuild:{point}").uniform(*KILLED_AFTER_SECONDS))
        victim.kill()
        victim.wait()
        with open_driver(up(own_home, SMALL).connection) as driver:
            store = GraphStore(driver)
            assert whole_digest(store) == digest
            assert check(store).is_clean
            store.schema("CREATE (:Entity:Campaign {uid: 'cmp_written'})")  # and it can be written to again
            store.schema("MATCH (n:Entity {uid: 'cmp_written'}) DELETE n")
        down(own_home, SMALL)
        assert not NewStore(own_home).folder.exists()
        assert not NewStore(own_home).outgoing.exists()


@pytest.mark.parametrize("step", ["ready", "old_away", "new_in"])
def test_every_step_of_the_change_of_places_is_finished_by_the_next_command(tmp_path: Path, step: str) -> None:
    home = Home(tmp_path)
    new = NewStore(home)
    (home.neo4j / "data").mkdir(parents=True)
    (home.neo4j / "data" / "which").write_text("old")
    (new.own_home.neo4j / "data").mkdir(parents=True)
    (new.own_home.neo4j / "data" / "which").write_text("new")
    new.ready.touch()
    if step != "ready":
        home.neo4j.replace(new.outgoing)
    if step == "new_in":
        new.own_home.neo4j.replace(home.neo4j)
    assert down(home, SMALL) is False
    assert (home.neo4j / "data" / "which").read_text() == "new"
    assert not new.folder.exists()
    assert not new.outgoing.exists()


def test_a_rebuild_that_ended_before_it_was_ready_leaves_the_old_store(tmp_path: Path) -> None:
    home = Home(tmp_path)
    new = NewStore(home)
    (home.neo4j / "data").mkdir(parents=True)
    new.files.mkdir(parents=True)
    (new.files / "nodes-00000.csv").write_text("as secret as the graph")
    assert down(home, SMALL) is False
    assert (home.neo4j / "data").exists()
    assert not new.folder.exists()


def test_a_server_of_somebody_else_is_not_ours_to_rebuild(tmp_path: Path) -> None:
    from cypher.driver import Connection

    with pytest.raises(SetupFailed, match="not ours to rebuild") as refused:
        rebuild(Home(tmp_path), Settings(external=Connection("bolt://elsewhere", "neo4j", "x")))
    assert "transaction logs" in refused.value.hint
