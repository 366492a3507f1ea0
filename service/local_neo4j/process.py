"""The Java process: started apart from us, known again by its command line, stopped gently and then not."""

import contextlib
import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from service.local_neo4j.config import MAIN_CLASS, PORT_PROPERTY, home_argument
from service.local_neo4j.disk import write_whole

# A checkpoint of a full page cache to a slow disk takes tens of seconds; killing sooner only makes the next boot slower.
STOP_SECONDS = 60
KILL_SECONDS = 10
# The console of Java is short; what has grown beyond this began months ago.
CONSOLE_LOG_BYTES = 5_000_000
# Java gets these and nothing else of our environment: no secret of ours belongs in another process's memory.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ")

# Children that are meant to outlive us: while they are held here, Python does not warn that they still run.
_children: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True, slots=True)
class ServerRecord:
    """What the state file remembers: the port for the next boot, and the process of this one (0: stopped)."""

    port: int = 0
    pid: int = 0


def read_record(path: Path) -> ServerRecord:
    """The state file's record; a missing or damaged file remembers nothing, and nothing is lost by that."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return ServerRecord(port=int(found["port"]), pid=int(found["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return ServerRecord()


def write_record(path: Path, record: ServerRecord) -> None:
    """Remember the record in one step."""
    write_whole(path, json.dumps(asdict(record)) + "\n")


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """A running Neo4j that serves our home."""

    pid: int
    port: int


def find_server(home: Path, recorded_pid: int) -> ServerProcess | None:
    """The process that serves `home`, if one runs.

    The recorded pid is only where to look first: pids are used again, and a state file can be lost or out of date.
    The command line decides, since it names the home.
    """
    recorded = _recognise(recorded_pid, home) if recorded_pid else None
    if recorded:
        return recorded
    return next(filter(None, (_recognise(pid, home) for pid in psutil.pids())), None)


def _recognise(pid: int, home: Path) -> ServerProcess | None:
    try:
        command = psutil.Process(pid).cmdline()  # empty for a process that has ended and waits to be reaped
    except psutil.Error:
        return None
    if MAIN_CLASS not in command or home_argument(home) not in command:
        return None
    port = next((part.removeprefix(PORT_PROPERTY) for part in command if part.startswith(PORT_PROPERTY)), "0")
    return ServerProcess(pid, int(port))


def spawn(command: Sequence[str], console_log: Path) -> int:
    """Start the server in a session of its own, so that Ctrl-C and the end of our terminal do not reach it."""
    console_log.parent.mkdir(parents=True, exist_ok=True)
    if console_log.exists() and console_log.stat().st_size > CONSOLE_LOG_BYTES:
        console_log.replace(console_log.with_suffix(".old.log"))
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    with console_log.open("ab") as log:
        child = subprocess.Popen(  # noqa: S603 - the command is ours from end to end
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=environment,
        )
    _children[child.pid] = child
    return child.pid


def is_running(pid: int) -> bool:
    """Whether the process still runs; one of our own that has ended is reaped here."""
    if (child := _children.get(pid)) is not None:
        if child.poll() is None:
            return True
        del _children[pid]
        return False
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def stop(pid: int, seconds: float = STOP_SECONDS) -> bool:
    """End the process: asked first, killed when it does not listen. Returns False if it had to be killed."""
    gently = _end(pid, "terminate", seconds)
    if not gently:
        _end(pid, "kill", KILL_SECONDS)
    is_running(pid)  # reaps it if it was ours
    return gently


def _end(pid: int, how: str, seconds: float) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        getattr(process, how)()
        if (child := _children.get(pid)) is not None:
            try:
                child.wait(seconds)
            except subprocess.TimeoutExpired:
                return False
        else:
            _, alive = psutil.wait_procs([process], seconds)
            return not alive
    return True
