"""How fast the graph becomes files: a whole snapshot, from the first page read to the last byte hashed."""

import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from cypher.store import GraphStore
from gnn.snapshots.taking import Moments, Origin, take


class SnapshotResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot holds, how long it took, and its size."""

    nodes: int
    edges: int
    seconds: float
    edges_per_second: float
    megabytes: float


def measure_snapshot(store: GraphStore, folder: Path) -> SnapshotResult:
    """Take one of everything; once before, since a server that was just started reads from disk."""
    take_into(store, folder / "before")
    began = time.perf_counter()
    taken = take_into(store, folder / "measured")
    seconds = time.perf_counter() - began
    size = sum(file.stat().st_size for file in (folder / "measured").rglob("*") if file.is_file()) / 1e6
    return SnapshotResult(nodes=taken[0], edges=taken[1], seconds=seconds, edges_per_second=taken[1] / seconds, megabytes=size)


def take_into(store: GraphStore, folder: Path) -> tuple[int, int]:
    """A snapshot of now; answers its nodes and edges."""
    now = datetime.now(UTC)
    folder.parent.mkdir(parents=True, exist_ok=True)
    manifest = take(store, folder, Moments(now, now), Origin("benchmark", now), lambda _stage, _done, _total: None)
    return manifest.nodes, manifest.edges
