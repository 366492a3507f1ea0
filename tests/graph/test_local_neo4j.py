"""The managed Neo4j as it should be: one boot, nothing open that needs to be shut, nobody told."""

import http.server
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from neo4j.exceptions import Neo4jError

from cypher.driver import FIRST_PASSWORD, Connection, answers, open_driver
from graph_schema.errors import DatabaseUnavailable, SetupFailed
from service.home import Home
from service.local_neo4j import RunningServer, down, reset, status, up
from service.local_neo4j.boot import record_file
from service.local_neo4j.config import LOOPBACK, SAFETY, Settings
from service.local_neo4j.process import read_record
from tests.support.neo4j_server import SMALL, leased_home


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    with leased_home() as home:
        yield home
        down(home, SMALL)


@pytest.fixture
def server(home: Home) -> RunningServer:
    return up(home, SMALL)


def test_the_password_is_ours_and_only_ours_to_read(home: Home, server: RunningServer) -> None:
    connection = server.connection
    assert stat.S_IMODE(home.password_file.stat().st_mode) == 0o600
    assert home.password_file.read_text().strip() == connection.password != FIRST_PASSWORD
    assert answers(connection)
    assert not answers(Connection(connection.uri, "neo4j", FIRST_PASSWORD))


def test_the_password_is_on_no_command_line_and_in_no_environment(server: RunningServer) -> None:
    process = psutil.Process(server.pid)
    shown = [*process.cmdline(), *process.environ().values()]
    assert [text for text in shown if server.connection.password in text] == []


def test_it_listens_on_loopback_only_and_calls_nobody(server: RunningServer) -> None:
    sockets = psutil.Process(server.pid).net_connections(kind="inet")
    listening = {(one.laddr[0].removeprefix("::ffff:"), one.laddr[1]) for one in sockets if one.status == psutil.CONN_LISTEN}
    assert listening == {(LOOPBACK, int(server.connection.uri.rsplit(":", 1)[1]))}
    assert {one.raddr[0].removeprefix("::ffff:") for one in sockets if one.raddr} <= {LOOPBACK}


def test_a_second_up_finds_the_first(home: Home, server: RunningServer) -> None:
    again = up(home, SMALL)
    assert (again.pid, again.connection, again.started) == (server.pid, server.connection, False)


def test_every_safety_setting_is_in_force(server: RunningServer) -> None:
    with open_driver(server.connection) as driver:
        records = driver.execute_query("SHOW SETTINGS YIELD name, value RETURN name, value").records
    in_force = {record["name"]: record["value"] for record in records}
    public = {name: value for name, value in SAFETY.items() if not name.startswith("internal.")}  # those are not shown
    assert {name: in_force[name] for name in public} == {**public, "db.transaction.timeout": "2m"}


@contextmanager
def _web_server(asked: list[str]) -> Iterator[int]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with http.server.ThreadingHTTPServer((LOOPBACK, 0), Handler) as web:
        threading.Thread(target=web.serve_forever, args=(0.02,), daemon=True).start()
        yield web.server_port
        web.shutdown()


@pytest.mark.parametrize("access", ["READ", "WRITE"])
def test_load_csv_reads_no_file(server: RunningServer, tmp_path: Path, access: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n")
    with (
        open_driver(server.connection) as driver,
        driver.session(default_access_mode=access) as session,
        pytest.raises(Neo4jError, match="allow_csv_import_from_file_urls"),
    ):
        session.run("LOAD CSV FROM $url AS row RETURN row", url=secret.as_uri()).consume()


@pytest.mark.parametrize("access", ["READ", "WRITE"])
def test_load_csv_asks_no_web_server(server: RunningServer, access: str) -> None:
    asked: list[str] = []
    with (
        _web_server(asked) as port,
        open_driver(server.connection) as driver,
        driver.session(default_access_mode=access) as session,
        pytest.raises(Neo4jError, match="blocked"),
    ):
        session.run("LOAD CSV FROM $url AS row RETURN row", url=f"http://{LOOPBACK}:{port}/rows.csv").consume()
    assert asked == []


def test_status_says_where_everything_is_and_nothing_secret(home: Home, server: RunningServer) -> None:
    found = status(home, SMALL)
    assert (found.state, found.uri, found.pid) == ("running", server.connection.uri, server.pid)
    assert server.connection.password not in repr(found) + repr(server)


def test_neo4j_uri_is_used_instead(server: RunningServer, tmp_path: Path) -> None:
    elsewhere = Home(tmp_path / "home")
    external = Settings(external=server.connection)
    used = up(elsewhere, external)
    assert (used.connection, used.managed, used.started, used.pid) == (server.connection, False, False, None)
    for forbidden in (down, reset):
        with pytest.raises(SetupFailed, match="not ours to") as refused:
            forbidden(elsewhere, external)
        assert refused.value.error_code == "not_managed"
    assert status(elsewhere, external).state == "external"
    assert not elsewhere.root.exists()
    assert answers(server.connection)


def test_a_neo4j_uri_where_nobody_answers_is_named(tmp_path: Path) -> None:
    nowhere = Settings(external=Connection("bolt://127.0.0.1:1", "neo4j", "whatever"))
    with pytest.raises(DatabaseUnavailable, match=r"bolt://127\.0\.0\.1:1") as error:
        up(Home(tmp_path), nowhere)
    assert "NEO4J_URI" in error.value.hint
    assert status(Home(tmp_path), nowhere).state == "external_not_answering"


def test_another_password_than_the_data_have_is_told(home: Home, server: RunningServer) -> None:
    right = home.password_file.read_text()
    home.password_file.write_text("another-password\n")
    try:
        with pytest.raises(SetupFailed, match="another password") as error:
            up(home, SMALL)
        assert error.value.error_code == "password_differs"
    finally:
        home.password_file.write_text(right)
    assert psutil.pid_exists(server.pid or 0)


def test_reset_leaves_no_data_and_no_password_but_keeps_the_port(home: Home, server: RunningServer) -> None:
    assert status(home, SMALL).data_mb > 0
    reset(home, SMALL)
    assert status(home, SMALL).state == "stopped"
    # The home is shared with tests of the service, whose token and cursor key are none of the database's.
    assert not home.neo4j.exists()
    assert not home.password_file.exists()
    assert read_record(record_file(home)).port == int(server.connection.uri.rsplit(":", 1)[1])
