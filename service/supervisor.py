"""The service as a process: where it listens, whether it runs, how it starts in the background and stops."""

import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from typing import Final

import msgspec
import psutil

from graph_schema.errors import SetupFailed
from service.home import Home
from service.settings import FIRST_PORT, Settings

START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 15.0
PORTS_TRIED: Final = 100
_ASK_SECONDS: Final = 2.0


class ServiceRecord(msgspec.Struct, frozen=True):
    """A running service: its process (with its start, so that a recycled pid is not mistaken for it) and its address."""

    pid: int
    started_at: float
    host: str
    port: int

    @property
    def url(self) -> str:
        """The root of everything that it serves."""
        return f"http://{self.host}:{self.port}"


def running(home: Home) -> ServiceRecord | None:
    """The service of this home, if its process lives."""
    try:
        record = msgspec.json.decode(home.service_state_file.read_bytes(), type=ServiceRecord)
        process = psutil.Process(record.pid)
        alive = abs(process.create_time() - record.started_at) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except (FileNotFoundError, msgspec.DecodeError, psutil.NoSuchProcess):
        return None
    return record if alive else None


def remember(home: Home, pid: int, host: str, port: int) -> ServiceRecord:
    """Write down that this process serves there."""
    record = ServiceRecord(pid, psutil.Process(pid).create_time(), host, port)
    home.service_state_file.parent.mkdir(parents=True, exist_ok=True)
    home.service_state_file.write_bytes(msgspec.json.encode(record))
    return record


def forget(home: Home) -> None:
    """The service has stopped."""
    home.service_state_file.unlink(missing_ok=True)


def choose_port(settings: Settings) -> int:
    """The port that was set, or the first free one.

    Raises:
        SetupFailed: the port that was set is taken, or none is free.
    """
    candidates = [settings.port] if settings.port else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    for port in candidates:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.host, port))
            except OSError:
                continue
            return port
    raise SetupFailed(
        f"port {settings.port or FIRST_PORT} on {settings.host} is taken", hint="free it, or set VELOCITY_PORT to another"
    )


def answers(record: ServiceRecord, path: str = "/health/ready") -> bool:
    """Whether the service says that it is ready."""
    connection = HTTPConnection(record.host, record.port, timeout=_ASK_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def start_in_background(home: Home) -> ServiceRecord:
    """Start `velocity serve` in a process of its own and wait until it is ready.

    Raises:
        SetupFailed: it ended, or is not ready in time; the message shows the end of its log.
    """
    home.logs.mkdir(parents=True, exist_ok=True)
    output = home.logs / "service-console.log"
    with output.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "serve"],
            stdout=sink,
            stderr=sink,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        record = running(home)
        if record and record.pid == process.pid and answers(record):
            return record
        time.sleep(0.1)
    process.terminate()
    tail = output.read_text(errors="replace")[-2000:]
    raise SetupFailed(f"the service did not become ready: {tail.strip() or 'it said nothing'}", hint=f"see {output}")


def stop(home: Home) -> bool:
    """Stop the service, killing it if it does not go; False if none was running."""
    record = running(home)
    if record is None:
        forget(home)
        return False
    process = psutil.Process(record.pid)
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except psutil.TimeoutExpired:
        process.kill()
    forget(home)
    return True
