"""The managed Neo4j as one thing: up, down, status, reset. One command at a time per home."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from filelock import FileLock, Timeout

from cypher.driver import Connection, answers
from graph_schema.errors import Conflict, DatabaseUnavailable, SetupFailed
from service.home import Home, find_cache, find_home
from service.local_neo4j.boot import GIVE_UP_SECONDS, Tell, boot, connection_to, console_log, record_file
from service.local_neo4j.config import Settings, read_settings
from service.local_neo4j.disk import EMPTY_DISK_MB, explained, folder_mb, free_mb
from service.local_neo4j.lock import NEO4J_VERSION
from service.local_neo4j.new_store import settle
from service.local_neo4j.password import ensure_password, read_password
from service.local_neo4j.process import STOP_SECONDS, ServerProcess, find_server, is_running, read_record, stop
from service.local_neo4j.ready import ask, log_in, wait_for_port

# Longer than the longest boot, so that whoever waits for another's `up` gets its server and not an error.
GUARD_SECONDS = 360
# How long a server that runs already may take to answer: it may be booting for an `up` that was killed.
ANSWER_SECONDS = 60


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A Neo4j that answers."""

    connection: Connection
    pid: int | None
    """None when it is not ours to know: NEO4J_URI is set."""
    managed: bool
    started: bool
    """Whether this call started it."""


@dataclass(frozen=True, slots=True)
class Status:
    """What `velocity db status` tells; nothing secret is in it."""

    state: Literal["running", "not_answering", "stopped", "external", "external_not_answering"]
    uri: str
    pid: int | None
    version: str
    home: str
    data_mb: int
    password_file: str
    log_file: str


def _quiet(_: str) -> None:
    """Tells nobody."""


def up(home: Home | None = None, settings: Settings | None = None, tell: Tell = _quiet) -> RunningServer:
    """A Neo4j that answers: the one of NEO4J_URI, else the managed one of `home`, started if it does not run.

    Raises:
        SetupFailed: what stands in the way, by name; DatabaseUnavailable if a running server does not answer.
        Conflict: another command works on this home for longer than any should.
    """
    home, settings = home or find_home(), settings or read_settings(os.environ)
    if settings.external:
        return _external(settings.external)
    with guarded(home):
        found = find_server(home.neo4j, read_record(record_file(home)).pid)
        if found:
            return RunningServer(_answering(home, found), found.pid, managed=True, started=False)
        return _boot(home, settings, tell)


def _boot(home: Home, settings: Settings, tell: Tell) -> RunningServer:
    try:
        booted = boot(home, settings, find_cache(), tell)
    except SetupFailed as error:
        # Between choosing a free port and listening on it, somebody else can take it: once is bad luck.
        if error.error_code != "port_taken" or settings.bolt_port:
            raise
        tell("another program took the port in that moment; trying the next one")
        booted = boot(home, settings, find_cache(), tell)
    return RunningServer(booted.connection, booted.pid, managed=True, started=True)


def _external(connection: Connection) -> RunningServer:
    try:
        ask(connection)
    except DatabaseUnavailable as error:
        raise DatabaseUnavailable(
            error.message, hint="NEO4J_URI is set: check that server, or unset NEO4J_URI to use the managed one"
        ) from error
    return RunningServer(connection, None, managed=False, started=False)


def _answering(home: Home, found: ServerProcess) -> Connection:
    connection = connection_to(found.port, ensure_password(home.password_file))
    if not wait_for_port(found.pid, found.port, ANSWER_SECONDS, lambda: is_running(found.pid)):
        raise DatabaseUnavailable(
            f"the managed Neo4j runs (pid {found.pid}), but does not listen on port {found.port}",
            hint="run `velocity db down`, then `velocity db up`; `velocity db logs` shows what it says",
        )
    log_in(connection)
    return connection


def down(home: Home | None = None, settings: Settings | None = None, tell: Tell = _quiet) -> bool:
    """Stop the managed server; False if none was running.

    Raises:
        SetupFailed: NEO4J_URI is set, so the server is not ours to stop.
    """
    home, settings = home or find_home(), settings or read_settings(os.environ)
    require_managed(settings, "stop")
    with guarded(home):
        return stop_server(home, tell)


def stop_server(home: Home, tell: Tell) -> bool:
    """Stop what serves this home; False if nothing did. For whoever holds the guard."""
    found = find_server(home.neo4j, read_record(record_file(home)).pid)
    # On a full disk the last checkpoint cannot be written, and a server that waits for it never ends by itself.
    seconds = GIVE_UP_SECONDS if free_mb(home.root) < EMPTY_DISK_MB else STOP_SECONDS
    if found and not stop(found.pid, seconds):
        tell(f"Neo4j (pid {found.pid}) did not stop when asked and was killed; its next start repairs what was open")
    # The recorded pid stays: it is only where to look first, and on a full disk nothing could be written anyway.
    return found is not None


def reset(home: Home | None = None, settings: Settings | None = None, tell: Tell = _quiet) -> None:
    """Stop the managed server and remove its data and password for good. Evidence files and the port stay.

    Raises:
        SetupFailed: NEO4J_URI is set, so the data are not ours to remove.
    """
    home, settings = home or find_home(), settings or read_settings(os.environ)
    require_managed(settings, "reset")
    with guarded(home):
        stop_server(home, tell)
        removed = home.root / "neo4j.removed"
        shutil.rmtree(removed, ignore_errors=True)  # left by a reset that was interrupted
        if home.neo4j.exists():
            home.neo4j.replace(removed)  # one step: there is never half a database
            shutil.rmtree(removed)
        home.password_file.unlink(missing_ok=True)


def status(home: Home | None = None, settings: Settings | None = None) -> Status:
    """How things stand now; starts nothing and waits for nobody."""
    home, settings = home or find_home(), settings or read_settings(os.environ)
    if external := settings.external:
        return _status(home, "external" if answers(external) else "external_not_answering", external.uri, None)
    found = find_server(home.neo4j, read_record(record_file(home)).pid)
    if not found:
        return _status(home, "stopped", "", None)
    connection = connection_to(found.port, read_password(home.password_file))
    return _status(home, "running" if answers(connection) else "not_answering", connection.uri, found.pid)


def _status(
    home: Home,
    state: Literal["running", "not_answering", "stopped", "external", "external_not_answering"],
    uri: str,
    pid: int | None,
) -> Status:
    return Status(
        state=state,
        uri=uri,
        pid=pid,
        version=NEO4J_VERSION,
        home=str(home.root),
        data_mb=folder_mb(home.neo4j / "data"),
        password_file=str(home.password_file),
        log_file=str(console_log(home)),
    )


def require_managed(settings: Settings, action: str) -> None:
    """Refuse to act on a server that is somebody else's.

    Raises:
        SetupFailed: NEO4J_URI is set.
    """
    if settings.external:
        raise SetupFailed(
            f"NEO4J_URI is set to {settings.external.uri}: that server is not ours to {action}",
            hint="unset NEO4J_URI to work with the managed server",
            code="not_managed",
        )


@contextmanager
def guarded(home: Home) -> Iterator[None]:
    """One command at a time on a home, after what a killed rebuild left; a full disk is called by its name."""
    with explained(home.root):
        home.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with FileLock(home.root / "neo4j.lock", timeout=GUARD_SECONDS):
                settle(home)
                yield
        except Timeout as error:
            raise Conflict(
                f"another `velocity db` command has worked on {home.root} for more than {GUARD_SECONDS} s",
                hint="see what it is doing, or end it, and run this again",
            ) from error
