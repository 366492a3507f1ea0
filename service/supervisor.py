"""The service as a process: where it listens, whether it runs, how it starts in the background and how it stops."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from typing import Final

import msgspec
import psutil

from graph_schema.errors import SetupFailed
from service.home import CHECKOUT, Home

FIRST_PORT: Final = 8800
START_SECONDS: Final = 90.0
# Open requests may finish for ten seconds; and a service in the foreground stops its database before it goes.
STOP_SECONDS: Final = 75.0
KILL_SECONDS: Final = 5.0
PORTS_TRIED: Final = 100
BACKLOG: Final = 512
# The clock of a process's start may be told with less precision than we wrote down.
_SAME_START_SECONDS: Final = 1.0
_ASK_SECONDS: Final = 6.0
_LOG_TAIL: Final = 2000


class ServiceRecord(msgspec.Struct, frozen=True):
    """A service: its process (with its start, so that a recycled pid is not mistaken for it) and its address."""

    pid: int
    started_at: float
    host: str
    port: int

    @property
    def url(self) -> str:
        """The root of everything that it serves."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def last(home: Home) -> ServiceRecord | None:
    """The service that ran last in this home, whether or not it still does."""
    try:
        return msgspec.json.decode(home.service_state_file.read_bytes(), type=ServiceRecord)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def running(home: Home) -> ServiceRecord | None:
    """The service of this home, if its process lives."""
    record = last(home)
    return record if record and _process(record) else None


def _process(record: ServiceRecord) -> psutil.Process | None:
    try:
        process = psutil.Process(record.pid)
        same = abs(process.create_time() - record.started_at) < _SAME_START_SECONDS
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.NoSuchProcess:
        return None


def listen(home: Home, host: str, port: int = 0) -> tuple[socket.socket, ServiceRecord]:
    """Take the port (0: that of last time, or the first free one) and write down that this process serves there.

    Taken is taken: nobody can come between.

    Raises:
        SetupFailed: the port that was set is taken, or none is free.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in _candidates(home, port):
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(BACKLOG)
        except OSError:
            listener.close()
            continue
        return listener, _remember(home, host, candidate)
    raise SetupFailed(
        f"cannot listen on {host} port {port or FIRST_PORT}",
        hint="it may be taken: set VELOCITY_PORT to another, or VELOCITY_HOST to an address of this machine",
        code="port_taken",
    )


def _candidates(home: Home, port: int) -> Iterator[int]:
    if port:
        yield port
        return
    if before := last(home):
        yield before.port
    yield from range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)


def _remember(home: Home, host: str, port: int) -> ServiceRecord:
    record = ServiceRecord(os.getpid(), psutil.Process().create_time(), host, port)
    home.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = home.service_state_file.with_suffix(".part")
    part.write_bytes(msgspec.json.encode(record))
    part.replace(home.service_state_file)
    return record


def is_ready(record: ServiceRecord) -> bool:
    """Whether the service says that it is ready."""
    connection = HTTPConnection(_reachable(record.host), record.port, timeout=_ASK_SECONDS)
    try:
        connection.request("GET", "/health/ready", headers={"host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asked for by its owner, not chosen here


def wait_until_ready(record: ServiceRecord, seconds: float = START_SECONDS) -> bool:
    """Whether the service becomes ready in time; does not wait for a process that has ended."""
    deadline = time.monotonic() + seconds
    while not is_ready(record):
        if time.monotonic() > deadline or not _process(record):
            return False
        time.sleep(0.1)
    return True


def start_in_background(home: Home) -> ServiceRecord:
    """Start `velocity serve` in a process of its own and wait until it is ready.

    Raises:
        SetupFailed: it ended, or is not ready in time; the message shows the end of what it said.
    """
    home.logs.mkdir(parents=True, exist_ok=True)
    output = home.logs / "service-console.log"
    with output.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "serve"],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            cwd=CHECKOUT,  # where `service` can be imported from, installed or not
            env={**os.environ, "VELOCITY_HOME": str(home.root)},
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        record = running(home)
        if record and record.pid == process.pid and is_ready(record):
            return record
        time.sleep(0.1)
    process.kill()
    tail = output.read_text(encoding="utf-8", errors="replace")[-_LOG_TAIL:].strip()
    raise SetupFailed(f"the service did not become ready: {tail or 'it said nothing'}", hint=f"see {home.logs}")


def stop(home: Home, seconds: float = STOP_SECONDS) -> bool:
    """Stop the service, killing it if it does not go; False if none was running."""
    record = last(home)
    process = _process(record) if record else None
    if record is None or process is None:
        return False
    process.terminate()
    if not _ends(record, seconds):
        process.kill()
        _ends(record, KILL_SECONDS)
    return True


def _ends(record: ServiceRecord, seconds: float) -> bool:
    """Not `Process.wait`: that waits for ever for a process whose parent never asks how it ended."""
    deadline = time.monotonic() + seconds
    while _process(record):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
