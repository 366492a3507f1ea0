"""What goes wrong with a database on somebody's machine, done to the real one: each time a clear message, no data lost."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from cypher.driver import Connection, open_driver
from graph_schema.errors import SetupFailed
from service.home import CHECKOUT, Home, find_cache
from service.local_neo4j import RunningServer, down, status, up
from service.local_neo4j.boot import record_file
from service.local_neo4j.config import LOOPBACK, Settings, home_argument
from service.local_neo4j.jars import JarFolder, find_faults, install, jar_folder
from service.local_neo4j.lock import read_lock
from service.local_neo4j.ports import free_port
from service.local_neo4j.process import ServerRecord, read_record, write_record
from tests.support.neo4j_server import SMALL, leased_home


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    with leased_home() as home:
        yield home
        down(home, SMALL)


@pytest.fixture
def server(home: Home) -> RunningServer:
    return up(home, SMALL)


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """A program that has nothing to do with us, and must live."""
    with subprocess.Popen(["sleep", "300"]) as process:
        yield process
        assert process.poll() is None
        process.kill()


def port_of(server: RunningServer) -> int:
    return int(server.connection.uri.rsplit(":", 1)[1])


def servers_of(home: Home) -> list[int]:
    return [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if home_argument(home.neo4j) in (process.info["cmdline"] or [])
    ]


def add_marker(connection: Connection, uid: str) -> None:
    with open_driver(connection) as driver:
        driver.execute_query("MERGE (:Entity {uid: $uid})", uid=uid)


def has_marker(connection: Connection, uid: str) -> bool:
    with open_driver(connection) as driver:
        return bool(driver.execute_query("MATCH (n:Entity {uid: $uid}) RETURN n.uid", uid=uid).records)


def test_a_lost_or_torn_state_file_loses_no_server(home: Home, server: RunningServer) -> None:
    for text in (None, "", '{"port": 7', "[]"):
        record_file(home).unlink(missing_ok=True)
        if text is not None:
            record_file(home).write_text(text)
        assert (up(home, SMALL).pid, status(home, SMALL).state) == (server.pid, "running")


def test_a_stale_pid_never_stops_a_bystander(home: Home, server: RunningServer, bystander: subprocess.Popen[bytes]) -> None:
    write_record(record_file(home), ServerRecord(port=port_of(server), pid=bystander.pid))
    assert up(home, SMALL).pid == server.pid  # found by its command line

    down(home, SMALL)
    write_record(record_file(home), ServerRecord(port=port_of(server), pid=bystander.pid))
    assert status(home, SMALL).state == "stopped"
    assert down(home, SMALL) is False
    assert bystander.poll() is None


def test_a_taken_port_is_left_to_who_has_it(home: Home) -> None:
    down(home, SMALL)
    taken = read_record(record_file(home)).port or free_port()
    write_record(record_file(home), ServerRecord(port=taken))
    told: list[str] = []
    with closing(socket.create_server((LOOPBACK, taken))):
        with pytest.raises(SetupFailed, match=rf"port {taken} .*{psutil.Process().name()} \(pid {os.getpid()}\)") as error:
            up(home, Settings(heap_mb=512, page_cache_mb=64, bolt_port=taken))
        assert error.value.error_code == "port_taken"
        assert servers_of(home) == []

        moved = up(home, SMALL, told.append)
    assert port_of(moved) != taken
    assert [message for message in told if str(taken) in message and str(port_of(moved)) in message]
    assert read_record(record_file(home)).port == port_of(moved)


def test_a_port_that_is_lost_while_neo4j_boots_is_replaced(home: Home) -> None:
    down(home, SMALL)
    told: list[str] = []
    with closing(socket.socket()) as rival:
        rival.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        rival.bind((LOOPBACK, 0))  # looks free until it listens
        port = rival.getsockname()[1]
        write_record(record_file(home), ServerRecord(port=port))

        def tell(message: str) -> None:
            told.append(message)
            if message.startswith("starting"):
                rival.listen()

        running = up(home, SMALL, tell)
    assert port_of(running) != port
    assert [message for message in told if "took the port" in message]
    assert servers_of(home) == [running.pid]


UP = """
from service.home import find_home
from service.local_neo4j import up
from tests.support.neo4j_server import SMALL
running = up(find_home(), SMALL)
print(running.pid, running.started)
"""


def test_two_ups_at_once_revive_a_killed_server_once_with_its_data(home: Home, server: RunningServer) -> None:
    add_marker(server.connection, "written before the kill")
    os.kill(server.pid or 0, signal.SIGKILL)
    psutil.Process(server.pid).wait()
    assert status(home, SMALL).state == "stopped"

    environment = {**os.environ, "VELOCITY_HOME": str(home.root), "PYTHONPATH": str(CHECKOUT)}
    both = [
        subprocess.Popen([sys.executable, "-c", UP], env=environment, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = [one.communicate(timeout=120)[0].split() for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert [pid for pid, _ in answers] == [str(pid) for pid in servers_of(home)] * 2
    assert sorted(started for _, started in answers) == ["False", "True"]

    again = up(home, SMALL)
    assert (again.connection, again.started) == (server.connection, False)
    assert has_marker(again.connection, "written before the kill")


def test_an_up_that_is_interrupted_leaves_no_server(home: Home) -> None:
    down(home, SMALL)
    environment = {**os.environ, "VELOCITY_HOME": str(home.root), "PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen([sys.executable, "-c", UP], env=environment, cwd=CHECKOUT, stderr=subprocess.DEVNULL) as one:
        while not servers_of(home):
            assert one.poll() is None
        one.send_signal(signal.SIGINT)
        assert one.wait(60) != 0
    assert servers_of(home) == []


def test_more_memory_than_the_machine_has_is_refused_by_name(home: Home) -> None:
    down(home, SMALL)
    with pytest.raises(SetupFailed, match="exceed the machine") as error:
        up(home, Settings(heap_mb=256, page_cache_mb=1024 * 1024))
    assert error.value.error_code == "memory_short"
    assert "VELOCITY_NEO4J_PAGECACHE_MB" in error.value.hint
    assert servers_of(home) == []


@pytest.fixture
def folder(tmp_path: Path) -> JarFolder:
    """A copy of the installed jars; no hard links, since the temporary folder may lie on another disk."""
    folder = jar_folder(tmp_path)
    shutil.copytree(jar_folder(find_cache()).lib, folder.lib)
    return folder


def harm(path: Path, content: bytes) -> None:
    """Replace a jar."""
    path.write_bytes(content)


def test_harmed_jars_are_refused_by_name_and_repaired(
    folder: JarFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = read_lock()
    tampered, truncated, missing = (
        jar
        for jar in locked
        if jar.coordinate.startswith("org.neo4j:neo4j-csv")
        or jar.coordinate.startswith("org.neo4j:neo4j-lock")
        or jar.coordinate.startswith("org.neo4j:neo4j-io")
    )
    good = {jar: (folder.lib / jar.filename).read_bytes() for jar in (tampered, truncated, missing)}
    harm(folder.lib / tampered.filename, good[tampered][:-1] + b"!")
    harm(folder.lib / truncated.filename, good[truncated][:100])
    (folder.lib / missing.filename).unlink()
    (folder.lib / "stranger.jar").write_bytes(b"PK")

    monkeypatch.setenv("VELOCITY_CACHE", str(tmp_path))
    home = Home(tmp_path / "home")
    with pytest.raises(SetupFailed) as error:
        up(home, SMALL)
    assert error.value.error_code == "jars_not_intact"
    for said in (
        f"{tampered.filename} (tampered",
        f"{truncated.filename} (truncated: 100 of",
        f"{missing.filename} (missing",
        "stranger.jar (unexpected",
    ):
        assert said in error.value.message
    assert "velocity db install --repair" in error.value.hint
    assert not home.neo4j.exists()

    assert install(folder, locked) == 0  # without being asked to, it changes nothing
    assert len(find_faults(folder.lib, locked)) == 4
    assert install(folder, locked, repair=True) == 3
    assert find_faults(folder.lib, locked) == ()
