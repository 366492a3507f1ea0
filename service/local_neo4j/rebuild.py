"""The whole graph into a fresh store, because what is deleted stays in the files of the old one and in its logs.

Neo4j deletes by marking: texts stay in the store until something overwrites them, and in the transaction logs for days. The
live graph is carried out by a server that nobody can write to, loaded offline, compared value by value, and takes the place of
the old one.
"""

import os
import re
import subprocess
from dataclasses import dataclass, replace
from typing import Final

from cypher.carry import Carried, amend, buffer_mb, carry_out, import_arguments, whole_digest
from cypher.driver import Connection, open_driver
from cypher.migrate import migrate
from cypher.store import GraphStore
from graph_schema.errors import Conflict, InvariantBroken, NotFound, SetupFailed
from service.home import Home, find_cache, find_home
from service.local_neo4j.boot import Tell, boot, record_file
from service.local_neo4j.config import Settings, admin_command, neo4j_conf, read_settings, size_memory
from service.local_neo4j.disk import folder_mb, require_free, write_whole
from service.local_neo4j.jars import jar_folder
from service.local_neo4j.machine import find_java, machine_mb
from service.local_neo4j.new_store import NewStore, settle
from service.local_neo4j.process import PASSED_ON, find_server, read_record
from service.local_neo4j.server import guarded, stop_server
from service.supervisor import running

# The graph as files and the new store beside the old one: never more than this many times the old store.
ROOM: Final = 3
# How many read buffers the import tool holds at once on two cores: with ten times 40 MB it ran out of 512 MB.
_BUFFERS: Final = 16
_FAULT: Final = re.compile(r"\b\w+(?:Exception|Error)\b|Java heap space")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was carried over; the digest covers every value of every node and edge, and is that of both stores."""

    nodes: int
    edges: int
    digest: str
    was_running: bool


def _quiet(_: str) -> None:
    """Tells nobody."""


def rebuild(home: Home | None = None, settings: Settings | None = None, tell: Tell = _quiet) -> Rebuilt:
    """Rebuild the managed store. Killed at any moment, the next command finds the old store or the new one, whole.

    Raises:
        SetupFailed: NEO4J_URI is set, the disk is too full, or Neo4j's tool failed; the old store is as it was.
        Conflict: the service runs.
        InvariantBroken: the new store would hold something else than the old; the old store is as it was.
    """
    home, settings = home or find_home(), settings or read_settings(os.environ)
    _require_ours(settings, home)
    with guarded(home):
        if not home.neo4j.exists():
            raise NotFound(f"there is no graph in {home.root} yet", hint="`velocity db up` makes one")
        was_running = find_server(home.neo4j, read_record(record_file(home)).pid) is not None
        stop_server(home, tell)
        require_free(home.root, ROOM * folder_mb(home.neo4j), "rebuild the graph")
        new = NewStore(home)
        new.begin()
        try:
            carried = _carry(home, settings, new, tell)
            _load(new, settings, carried, tell)
            _prove(new, settings, carried, tell)
        except BaseException:
            settle(home)
            raise
        tell("putting the new store in the place of the old one, and removing the old one with its logs")
        new.finish()
    return Rebuilt(carried.node_count, carried.edge_count, carried.digest, was_running)


def _require_ours(settings: Settings, home: Home) -> None:
    if settings.external:
        raise SetupFailed(
            f"NEO4J_URI is set to {settings.external.uri}: its files are not ours to rebuild",
            hint="deleted values stay in that server's store files and transaction logs: its operator exports the graph, "
            "loads it into a fresh database (`neo4j-admin database import full`, on Enterprise `database copy`), and removes "
            "the old one with its transaction logs, debug and query logs, and all backups and dumps from before the erasure",
            code="not_managed",
        )
    if running(home):
        raise Conflict("the service of this home runs, and would write meanwhile", hint="`velocity down`, then run this again")


def _carry(home: Home, settings: Settings, new: NewStore, tell: Tell) -> Carried:
    server = boot(home, replace(settings, read_only=True), find_cache(), tell)
    try:
        tell("carrying the graph out")
        with open_driver(server.connection) as driver:
            return carry_out(_store(driver, server.connection), new.files)
    finally:
        stop_server(home, tell)


def _load(new: NewStore, settings: Settings, carried: Carried, tell: Tell) -> None:
    tell(f"loading {carried.node_count} nodes and {carried.edge_count} edges into a new store")
    own = new.own_home
    memory = size_memory(machine_mb(), settings)
    write_whole(own.neo4j / "conf" / "neo4j.conf", neo4j_conf(0, memory, own.logs))
    arguments = new.files / "arguments"
    quoted = (f'"{part}"' for part in ("database", "import", "full", "neo4j", *import_arguments(carried)))
    write_whole(arguments, "\n".join(quoted) + "\n")
    heap_mb = memory.heap_mb + _BUFFERS * buffer_mb(carried)
    command = admin_command(find_java(), jar_folder(find_cache()).lib, heap_mb, arguments)
    environ = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environ |= {"NEO4J_HOME": str(own.neo4j), "NEO4J_CONF": str(own.neo4j / "conf")}
    done = subprocess.run(  # noqa: S603 - our Java, our jars, our file of arguments
        command, cwd=new.files, env=environ, capture_output=True, check=False
    )
    if done.returncode != 0:
        # Only the names of the faults: what the tool says around them quotes values of the graph.
        faults = sorted(set(_FAULT.findall((done.stdout + done.stderr).decode("utf-8", "replace"))))
        raise SetupFailed(
            f"Neo4j could not load the graph into a new store ({', '.join(faults) or f'exit code {done.returncode}'})",
            hint="run it again with more memory (VELOCITY_NEO4J_HEAP_MB) or more disk; the old store is as it was",
        )


def _prove(new: NewStore, settings: Settings, carried: Carried, tell: Tell) -> None:
    """Constraints and indexes anew, lists that files cannot say, and then: is it the same graph to the last value?"""
    server = boot(new.own_home, replace(settings, bolt_port=0), find_cache(), tell)
    try:
        with open_driver(server.connection) as driver:
            store = _store(driver, server.connection)
            migrate(store)
            amend(store, carried.amendments)
            tell("comparing the two")
            found = whole_digest(store)
    finally:
        stop_server(new.own_home, tell)
    if found != carried.digest:
        raise InvariantBroken(
            f"the new store holds another graph ({found[:12]}) than the old one ({carried.digest[:12]}); the old one stays",
            hint="report this with the versions that `velocity status` prints; no data were changed",
        )


def _store(driver: object, connection: Connection) -> GraphStore:
    return GraphStore(driver, connection.database)  # type: ignore[arg-type]  # the driver's type is named in cypher only
