"""`velocity up`, `status` and `down` as scripts and people use them: real processes, real ports, a real database."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from cypher.driver import Connection
from cypher.store import GraphStore
from service import local_neo4j
from service.home import CHECKOUT, Home
from service.supervisor import last, running
from tests.support.neo4j_server import SMALL, leased_home

STARTS_WITHIN = 120.0
SMALL_MEMORY = {"VELOCITY_NEO4J_HEAP_MB": str(SMALL.heap_mb), "VELOCITY_NEO4J_PAGECACHE_MB": str(SMALL.page_cache_mb)}


class Doors:
    """The commands of one home."""

    def __init__(self, home: Home, settings: dict[str, str]) -> None:
        self.home = home
        strange = ("NEO4J_", "VELOCITY_")
        self._environ = {
            key: value for key, value in os.environ.items() if not key.startswith(strange) or key == "VELOCITY_CACHE"
        }
        self._environ |= {"VELOCITY_HOME": str(home.root), **settings}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A command that runs beside us."""
        command = [sys.executable, "-m", "service.cli", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=CHECKOUT, env=self._environ, stdout=pipe, stderr=pipe, text=True)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """A command to its end: exit code, output, messages."""
        with self.start(*arguments) as process:
            said, complained = process.communicate(timeout=STARTS_WITHIN)
        return process.returncode, said, complained

    def status(self) -> dict[str, object]:
        """What `velocity status --json` prints."""
        code, said, _ = self.run("status", "--json")
        status = json.loads(said)
        assert isinstance(status, dict)
        assert code == (0 if status["ready"] else 1)
        return status


@pytest.fixture
def doors(connection: Connection, migrated: GraphStore, tmp_path: Path) -> Iterator[Doors]:
    """Commands with a database of somebody else's, so that only the service is ours."""
    database = {"NEO4J_URI": connection.uri, "NEO4J_USER": connection.user, "NEO4J_PASSWORD": connection.password}
    doors = Doors(Home(tmp_path / "home"), database)
    yield doors
    assert doors.run("down")[0] == 0


@contextmanager
def foreground(doors: Doors) -> Iterator[subprocess.Popen[str]]:
    """`velocity up` as a person runs it, once it serves."""
    with doors.start("up") as process:
        assert process.stderr is not None
        said = ""
        while "Ctrl-C stops all of it" not in said:
            line = process.stderr.readline()
            assert line, f"it ended: {said}"
            said += line
        yield process
        if process.poll() is None:
            process.kill()


def ask(status: dict[str, object], query: str) -> httpx.Response:
    """A query with the token whose file the status names."""
    token = Path(str(status["token_file"])).read_text(encoding="utf-8").strip()
    return httpx.post(str(status["graphql"]), json={"query": query}, headers={"authorization": f"Bearer {token}"}, timeout=30)


def is_gone(pid: int) -> bool:
    """Ended, whether or not the first process of a container has taken note of it."""
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_script_starts_asks_and_stops(doors: Doors, connection: Connection) -> None:
    code, said, complained = doors.run("up", "--detach")
    assert code == 0, complained
    status = doors.status()
    for address in ("graphql", "console", "token_file"):
        assert str(status[address]) in said
    assert (status["ready"], status["bolt"]) == (True, connection.uri)
    assert ask(status, '{ searchClients(text: "nobody") { edges { score } } }').json() == {
        "data": {"searchClients": {"edges": []}}
    }
    assert httpx.get(str(status["console"])).text.startswith("<!doctype html>")
    assert connection.password not in said + complained + json.dumps(status)

    again, _, told = doors.run("up", "--detach")
    assert (again, "running already" in told) == (0, True)
    assert doors.status()["pid"] == status["pid"]

    code, _, told = doors.run("down")
    assert (code, "service stopped" in told, "not ours to stop" in told) == (0, True, True)
    assert is_gone(int(str(status["pid"])))
    assert doors.status()["ready"] is False
    assert "vel_" not in (doors.home.logs / "service.log").read_text(encoding="utf-8")


