"""What `velocity up` and `serve` do: database, migrations, demo and service, in this order."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from filelock import BaseFileLock, FileLock, Timeout
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cypher.driver import Connection, open_driver
from cypher.migrate import migrate
from cypher.store import GraphStore
from graph_schema.errors import Conflict, SetupFailed
from service import local_neo4j
from service.demo import DEFAULT_SEED, load_demo
from service.home import Home, find_home
from service.local_neo4j import RunningServer
from service.logs import log_to
from service.settings import Settings, read_settings
from service.status import show_addresses
from service.supervisor import ServiceRecord, listen, running, start_in_background, wait_until_ready
from service.wiring import development_token, wire

# Open requests may finish; nobody waits longer than this for a service that is going.
GRACE_SECONDS: Final = 10
# The first start downloads 161 MB and loads a demo; whoever comes second waits for that, but not for ever.
TURN_SECONDS: Final = 900
EXIT_TERMINATED: Final = 143


def bring_up(*, demo: bool, detach: bool, clients: int) -> None:
    """Start what does not run yet; then serve here until told to stop, or in the background.

    Raises:
        SetupFailed: what stands in the way, by name. Nothing that this call started is left behind.
        Conflict: another `velocity up` on this home takes too long.
    """
    home, settings, console = find_home(), read_settings(), Console(stderr=True)
    end_on_signals()
    with _in_turn(home, console):
        server = local_neo4j.up(home, tell=console.print)
        with _undone_on_failure(home, server):
            _prepare(server.connection, console, clients if demo else None)
            development_token(home)
            if detach or running(home):
                show_addresses(home, _bring_up_service(home, console), server.connection)
                return
            listener, record = listen(home, settings.host, settings.port)
    try:
        show_addresses(home, record, server.connection)
        console.print("Ctrl-C stops all of it")
        serve(home, settings, server.connection, listener)
    finally:
        if server.managed:
            local_neo4j.down(home, tell=console.print)


def serve_here() -> None:
    """Serve in this process until it is told to stop; the database stays."""
    home, settings = find_home(), read_settings()
    end_on_signals()
    connection = local_neo4j.up(home).connection
    listener, _ = listen(home, settings.host, settings.port)
    serve(home, settings, connection, listener)


def serve(home: Home, settings: Settings, connection: Connection, listener: socket.socket) -> None:
    """Answer on a port that is already ours, until a signal comes; open requests are finished first.

    Raises:
        SetupFailed: the application could not start.
    """
    log_to(home.logs / "service.log")
    config = uvicorn.Config(
        wire(home, settings, connection),
        http="httptools",
        loop="uvloop",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = uvicorn.Server(config)
    try:
        server.run(sockets=[listener])
    except SystemExit:
        if not server.started:
            raise SetupFailed("the service could not start", hint=f"see {home.logs / 'service.log'}") from None
        raise


def end_on_signals() -> None:
    """Let `kill` and a closed terminal end us as Ctrl-C does: through every `finally`."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(EXIT_TERMINATED))
    if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:  # under nohup it is ignored, and stays so
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


@contextmanager
def _in_turn(home: Home, console: Console) -> Iterator[None]:
    home.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(home.root / "up.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        console.print("another `velocity up` is at work; waiting for it")
        _wait_for(lock)
    try:
        yield
    finally:
        lock.release()


def _wait_for(lock: BaseFileLock) -> None:
    try:
        lock.acquire(timeout=TURN_SECONDS)
    except Timeout as error:
        raise Conflict(f"another `velocity up` has been at work for {TURN_SECONDS} s", hint="see what it does") from error


@contextmanager
def _undone_on_failure(home: Home, server: RunningServer) -> Iterator[None]:
    try:
        yield
    except BaseException:
        if server.started:
            local_neo4j.down(home)
        raise


def _bring_up_service(home: Home, console: Console) -> ServiceRecord:
    record = running(home)
    if record is None:
        return start_in_background(home)
    if not wait_until_ready(record):
        raise SetupFailed(
            f"the service runs (pid {record.pid}), but does not become ready",
            hint=f"see {home.logs / 'service.log'}; `velocity down`, then `velocity up` starts it again",
        )
    console.print("the service is running already")
    return record


def _prepare(connection: Connection, console: Console, demo_clients: int | None) -> None:
    with open_driver(connection) as driver:
        store = GraphStore(driver, connection.database)
        for name in migrate(store):
            console.print(f"applied migration {name}")
        if demo_clients:
            _load_demo(store, console, demo_clients)


def _load_demo(store: GraphStore, console: Console, clients: int) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bars:
        task = bars.add_task("demo clients", total=clients)
        load_demo(
            store,
            clients=clients,
            seed=DEFAULT_SEED,
            truth=None,
            progress=lambda _, done, total: bars.update(task, completed=done, total=total),
        )
