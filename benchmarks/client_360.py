"""The second measurement: Client 360 over HTTP beside the bare driver running the same statements on the same graph.

The service runs as `velocity up` starts it, in its own process; it is asked over one kept connection with a bearer token and
answers the frontend's document. The driver runs in this process. The three ways take turns on each client, so that whatever
else the machine does falls on all of them.
"""

import asyncio
import json
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import fmean, quantiles
from typing import Final
from urllib.parse import urlsplit

import msgspec
import neo4j
import psutil

from benchmarks.client_360_statements import Statement, operation, run_at_once, run_in_turn, statements_for
from benchmarks.command import velocity
from benchmarks.servers import SETTINGS
from cypher.driver import Connection, open_async_driver
from graph_schema.errors import InvariantBroken
from ingest.synthetic.showcase import DEMO_CLIENT_UID
from resolvers.schema import build_schema
from service.home import Home
from service.local_neo4j import up

Tell = Callable[[str], None]
CLIENTS: Final = 2_000
RANDOM_CLIENTS: Final = 50
SEED: Final = 1
DEMO_ROUNDS: Final = 300
RANDOM_ROUNDS: Final = 6
# Java compiles a statement's plan only after it ran some thousand times in all; before that every way looks slow.
WARM_UP_ROUNDS: Final = 4
_FLOOR: Final = "{ __typename }"


