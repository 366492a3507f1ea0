"""The third measurement: records that arrive one by one at a graph of 100,000 clients, each resolved and written with evidence.

First alone, a record a transaction; then four that came at the same time, in one, as `velocity receive` takes them from a
stream: the rate, and how long each of the four waits.
"""

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Final

import msgspec

from benchmarks.client_360 import Latency
from benchmarks.command import velocity
from benchmarks.servers import SETTINGS
from benchmarks.snapshots import SnapshotResult, measure_snapshot
from cypher.driver import Connection, open_driver
from cypher.store import GraphStore, Work
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import InputRefused
from graph_schema.manifests import MappingTarget
from ingest.arrival import Arriving
from ingest.arriving import Arrival, Door, arrive, arrive_together
from ingest.evidence_store import EvidenceStore
from service.home import Home
from service.local_neo4j import up

Tell = Callable[[str], None]
CLIENTS: Final = 100_000
SEED: Final = 1
WARM_UP: Final = 1_000
ALONE: Final = 1_000
TOGETHER: Final = 2_000
GROUP: Final = 4
# Of ten records: six of strangers, three of somebody whom the graph knows by e-mail, one that came before.
KNOWN_BY_EMAIL: Final = 0.3
CAME_BEFORE: Final = 0.1
_SENDER: Final = Actor("bench", ActorKind.HUMAN, frozenset({Role.OPERATOR}), "Bench")
_PEOPLE: Final = (
    "MATCH (profile:Profile)-[:NAMED]->(name:PersonName) MATCH (profile)-[:HAS_IDENTIFIER]->(email:Email) "
    "WHERE NOT coalesce(email.is_role, false) AND NOT coalesce(email.is_placeholder, false) "
    "RETURN name.value AS name, email.value AS email ORDER BY profile.uid LIMIT 2000"
)


class ArrivalsResult(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds of a record that comes alone, and records per second of those that come four at a time; all
    `outcomes`. The snapshot is of the same graph, afterwards."""

    clients: int
    load_seconds: float
    alone: Latency
    group: int
    records_per_second: float
    together: Latency
    outcomes: dict[str, int]
    snapshot: SnapshotResult


def measure_arrivals(tell: Tell, clients: int = CLIENTS) -> ArrivalsResult:
    """Load a demo graph of this many clients into a home of its own, measure, and stop everything."""
    with tempfile.TemporaryDirectory(prefix="velocity-bench-") as name:
        home = Home(Path(name))
        try:
            tell(f"velocity demo load ({clients:,} clients) …")
            began = time.perf_counter()
            velocity(home, "demo", "load", "--clients", str(clients))
            seconds = time.perf_counter() - began
            return measure_on(up(home, SETTINGS).connection, Path(name) / "arrived", clients, seconds, tell)
        finally:
            velocity(home, "db", "down")


def measure_on(connection: Connection, folder: Path, clients: int, load_seconds: float, tell: Tell) -> ArrivalsResult:
    """The same on a graph that is there already."""
    with open_driver(connection) as driver:
        store = GraphStore(driver, connection.database)
        people = [(str(row["name"]), str(row["email"])) for row in store.records(_PEOPLE, {})]
        records = list(_records(random.Random(SEED), people, WARM_UP + ALONE + TOGETHER))
        tell("records, one by one …")
        _sent(store, folder, records[:WARM_UP])
        alone, first = _sent(store, folder, records[WARM_UP : WARM_UP + ALONE])
        tell(f"records, {GROUP} at a time …")
        began = time.perf_counter()
        together, second = _sent_in_groups(store, folder, records[WARM_UP + ALONE :])
        rate = TOGETHER / (time.perf_counter() - began)
        tell("a snapshot …")
        snapshot = measure_snapshot(store, folder / "snapshots")
    outcomes = Counter(arrival.outcome.value for arrival in (*first, *second))
    return ArrivalsResult(
        clients=clients,
        load_seconds=load_seconds,
        alone=_latency(alone),
        group=GROUP,
        records_per_second=rate,
        together=_latency(together),
        outcomes=dict(sorted(outcomes.items())),
        snapshot=snapshot,
    )


def _records(chance: random.Random, people: Sequence[tuple[str, str]], count: int) -> Iterator[Arriving]:
    sent: list[Arriving] = []
    for number in range(count):
        draw = chance.random()
        if sent and draw < CAME_BEFORE:
            yield chance.choice(sent)
            continue
        name, email = f"{_word(chance)} {_word(chance)}", f"{_word(chance)}.{number}@example.com"
        if draw < CAME_BEFORE + KNOWN_BY_EMAIL:
            name, email = chance.choice(people)
        sent.append(_record(chance, f"A{SEED}.{number}", name, email))
        yield sent[-1]


def _record(chance: random.Random, key: str, name: str, email: str) -> Arriving:
    fields = (
        (MappingTarget.SOURCE_KEY, key),
        (MappingTarget.FULL_NAME, name),
        (MappingTarget.EMAIL, email),
        (MappingTarget.PHONE, f"+9715{chance.randrange(10**7, 10**8)}"),
        (MappingTarget.BIRTH_DATE, f"{chance.randrange(1940, 2005)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02}"),
        (MappingTarget.ACCOUNT_NAME, f"{_word(chance)} Holding"),
        (MappingTarget.NOTE, "asked for the sea side"),
    )
    return Arriving("bench", fields)


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(3)).title()


def _sent(store: GraphStore, folder: Path, records: Sequence[Arriving]) -> tuple[list[float], list[Arrival]]:
    files, took, arrivals = EvidenceStore(folder), [], []
    for record in records:
        began = time.perf_counter()
        arrivals.append(arrive(store, Door(files=files, actor=_SENDER, now=datetime.now(UTC)), record))
        took.append(time.perf_counter() - began)
    return took, arrivals


def _sent_in_groups(store: GraphStore, folder: Path, records: Sequence[Arriving]) -> tuple[list[float], list[Arrival]]:
    files, took, arrivals = EvidenceStore(folder), [], []
    for at in range(0, len(records), GROUP):
        group, began = records[at : at + GROUP], time.perf_counter()
        door = Door(files=files, actor=_SENDER, now=datetime.now(UTC))
        done = store.write(partial(_together, door, group))
        took += [time.perf_counter() - began] * len(group)
        arrivals += [found for found in done if isinstance(found, Arrival)]
    return took, arrivals


def _together(door: Door, group: Sequence[Arriving], work: Work) -> tuple[Arrival | InputRefused, ...]:
    return arrive_together(work, door, group)


def _latency(seconds: Sequence[float]) -> Latency:
    cuts = quantiles(seconds, n=100)
    return Latency(p50_ms=cuts[49] * 1000, p95_ms=cuts[94] * 1000)
