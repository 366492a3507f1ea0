"""One boot: everything that must hold before it, the start, and the true reason when it fails."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cypher.driver import Connection
from graph_schema.errors import SetupFailed
from service.home import Home
from service.local_neo4j.config import LOOPBACK, Settings, java_command, neo4j_conf, size_memory
from service.local_neo4j.disk import EMPTY_DISK_MB, disk_full, free_mb, require_free, write_whole
from service.local_neo4j.jars import install, jar_folder, require_intact
from service.local_neo4j.lock import NEO4J_VERSION, read_lock
from service.local_neo4j.logs import Cause, find_cause, last_lines, log_size, read_tail
from service.local_neo4j.machine import find_java, machine_mb
from service.local_neo4j.password import ensure_password
from service.local_neo4j.ports import choose_port
from service.local_neo4j.process import ServerRecord, find_server, is_running, read_record, spawn, stop, write_record
from service.local_neo4j.ready import log_in, wait_for_port

# A boot takes 5 to 10 s; after a kill it replays up to 2 GB of log first. A server that ends is noticed at once.
BOOT_SECONDS = 300
# A boot that is given up holds nothing that a kill could cost.
GIVE_UP_SECONDS = 5

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Booted:
    """A server that was started and answers."""

    connection: Connection
    pid: int


def record_file(home: Home) -> Path:
    """Where the port and the pid are remembered; outside the data, so that a reset keeps the port."""
    return home.root / "neo4j.json"


def console_log(home: Home) -> Path:
    """What Neo4j says on its console."""
    return home.logs / "neo4j-console.log"


def debug_log(home: Home) -> Path:
    """Neo4j's own detailed log."""
    return home.logs / "debug.log"


def connection_to(port: int, password: str) -> Connection:
    """How to reach the managed server."""
    return Connection(uri=f"bolt://{LOOPBACK}:{port}", user="neo4j", password=password)


def boot(home: Home, settings: Settings, cache: Path, tell: Tell) -> Booted:
    """Start the server and wait until it answers.

    Raises:
        SetupFailed: jars, disk, port, memory or Neo4j itself stand in the way; no process is left behind.
    """
    java, folder, locked = find_java(), jar_folder(cache), read_lock()
    if not folder.lib.is_dir():
        tell(f"downloading Neo4j {NEO4J_VERSION} to {folder.root}")
        install(folder, locked)
    require_intact(folder.lib, locked)
    require_free(home.root, settings.min_free_mb, "start Neo4j")
    port, moved = choose_port(settings.bolt_port, read_record(record_file(home)).port)
    if moved:
        tell(moved)
    memory = size_memory(machine_mb(), settings)
    home.neo4j.mkdir(mode=0o700, exist_ok=True)
    home.logs.mkdir(exist_ok=True)
    conf = neo4j_conf(port, memory, home.logs, read_only=settings.read_only)
    write_whole(home.neo4j / "conf" / "neo4j.conf", conf)
    connection = connection_to(port, ensure_password(home.password_file))  # on disk before the server knows it
    command = java_command(java, folder.lib, home.neo4j, port, memory, short_lived=settings.short_lived)
    tell(f"starting Neo4j {NEO4J_VERSION} ({memory.heap_mb} MB heap, {memory.page_cache_mb} MB page cache)")
    return Booted(connection, _start(home, command, port, connection))


def _start(home: Home, command: list[str], port: int, connection: Connection) -> int:
    words = LastWords(home, log_size(console_log(home)), log_size(debug_log(home)))
    try:
        pid = spawn(command, console_log(home))
        write_record(record_file(home), ServerRecord(port=port, pid=pid))
        listening = wait_for_port(pid, port, BOOT_SECONDS, lambda: is_running(pid) and not words.tell_of_a_full_disk())
        if listening:
            log_in(connection)
    except BaseException:
        _abandon(home)  # also on Ctrl-C: nobody would know of a server that was started half way
        raise
    if not listening:
        failure = words.explain(still_runs=is_running(pid))
        _abandon(home)
        raise failure
    return pid


def _abandon(home: Home) -> None:
    """Stop what was started; it is looked for, since Ctrl-C can come before its pid was in our hands."""
    if found := find_server(home.neo4j, 0):
        stop(found.pid, GIVE_UP_SECONDS)


@dataclass(frozen=True, slots=True)
class LastWords:
    """What Neo4j has said since a boot began."""

    home: Home
    console_seen: int
    """bytes"""
    debug_seen: int
    """bytes"""

    def cause(self) -> Cause | None:
        """The known reason that the logs name, if they name one."""
        return find_cause(self._console()) or find_cause(read_tail(debug_log(self.home), self.debug_seen))

    def tell_of_a_full_disk(self) -> bool:
        """Whether to stop waiting: on a full disk Neo4j goes on trying for two minutes before it gives up."""
        cause = self.cause()
        return cause is not None and cause.code == "disk_full"

    def explain(self, *, still_runs: bool) -> SetupFailed:
        """The reason for a boot that failed; where none is known, Neo4j's own last lines."""
        if cause := self.cause():
            return SetupFailed(
                f"Neo4j did not start: {cause.message}",
                hint=f"{cause.hint}; the whole log is {console_log(self.home)}",
                code=cause.code,
            )
        if free_mb(self.home.root) < EMPTY_DISK_MB:  # then the logs could not be written either
            return disk_full(self.home.root, f"no space is left on {self.home.root}, and Neo4j could not start")
        how = f"did not listen within {BOOT_SECONDS} s" if still_runs else "ended"
        return SetupFailed(
            f"Neo4j did not start: it {how}. Its last words:\n{last_lines(self._console()) or '(nothing)'}",
            hint=f"the whole log is {console_log(self.home)}",
            code="boot_failed",
        )

    def _console(self) -> str:
        return read_tail(console_log(self.home), self.console_seen)
