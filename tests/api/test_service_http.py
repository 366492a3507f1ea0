"""What the service takes, what it answers, and what every answer carries."""

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from cypher.driver import Connection
from cypher.store import GraphStore
from graph_schema.actors import Role
from service.app import CONSOLE
from service.envelope import Envelope
from service.graphql_http import MAX_BODY_BYTES
from service.settings import Settings
from tests.api.serving import Caller, code, serving

JSON = {"content-type": "application/json"}
GRAPHQL_JSON = "application/graphql-response+json"


@pytest.fixture
async def caller(connection: Connection, migrated: GraphStore, tmp_path: Path) -> AsyncIterator[Caller]:
    async with serving(connection, tmp_path) as caller:
        yield caller


@pytest.mark.parametrize(
    ("body", "headers", "status", "expected"),
    [
        (b"{}", {"content-type": "text/plain"}, 415, "not_json"),
        (b"query={}", {"content-type": "application/x-www-form-urlencoded"}, 415, "not_json"),
        (b"", JSON, 400, "bad_request"),
        (b"{", JSON, 400, "bad_request"),
        (b"[]", JSON, 400, "bad_request"),
        (b'"query"', JSON, 400, "bad_request"),
        (b"{}", JSON, 400, "bad_request"),
        (b'{"query": 1}', JSON, 400, "bad_request"),
        (b'{"query": "{a}", "variables": []}', JSON, 400, "bad_request"),
        (b'{"query": "\xff"}', JSON, 400, "bad_request"),
        (b'{"query": "\\ud800"}', JSON, 400, "bad_request"),
        (b"[" * 100_000, JSON, 400, "bad_request"),
        (b'{"query": "{a}", "variables": {"a": ' + b"[" * 100_000, JSON, 400, "bad_request"),
        (b" " * (MAX_BODY_BYTES + 1), JSON, 413, "too_large"),
    ],
)
async def test_what_is_no_operation_is_refused(
    caller: Caller, body: bytes, headers: dict[str, str], status: int, expected: str
) -> None:
    answer = await caller.http.post("/graphql", content=body, headers=headers)
    assert (answer.status_code, code(answer)) == (status, expected)


async def test_a_body_is_read_no_further_than_its_limit(caller: Caller) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1 << 16
            yield b" " * (1 << 16)

    answer = await caller.http.post("/graphql", content=endless(), headers=JSON)
    assert answer.status_code == 413
    assert sent <= MAX_BODY_BYTES + (1 << 17)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
async def test_operations_come_by_post_only(caller: Caller, method: str) -> None:
    answer = await caller.http.request(method, "/graphql", params={"query": "{__typename}"})
    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]


async def test_a_browser_is_shown_the_explorer_only_where_that_is_allowed(
    connection: Connection, caller: Caller, tmp_path: Path
) -> None:
    browser = {"accept": "text/html"}
    assert (await caller.http.get("/graphql", headers=browser)).headers["location"] == "/console/explore.html"
    async with serving(connection, tmp_path, Settings(development=False)) as strict:
        assert (await strict.http.get("/graphql", headers=browser)).status_code == 405


async def test_syntax_errors_are_told_without_suggestions(caller: Caller) -> None:
    answer = await caller.ask("{ clientz }", token=caller.token(Role.OPERATOR))
    assert (answer.status_code, code(answer)) == (200, "bad_request")
    assert "Did you mean" not in answer.text


