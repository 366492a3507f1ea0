"""The Java process: started apart from us, known again by its command line, stopped gently and then not."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from service.local_neo4j.config import MAIN_CLASS, PORT_PROPERTY, home_argument
from service.local_neo4j.disk import write_whole

# A checkpoint of a full page cache to a slow disk takes tens of seconds; killing sooner only makes the next boot slower.
STOP_SECONDS = 60.0
KILL_SECONDS = 10
# The console of Java is short; what has grown beyond this began months ago.
CONSOLE_LOG_BYTES = 5_000_000
# Java gets these and nothing else of our environment: no secret of ours belongs in another process's memory.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ")


@dataclass(frozen=True, slots=True)
class ServerRecord:
    """What the state file remembers: the port for the next boot, and the process of the last one."""

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


def spawn(command: list[str], console_log: Path) -> int:
    """Start the server apart from our terminal, so that neither Ctrl-C nor the end of the terminal reaches it."""
    console_log.parent.mkdir(parents=True, exist_ok=True)
    if console_log.exists() and console_log.stat().st_size > CONSOLE_LOG_BYTES:
        console_log.replace(console_log.with_suffix(".old.log"))
    return os.posix_spawn(
        command[0],
        command,
        {name: os.environ[name] for name in PASSED_ON if name in os.environ},
        file_actions=(
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, console_log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ),
        setsid=True,
    )


def is_running(pid: int) -> bool:
    """Whether the process still runs; one of our own that has ended is reaped here."""
    try:
        reaped, _ = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:  # not our child: an earlier command started it
        return psutil.pid_exists(pid)
    return reaped == 0


def stop(pid: int, seconds: float) -> bool:
    """End the process: asked first, killed when it does not listen. Returns False if it had to be killed."""
    try:
        process = psutil.Process(pid)
        process.terminate()
        if _ends(process, seconds):
            return True
        process.kill()
        _ends(process, KILL_SECONDS)
    except psutil.NoSuchProcess:
        return True
    return False


def _ends(process: psutil.Process, seconds: float) -> bool:
    _, alive = psutil.wait_procs([process], seconds)  # reaps it if it is ours
    return not alive