class Latency(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds: half of the requests take at most p50, nineteen in twenty at most p95."""

    p50_ms: float
    p95_ms: float


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of client, asked in three ways. A ratio is the p50 over HTTP by the p50 of the driver."""

    requests: int
    statements: float
    answer_kb: float
    http: Latency
    driver_in_turn: Latency
    driver_at_once: Latency
    ratio_in_turn: float
    ratio_at_once: float
    as_of: Latency
    """The same over HTTP, asked as true and as believed an hour ago."""
    ratio_as_of: float
    """p95 of that by p95 of now."""


class Client360Result(msgspec.Struct, frozen=True, kw_only=True):
    """`floor` is an operation that reads nothing; `service_cpu_ms` is what the service computes for one Client 360."""

    clients: int
    demo_client: Compared
    random_clients: Compared
    floor: Latency
    service_cpu_ms: float


@dataclass(frozen=True, slots=True)
class Door:
    """The service over one kept connection."""

    connection: HTTPConnection
    path: str
    token: str
    pid: int

    def ask(self, document: str, client_id: str = "", **moment: str) -> bytes:
        """The answer's bytes; `validAt` and `knownAt` ask about another moment than now.

        Raises:
            InvariantBroken: it is not a 200.
        """
        body = json.dumps({"query": document, "variables": {"id": client_id, **moment} if client_id else {}})
        headers = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        self.connection.request("POST", self.path, body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise InvariantBroken(f"the service answered {response.status}: {answer[:200]!r}")
        return answer


@dataclass(slots=True)
class Times:
    """Seconds of every request, by way."""

    http: list[float] = field(default_factory=list)
    as_of: list[float] = field(default_factory=list)
    in_turn: list[float] = field(default_factory=list)
    at_once: list[float] = field(default_factory=list)
    answer_bytes: list[int] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)


def measure_client_360(tell: Tell) -> Client360Result:
    """Serve the demo graph from a home of its own, measure, and stop everything."""
    with tempfile.TemporaryDirectory(prefix="velocity-bench-") as name:
        home = Home(Path(name))
        try:
            tell(f"velocity up --demo ({CLIENTS:,} clients) …")
            velocity(home, "up", "--demo", "--detach", "--clients", str(CLIENTS))
            with _door(home) as door:
                return asyncio.run(_measure(door, up(home, SETTINGS).connection, tell))
        finally:
            velocity(home, "down")


async def _measure(door: Door, connection: Connection, tell: Tell) -> Client360Result:
    async with open_async_driver(connection) as driver:
        ids = [DEMO_CLIENT_UID, *await _random_clients(driver)]
        schema = build_schema()
        statements = {uid: await statements_for(schema, driver, uid) for uid in ids}
        tell("warming up …")
        for uid in ids * WARM_UP_ROUNDS:
            await _round(door, driver, uid, statements[uid], Times())
        tell("Client 360 …")
        demo, others, cpu_before = Times(), Times(), _cpu_seconds(door.pid)
        for _ in range(DEMO_ROUNDS):
            await _round(door, driver, DEMO_CLIENT_UID, statements[DEMO_CLIENT_UID], demo)
        for uid in ids[1:] * RANDOM_ROUNDS:
            await _round(door, driver, uid, statements[uid], others)
        cpu = _cpu_seconds(door.pid) - cpu_before
        floor = [_timed(lambda: door.ask(_FLOOR)) for _ in range(DEMO_ROUNDS)]
    return Client360Result(
        clients=CLIENTS,
        demo_client=_compared(demo),
        random_clients=_compared(others),
        floor=_latency(floor),
        service_cpu_ms=1000 * cpu / (len(demo.http) + len(others.http)),
    )


async def _round(door: Door, driver: neo4j.AsyncDriver, uid: str, statements: Sequence[Statement], times: Times) -> None:
    document = operation()
    before = time.perf_counter()
    answer = door.ask(document, uid)
    times.http.append(time.perf_counter() - before)
    then = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    before = time.perf_counter()
    past = door.ask(document, uid, validAt=then, knownAt=then)
    times.as_of.append(time.perf_counter() - before)
    times.in_turn.append(await _timed_run(run_in_turn(driver, statements)))
    times.at_once.append(await _timed_run(run_at_once(driver, statements)))
    if b'"errors"' in answer or b'"errors"' in past:
        raise InvariantBroken(f"the Client 360 of {uid} has errors: {answer[:300]!r}")
    times.answer_bytes.append(len(answer))
    times.statements.append(len(statements))


async def _random_clients(driver: neo4j.AsyncDriver) -> list[str]:
    records, _, _ = await driver.execute_query("MATCH (client:Client) RETURN client.uid AS uid ORDER BY uid")
    uids = [str(record["uid"]) for record in records if record["uid"] != DEMO_CLIENT_UID]
    return random.Random(SEED).sample(uids, RANDOM_CLIENTS)


@contextmanager
def _door(home: Home) -> Iterator[Door]:
    status = json.loads(velocity(home, "status", "--json"))
    address = urlsplit(status["graphql"])
    token = Path(status["token_file"]).read_text(encoding="utf-8").strip()
    connection = HTTPConnection(str(address.hostname), address.port)
    try:
        yield Door(connection, address.path, token, int(status["pid"]))
    finally:
        connection.close()


def _timed(call: Callable[[], object]) -> float:
    before = time.perf_counter()
    call()
    return time.perf_counter() - before


async def _timed_run(run: Awaitable[None]) -> float:
    before = time.perf_counter()
    await run
    return time.perf_counter() - before


def _cpu_seconds(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _compared(times: Times) -> Compared:
    http, as_of, in_turn, at_once = map(_latency, (times.http, times.as_of, times.in_turn, times.at_once))
    return Compared(
        requests=len(times.http),
        statements=fmean(times.statements),
        answer_kb=fmean(times.answer_bytes) / 1000,
        http=http,
        driver_in_turn=in_turn,
        driver_at_once=at_once,
        ratio_in_turn=http.p50_ms / in_turn.p50_ms,
        ratio_at_once=http.p50_ms / at_once.p50_ms,
        as_of=as_of,
        ratio_as_of=as_of.p95_ms / http.p95_ms,
    )


def _latency(seconds: Iterable[float]) -> Latency:
    twentieths = quantiles(seconds, n=20)
    return Latency(p50_ms=1000 * twentieths[9], p95_ms=1000 * twentieths[18])
