"""A full disk, before, during and after: the truth is told, and every commit that was confirmed is there afterwards."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import pytest
from neo4j.exceptions import DriverError, Neo4jError

from cypher.driver import Connection, open_driver
from graph_schema.errors import SetupFailed
from service.home import Home
from service.local_neo4j import down, status, up
from service.local_neo4j.disk import MEGABYTE, free_mb
from tests.support.neo4j_server import SMALL

DISK_MB = 700
# Half the payload of one write: enough of them fill what is left of the disk within seconds.
PAYLOAD = "x" * 500_000
MOST_WRITES = 400
UNCHECKED = replace(SMALL, min_free_mb=0)


class Disk(Protocol):
    """Somewhere small to write."""

    folder: Path

    def leave(self, megabytes: int, pid: int | None) -> None:
        """Let only so much more be written, by us and by the server `pid`."""

    def relieve(self) -> None:
        """Take the shortage away."""


@dataclass
class SmallDisk:
    """A file system of its own, filled with ballast."""

    folder: Path

    def leave(self, megabytes: int, pid: int | None) -> None:
        self.relieve()
        with (self.folder / "ballast").open("wb") as ballast:
            for _ in range(free_mb(self.folder) - megabytes):
                ballast.write(b"\0" * MEGABYTE)

    def relieve(self) -> None:
        (self.folder / "ballast").unlink(missing_ok=True)


@dataclass
class LimitedFiles:
    """Where nobody may mount: the kernel refuses files longer than a limit, to us and to Neo4j."""

    folder: Path

    def leave(self, megabytes: int, pid: int | None) -> None:
        for limited in filter(None, (os.getpid(), pid)):
            resource.prlimit(limited, resource.RLIMIT_FSIZE, (megabytes * MEGABYTE, resource.RLIM_INFINITY))

    def relieve(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def _mounted(folder: Path) -> Iterator[bool]:
    """A memory disk at `folder`, if this user may mount one."""
    folder.mkdir()
    for sudo in ([], ["sudo", "-n"]):
        if sudo and not shutil.which("sudo"):
            continue
        mount = [*sudo, "mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=0777", "tmpfs", str(folder)]
        if subprocess.run(mount, check=False, capture_output=True).returncode == 0:
            try:
                yield True
            finally:
                subprocess.run([*sudo, "umount", "--lazy", str(folder)], check=True)
            return
    yield False


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with ExitStack() as stack:
        mounted = stack.enter_context(_mounted(tmp_path / "disk"))
        disk: Disk = SmallDisk(tmp_path / "disk") if mounted else LimitedFiles(tmp_path / "disk")
        stack.callback(lambda: down(Home(disk.folder / "home"), SMALL))
        stack.callback(disk.relieve)
        yield disk


def write_until_refused(connection: Connection) -> set[int]:
    """The numbers of the writes that Neo4j confirmed before it could write no more."""
    confirmed: set[int] = set()
    with open_driver(connection) as driver:
        for number in range(MOST_WRITES):
            try:
                driver.execute_query(
                    "CREATE (:Entity {number: $number, one: $payload, two: $payload})", number=number, payload=PAYLOAD
                )
            except (DriverError, Neo4jError):
                return confirmed
            confirmed.add(number)
    raise AssertionError(f"{MOST_WRITES} MB were written to a disk that is full")


def written(connection: Connection) -> set[int]:
    with open_driver(connection) as driver:
        records = driver.execute_query("MATCH (n:Entity) WHERE size(n.one) = size(n.two) RETURN n.number AS number").records
    return {record["number"] for record in records}


def test_a_disk_that_fills_up_costs_no_confirmed_write(disk: Disk) -> None:
    home = Home(disk.folder / "home")

    disk.leave(20, None)  # enough for a configuration, too little for a database
    with pytest.raises(SetupFailed, match=r"the disk is full|no larger files") as error:
        up(home, UNCHECKED)
    assert error.value.error_code == "disk_full"
    assert status(home, SMALL).state == "stopped"

    disk.relieve()
    server = up(home, SMALL)  # the boot that failed left nothing in its way
    disk.leave(10, server.pid)
    confirmed = write_until_refused(server.connection)

    disk.leave(0, server.pid)
    down(home, SMALL)
    with pytest.raises(SetupFailed, match="the disk is full") as error:
        up(home, SMALL)
    assert error.value.error_code == "disk_full"
    assert status(home, SMALL).state == "stopped"

    disk.relieve()
    assert written(up(home, SMALL).connection) >= confirmed


def test_too_little_space_is_said_before_anything_is_written(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    needed = free_mb(tmp_path) + 10_000
    with pytest.raises(SetupFailed, match=rf"at least {needed} MB are needed to start Neo4j") as error:
        up(home, replace(SMALL, min_free_mb=needed))
    assert error.value.error_code == "disk_full"
    assert not home.neo4j.exists()
