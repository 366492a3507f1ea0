"""What `velocity snapshot` does and shows."""

import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from cypher.queries.auditing import STORE_ID
from cypher.query import NoParams
from cypher.store import GraphStore
from gnn.snapshots.manifest import Manifest
from gnn.snapshots.reading import open_snapshot
from gnn.snapshots.taking import Moments, Origin, take
from graph_schema.errors import InputRefused
from service.database import open_graph
from service.home import Home, find_home
from service.snapshots import all_snapshots, name_of, remove_outdated

_MB: Final = 1e6


def take_snapshot(known_at: str, valid_at: str, console: Console) -> tuple[Path, Manifest]:
    """Take one into the home, and tell how it went."""
    home = find_home()
    with open_graph(lambda line: console.print(line, markup=False)) as store:
        return taken(store, home, moments_of(known_at, valid_at, datetime.now(UTC)), console)


def taken(store: GraphStore, home: Home, moments: Moments, console: Console) -> tuple[Path, Manifest]:
    """A snapshot in the home, with a bar while it is taken."""
    home.snapshots.mkdir(parents=True, exist_ok=True, mode=0o700)
    remove_outdated(store, home.snapshots)
    folder = home.snapshots / name_of(moments.known_at, moments.valid_at)
    started = time.perf_counter()
    with Progress(TextColumn("{task.description:<14}"), BarColumn(), TimeElapsedColumn(), console=console) as bars:
        task = bars.add_task("reading", total=None)
        manifest = take(
            store,
            folder,
            moments,
            Origin(store.one(STORE_ID, NoParams()).id, datetime.now(UTC)),
            lambda stage, done, total: bars.update(task, description=stage, completed=done, total=total),
        )
    seconds = time.perf_counter() - started
    console.print(
        f"{manifest.nodes:,} nodes, {manifest.edges:,} edges in {seconds:.1f} s ({manifest.edges / seconds:,.0f} edges/s)",
        highlight=False,
    )
    console.print(f"snapshot {folder}", markup=False, highlight=False, soft_wrap=True)
    return folder, manifest


def moments_of(known_at: str, valid_at: str, now: datetime) -> Moments:
    """The moments of the command line; now where nothing is said.

    Raises:
        InputRefused: a text is no moment, one lies in the future, or what was known lies before what was true.
    """
    known = _moment(known_at) if known_at else now
    if known > now + timedelta(seconds=1):
        raise InputRefused(f"{known_at} has not come yet", hint="give a --known-at that is past, or leave it out")
    return Moments(known, _moment(valid_at) if valid_at else known)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InputRefused(f"{text} is no moment", hint="write it as 2026-11-01 or 2026-11-01T09:00:00Z") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def list_snapshots(console: Console) -> None:
    """All of this home, the oldest first."""
    table = Table(Column("name", overflow="fold"), "known at", "valid at", "nodes", "edges", "MB", "hash")
    for path, said in all_snapshots(find_home().snapshots):
        size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / _MB
        if said is None:
            table.add_row(path.name, "cannot be read", "", "", "", f"{size:,.0f}", "")
            continue
        moments = (f"{moment:%Y-%m-%d %H:%M:%S}" for moment in (said.known_at, said.valid_at))
        table.add_row(path.name, *moments, f"{said.nodes:,}", f"{said.edges:,}", f"{size:,.0f}", said.content_hash[:12])
    console.print(table if table.row_count else "there are no snapshots; `velocity snapshot take` takes one")


def show_snapshot(name: str, console: Console) -> None:
    """One, after every byte of it was checked: what it holds, and where it comes from."""
    said = open_snapshot(_folder(name)).manifest
    table = Table("file", "rows")
    for file, rows in sorted(said.counts.items()):
        table.add_row(file, f"{rows:,}")
    console.print(table)
    window = (
        f"{said.label_window.after:%Y-%m-%d %H:%M} to {said.label_window.until:%Y-%m-%d %H:%M}" if said.label_window else "none"
    )
    for label, value in (
        ("known at", said.known_at.isoformat()),
        ("valid at", said.valid_at.isoformat()),
        ("label window", window),
        ("taken at", said.taken_at.isoformat()),
        ("store", said.store_id),
        ("bookmarks", ", ".join(said.bookmarks)),
        ("schema", said.schema[-1] if said.schema else "none"),
        ("code", said.code_version),
        ("hash", said.content_hash),
    ):
        console.print(f"{label:<14}{value}", markup=False, highlight=False, soft_wrap=True)


def remove_snapshot(name: str, console: Console) -> None:
    """One, for good."""
    shutil.rmtree(_folder(name))
    console.print(f"removed {name}", markup=False)


def _folder(name: str) -> Path:
    if "/" in name or name.startswith("."):
        raise InputRefused(f"{name} is no name of a snapshot", hint="`velocity snapshot list` shows the names")
    folder = find_home().snapshots / name
    if not folder.is_dir():
        raise InputRefused(f"there is no snapshot {name}", hint="`velocity snapshot list` shows those that there are")
    return folder