def test_a_killed_service_comes_back_where_it_was(doors: Doors) -> None:
    assert doors.run("up", "--detach")[0] == 0
    before = doors.status()
    os.kill(int(str(before["pid"])), signal.SIGKILL)
    assert doors.status()["ready"] is False
    assert doors.run("up", "--detach")[0] == 0
    after = doors.status()
    assert (after["ready"], after["graphql"], after["token_file"]) == (True, before["graphql"], before["token_file"])
    assert after["pid"] != before["pid"]


def test_two_at_once_make_one_service(doors: Doors) -> None:
    with doors.start("up", "--detach") as first, doors.start("up", "--detach") as second:
        first.communicate(timeout=STARTS_WITHIN)
        second.communicate(timeout=STARTS_WITHIN)
    assert (first.returncode, second.returncode) == (0, 0)
    record = running(doors.home)
    assert record is not None
    ours = [p.pid for p in psutil.process_iter() if str(doors.home.root) in _home_of(p) and "serve" in _command(p)]
    assert ours == [record.pid]


def test_a_service_that_cannot_start_says_why(doors: Doors, tmp_path: Path) -> None:
    bad = Doors(Home(tmp_path / "other"), {"NEO4J_URI": "bolt://127.0.0.1:1", "NEO4J_PASSWORD": "wrong"})
    code, said, complained = bad.run("up", "--detach")
    assert (code, said) == (8, "")
    assert "database_unavailable" in complained
    assert "NEO4J_URI is set" in complained
    assert "Traceback" not in complained


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_signal_to_end_stops_all_of_it(how: signal.Signals, code: int) -> None:
    with leased_home() as home:
        doors = Doors(home, SMALL_MEMORY)
        with foreground(doors) as process:
            status = doors.status()
            assert status["ready"] is True
            assert httpx.get(f"{status['console']}").status_code == 200
            process.send_signal(how)
            _, complained = process.communicate(timeout=60)
        assert process.returncode == code, complained
        assert "Traceback" not in complained
        assert local_neo4j.status(home).state == "stopped"
        assert running(home) is None


def test_down_ends_a_foreground_service_and_its_database() -> None:
    with leased_home() as home:
        doors = Doors(home, SMALL_MEMORY)
        with foreground(doors) as process:
            record = last(home)
            assert record is not None
            code, _, told = doors.run("down")
            assert (code, "service stopped" in told) == (0, True), told
            process.communicate(timeout=60)
        assert process.returncode == 143
        assert local_neo4j.status(home).state == "stopped"


def test_a_database_that_goes_away_and_comes_back() -> None:
    with leased_home() as home:
        doors = Doors(home, SMALL_MEMORY)
        assert doors.run("up", "--detach")[0] == 0
        status = doors.status()
        query = '{ searchClients(text: "nobody") { edges { score } } }'
        try:
            local_neo4j.down(home, SMALL)
            ready = httpx.get(str(status["graphql"]).replace("/graphql", "/health/ready"), timeout=60)
            assert (ready.status_code, ready.json()) == (503, {"ready": False, "problem": "the database does not answer"})
            lost = ask(status, query).json()
            assert lost["errors"][0]["extensions"]["code"] == "database_unavailable"
            assert "bolt" not in json.dumps(lost)
            assert httpx.get(str(status["graphql"]).replace("/graphql", "/health/live")).status_code == 200
            local_neo4j.up(home, SMALL)
            assert wait_for(lambda: "errors" not in ask(status, query).json())
            assert doors.status()["ready"] is True
        finally:
            assert doors.run("down")[0] == 0


def wait_for(condition, seconds: float = 20.0) -> bool:  # type: ignore[no-untyped-def]  # anything that can be called
    """Whether it becomes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def _home_of(process: psutil.Process) -> str:
    try:
        return process.environ().get("VELOCITY_HOME", "")
    except psutil.Error:
        return ""


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
