"""A new store beside the old one, and how the two change places: killed at any moment, one of them is there whole.

<home>/neo4j.rebuild/          where a rebuild works; removed by the next command if it ended early
<home>/neo4j.rebuild/READY     from here on the new store is the one: every command first finishes the change
<home>/neo4j.erased/           the old store on its way out
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from service.home import Home
from service.local_neo4j.process import find_server, stop

STOP_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class NewStore:
    """The folders of a rebuild."""

    home: Home

    @property
    def folder(self) -> Path:
        """Where the rebuild works."""
        return self.home.root / "neo4j.rebuild"

    @property
    def files(self) -> Path:
        """The graph as files: as secret as the graph itself."""
        return self.folder / "files"

    @property
    def own_home(self) -> Home:
        """A home for the new store alone, so that it can be booted and looked at."""
        return Home(self.folder / "home")

    @property
    def ready(self) -> Path:
        """There once the new store is proven."""
        return self.folder / "READY"

    @property
    def outgoing(self) -> Path:
        """The old store on its way out."""
        return self.home.root / "neo4j.erased"

    def begin(self) -> None:
        """Empty folders, for our eyes only, with the password that the new store will have."""
        for folder in (self.folder, self.files, self.own_home.root):
            folder.mkdir(mode=0o700)
        shutil.copy(self.home.password_file, self.own_home.password_file)

    def finish(self) -> None:
        """From here on the new store is the one; then the two change places."""
        shutil.rmtree(self.outgoing, ignore_errors=True)
        _sync_tree(self.own_home.neo4j)
        self.ready.touch(mode=0o600)
        _sync(self.folder)
        settle(self.home)


def settle(home: Home) -> None:
    """Finish what a rebuild began, or clear what it left. Every command that holds the guard does this first."""
    new = NewStore(home)
    if new.ready.exists():
        _change_places(new)
    elif new.folder.exists():
        _stop_all_in(new.folder)
        # It serves read-only as long as its graph is carried out: the next start is an ordinary one.
        if left := find_server(home.neo4j, 0):
            stop(left.pid, STOP_SECONDS)
        shutil.rmtree(new.folder)
    elif new.outgoing.exists():
        shutil.rmtree(new.outgoing)


def _change_places(new: NewStore) -> None:
    fresh = new.own_home.neo4j
    _stop_all_in(new.folder)
    if fresh.exists():
        if new.home.neo4j.exists() and not new.outgoing.exists():
            new.home.neo4j.replace(new.outgoing)
        fresh.replace(new.home.neo4j)
        _sync(new.home.root)
    if new.outgoing.exists():
        shutil.rmtree(new.outgoing)
    # Logs may quote a statement with its values.
    shutil.rmtree(new.home.logs, ignore_errors=True)
    new.home.logs.mkdir(exist_ok=True)
    shutil.rmtree(new.files, ignore_errors=True)
    shutil.rmtree(new.folder)
    _sync(new.home.root)


def _stop_all_in(folder: Path) -> None:
    """End servers and tools that work in a folder: children of a command that was killed."""
    mark = str(folder) + os.sep
    for process in psutil.process_iter(["pid", "cmdline"]):
        program, *arguments = process.info["cmdline"] or [""]
        if program.endswith("java") and any(mark in part for part in arguments):
            stop(process.pid, STOP_SECONDS)


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            _sync(path)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
