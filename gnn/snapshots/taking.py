"""Taking a snapshot: the graph as believed at one moment, page by page, into Arrow files that lie ready for reading."""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final, Protocol

import msgspec

from cypher.queries.schema import APPLIED_MIGRATIONS
from cypher.queries.snapshots import SNAPSHOT_PAGE, PageAsked, SnapshotPage
from cypher.query import NoParams
from cypher.store import SCAN_SECONDS, GraphStore, Reading
from gnn.snapshots.binding import Binder
from gnn.snapshots.contents import LINKS, NODES, link_columns, node_columns
from gnn.snapshots.manifest import FORMAT, MANIFEST, LabelWindow, Manifest, content_hash, sha256_of
from gnn.snapshots.spool import Parts, Spool, whole
from graph_schema.errors import InputRefused, SetupFailed
from graph_schema.registry import node_spec

# Large enough that a page's overhead does not count, small enough for the server's memory: a profile has a dozen edges.
PAGE_NODES: Final = 5_000
# As many as the smallest machine that we run on has cores: the server packs pages with one for each reader.
_READERS: Final = 2
# What stands behind the prefix of a derived id, in order.
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuv"
_DISTRIBUTION: Final = "velocity-client-graph"


class Tell(Protocol):
    """Told how far the work is: what is read, how many labels are done, and how many there are."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Moments:
    """Of when the snapshot is: what we believed at `known_at` of what was true at `valid_at`; both UTC."""

    known_at: datetime
    valid_at: datetime

    def __post_init__(self) -> None:
        if self.valid_at > self.known_at:
            raise InputRefused(
                f"nobody at {self.known_at.isoformat()} knew what is true at {self.valid_at.isoformat()}",
                hint="give a --valid-at that is not after --known-at",
            )


@dataclass(frozen=True, slots=True)
class Origin:
    """Which store a snapshot comes from, and when it is taken (UTC)."""

    store_id: str
    taken_at: datetime


def take(
    store: GraphStore, folder: Path, moments: Moments, origin: Origin, tell: Tell, *, page_nodes: int = PAGE_NODES
) -> Manifest:
    """Write a snapshot into `folder`, which appears whole or not at all.

    An edge belongs to the graph of the snapshot if it was believed at `known_at` and true by `valid_at`; edges without a
    `valid_from` count as always true, as in the API. What became true in between lies apart, as outcomes: nothing after
    `valid_at` is in `links/`. Nodes that only outcomes know have `later` set.

    Raises:
        InputRefused: the folder is there already.
        SetupFailed: the disk is full or cannot be written.
        DatabaseUnavailable: Neo4j went away; nothing is left behind.
    """
    if folder.exists():
        raise InputRefused(f"{folder} is there already", hint="remove it, or choose another moment")
    work = folder.with_name(f".taking-{folder.name}-{os.getpid()}")
    try:
        for name in ("parts", "nodes", "links", "outcomes"):
            (work / name).mkdir(parents=True, mode=0o700)
        parts = _read(store, work / "parts", moments.known_at, page_nodes, tell)
        manifest = _written(store, work, moments, origin, parts)
        tell("written", len(NODES), len(NODES))
        shutil.rmtree(work / "parts")
        work.rename(folder)
    except OSError as problem:
        raise SetupFailed(
            f"the snapshot cannot be written: {problem}", hint="make room on the disk, then try again"
        ) from problem
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return manifest


def _read(store: GraphStore, folder: Path, known_at: datetime, page_nodes: int, tell: Tell) -> tuple[Parts, tuple[str, ...]]:
    """All pages, and the bookmarks of the last; several readers at once, since the server packs with one core for each."""
    spools = [Spool(folder / str(reader)) for reader in range(_READERS)]
    queue = SimpleQueue[Stretch]()
    stretches = [stretch for label in NODES for stretch in _stretches(label)]
    for stretch in stretches:
        queue.put(stretch)

    def read(spool: Spool) -> tuple[str, ...]:
        spool.folder.mkdir()
        with store.reading(seconds=SCAN_SECONDS) as reading:
            while (stretch := _next(queue)) is not None:
                tell(stretch.label, len(stretches) - queue.qsize() - 1, len(stretches))
                for page in _pages(reading, stretch, known_at, page_nodes):
                    spool.add(stretch.label, page)
            return reading.bookmarks()

    with ThreadPoolExecutor(_READERS) as pool:
        bookmarks = {mark for marks in pool.map(read, spools) for mark in marks}
    return whole(spools), tuple(sorted(bookmarks))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Uids of a label behind `after` and before `until`."""

    label: str
    after: str
    until: str


def _stretches(label: str) -> list[Stretch]:
    """All uids of a label in as many parts as there are readers; what follows the prefix is a hash, spread evenly."""
    prefix = f"{node_spec(label).prefix}_"
    inner = [prefix + _DIGITS[len(_DIGITS) * at // _READERS] for at in range(1, _READERS)]
    # The first text behind all that begin with the prefix; and before a bound, the last text that is smaller than it.
    ends = [*inner, _next_text(prefix)]
    begins = [prefix, *(f"{bound[:-1]}{chr(ord(bound[-1]) - 1)}\uffff" for bound in inner)]
    return [Stretch(label, after, until) for after, until in zip(begins, ends, strict=True)]


def _next_text(prefix: str) -> str:
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def _next(queue: "SimpleQueue[Stretch]") -> Stretch | None:
    try:
        return queue.get_nowait()
    except Empty:
        return None


def _written(store: GraphStore, work: Path, moments: Moments, origin: Origin, parts: tuple[Parts, tuple[str, ...]]) -> Manifest:
    spool, bookmarks = parts
    bound = Binder(work, spool, moments.valid_at).bind()
    files = {name: sha256_of(work / name) for name in sorted(bound.files)}
    manifest = Manifest(
        format=FORMAT,
        known_at=moments.known_at,
        valid_at=moments.valid_at,
        label_window=LabelWindow(moments.valid_at, moments.known_at) if moments.valid_at < moments.known_at else None,
        taken_at=origin.taken_at,
        store_id=origin.store_id,
        bookmarks=bookmarks,
        schema=tuple(f"{m.name} {m.checksum}" for m in store.many(APPLIED_MIGRATIONS, NoParams())),
        code_version=version(_DISTRIBUTION),
        counts=bound.counts,
        left_out=bound.left_out,
        files=files,
        content_hash=content_hash(files, moments.known_at, moments.valid_at),
    )
    (work / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest, order="sorted")))
    return manifest


def _pages(reading: Reading, stretch: Stretch, known_at: datetime, page_nodes: int) -> Iterator[SnapshotPage]:
    columns = node_columns(stretch.label)
    after: str | None = stretch.after
    while after is not None:
        asked = PageAsked(
            after=after,
            until=stretch.until,
            limit=page_nodes,
            known_at=known_at,
            texts=columns.texts,
            moments=columns.moments,
            lists=columns.lists,
            own_texts={name: link_columns(name).texts for name in LINKS},
            own_moments={name: link_columns(name).moments for name in LINKS},
        )
        page = reading.one(SNAPSHOT_PAGE, asked)
        yield page
        after = page.last