@pytest.mark.parametrize(("query", "status"), [("{", 400), ("{ nothing }", 400), ('{ client(id: "x") { id } }', 200)])
async def test_the_graphql_media_type_tells_what_never_ran(caller: Caller, query: str, status: int) -> None:
    answer = await caller.ask(query, token=caller.token(Role.OPERATOR), accept=GRAPHQL_JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (status, GRAPHQL_JSON)


async def test_round_trips_are_counted_for_each_request(connection: Connection, caller: Caller, tmp_path: Path) -> None:
    token = caller.token(Role.OPERATOR)
    counts = [(await caller.ask(token=token)).headers["x-velocity-round-trips"] for _ in range(2)]
    assert counts == ["1", "1"]
    async with serving(connection, tmp_path, Settings(development=False)) as strict:
        assert "x-velocity-round-trips" not in (await strict.ask(token=token)).headers


@pytest.mark.parametrize("path", ["/graphql", "/health/live", "/console/", "/operations/clients.graphql", "/nothing/here"])
async def test_every_answer_is_numbered_and_safe(caller: Caller, path: str) -> None:
    first, second = await caller.http.get(path), await caller.http.get(path)
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.headers["referrer-policy"] == "no-referrer"
    assert first.headers["content-security-policy"].startswith("default-src 'self'; ")
    assert "frame-ancestors 'none'" in first.headers["content-security-policy"]
    assert "access-control-allow-origin" not in first.headers
    assert "server" not in first.headers


async def test_answers_about_clients_are_not_kept_by_browsers(caller: Caller) -> None:
    assert (await caller.ask(token=caller.token(Role.OPERATOR))).headers["cache-control"] == "no-store"


async def test_a_strangers_name_for_this_machine_is_refused(caller: Caller) -> None:
    answer = await caller.http.get("/health/live", headers={"host": "evil.example"})
    assert (answer.status_code, answer.text) == (400, "Invalid host header")


async def test_named_hosts_are_answered(connection: Connection, tmp_path: Path) -> None:
    settings = Settings(host="0.0.0.0", allowed_hosts="crm.example, graph.example")  # noqa: S104 - nothing listens here
    async with serving(connection, tmp_path, settings) as caller:
        statuses = [
            (await caller.http.get("/health/live", headers={"host": host})).status_code
            for host in ("crm.example", "graph.example:8800", "localhost", "evil.example")
        ]
    assert statuses == [200, 200, 200, 400]


async def test_live_and_ready(caller: Caller) -> None:
    assert (await caller.http.get("/health/live")).json() == {"live": True}
    ready = await caller.http.get("/health/ready")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "problem": None})


async def test_the_console_names_no_other_address(caller: Caller) -> None:
    assert (await caller.http.get("/")).headers["location"] == "/console/"
    files = [path for path in CONSOLE.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"index.html", "explore.html", "style.css", "app.js"}
    for path in files:
        answer = await caller.http.get(f"/console/{path.relative_to(CONSOLE)}")
        assert answer.status_code == 200
        # The namespace of SVG is a name, not an address.
        assert "://" not in answer.text.replace("http://www.w3.org/2000/svg", ""), path.name
        assert not {"innerHTML", "insertAdjacentHTML", "eval(", "document.write"} & {w for w in WAYS_IN if w in answer.text}


WAYS_IN = ("innerHTML", "insertAdjacentHTML", "eval(", "document.write")


async def test_a_defect_is_masked_numbered_and_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    async def defect(*_: object) -> None:
        raise ValueError("Ada's phone is +971500000000")

    transport = httpx.ASGITransport(Envelope(defect))
    with caplog.at_level(logging.INFO, "velocity.request"):
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            answer = await http.get("/graphql")
    error = answer.json()["errors"][0]
    assert (answer.status_code, error["message"], error["extensions"]["code"]) == (500, "internal error", "internal_error")
    assert error["extensions"]["request_id"] == answer.headers["x-request-id"]
    assert "Ada" not in answer.text
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]
    assert "Ada" not in "".join(record.getMessage() for record in caplog.records)


async def test_the_documents_of_the_frontend_are_published(caller: Caller) -> None:
    answer = await caller.http.get("/operations/client_360.graphql")
    assert answer.status_code == 200
    assert answer.text.startswith("# The dossier page")
    assert (await caller.http.get("/operations/../schema.py")).status_code == 404
    assert (await caller.http.get("/operations/%2e%2e/schema.py")).status_code == 404


def test_nothing_secret_is_in_the_settings() -> None:
    assert json.loads(Settings().model_dump_json()).keys() == {"host", "port", "allowed_hosts", "development"}
