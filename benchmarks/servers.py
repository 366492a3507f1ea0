"""Two Neo4j servers in homes of their own, equal but for one thing: the second may read CSV files from one folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from cypher.driver import Connection, open_driver
from cypher.migrate import migrate
from cypher.store import GraphStore
from graph_schema.errors import SetupFailed
from service.home import Home, find_cache
from service.local_neo4j import down, up
from service.local_neo4j.boot import BOOT_SECONDS, connection_to, console_log
from service.local_neo4j.config import Settings, java_command, neo4j_conf, size_memory
from service.local_neo4j.disk import write_whole
from service.local_neo4j.jars import jar_folder
from service.local_neo4j.machine import find_java, machine_mb
from service.local_neo4j.password import ensure_password
from service.local_neo4j.ports import free_port
from service.local_neo4j.process import STOP_SECONDS, is_running, spawn, stop
from service.local_neo4j.ready import log_in, wait_for_port

# Nothing chosen: heap and page cache are what the product gives itself on this machine, for both servers.
SETTINGS: Final = Settings()
MEMORY: Final = size_memory(machine_mb(), SETTINGS)
_NO_FILES: Final = "dbms.security.allow_csv_import_from_file_urls=false\n"
_FILES: Final = "dbms.security.allow_csv_import_from_file_urls=true\nserver.directories.import={folder}\n"


@dataclass(frozen=True, slots=True)
class BenchServer:
    """A migrated, empty server."""

    connection: Connection
    pid: int

    def cpu_seconds(self) -> float:
        """What the process has computed so far, on all cores."""
        times = psutil.Process(self.pid).cpu_times()
        return float(times.user + times.system)


@contextmanager
def product_server(home: Home) -> Iterator[BenchServer]:
    """The managed server as `velocity` starts it; stopped at the end."""
    try:
        running = up(home, SETTINGS)
        _migrate(running.connection)
        yield BenchServer(running.connection, running.pid or 0)
    finally:
        down(home, SETTINGS)


@contextmanager
def file_reading_server(home: Home, folder: Path) -> Iterator[BenchServer]:
    """The same server with `LOAD CSV` allowed from `folder`; stopped at the end."""
    home.neo4j.mkdir(parents=True)
    port = free_port()
    write_whole(home.neo4j / "conf" / "neo4j.conf", with_files(neo4j_conf(port, MEMORY, home.logs), folder))
    connection = connection_to(port, ensure_password(home.password_file))
    lib = jar_folder(find_cache()).lib
    pid = spawn(java_command(find_java(), lib, home.neo4j, port, MEMORY, short_lived=False), console_log(home))
    try:
        if not wait_for_port(pid, port, BOOT_SECONDS, lambda: is_running(pid)):
            raise SetupFailed("the server for LOAD CSV did not start", hint=console_log(home).read_text(encoding="utf-8"))
        log_in(connection)
        _migrate(connection)
        yield BenchServer(connection, pid)
    finally:
        stop(pid, STOP_SECONDS)


def with_files(conf: str, folder: Path) -> str:
    """The product's configuration with the one hardening undone that LOAD CSV of files needs.

    Raises:
        SetupFailed: the product's configuration no longer has that line, so this would change something else.
    """
    if conf.count(_NO_FILES) != 1:
        raise SetupFailed("neo4j.conf does not forbid LOAD CSV of files in the one line that the benchmark knows")
    return conf.replace(_NO_FILES, _FILES.format(folder=folder))


def _migrate(connection: Connection) -> None:
    with open_driver(connection) as driver:
        migrate(GraphStore(driver, connection.database))
