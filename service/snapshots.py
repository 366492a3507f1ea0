"""The snapshots of this installation, and what an erasure does to them."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from cypher.queries.snapshots import LAST_ERASURE
from cypher.query import NoParams
from cypher.store import GraphStore
from gnn.snapshots.manifest import MANIFEST, Manifest
from gnn.snapshots.reading import read_manifest
from graph_schema.errors import VelocityError


def all_snapshots(folder: Path) -> Iterator[tuple[Path, Manifest | None]]:
    """Every snapshot with what it says of itself, or None where that cannot be read; by name, so the oldest first."""
    found = sorted(path.parent for path in folder.glob(f"*/{MANIFEST}")) if folder.is_dir() else []
    for path in found:
        try:
            yield path, read_manifest(path)
        except VelocityError:
            yield path, None


def remove_outdated(store: GraphStore, folder: Path) -> int:
    """Remove snapshots taken before the last erasure: they may hold whom the graph has forgotten. Answers how many."""
    snapshots = list(all_snapshots(folder))
    at_ms = store.one(LAST_ERASURE, NoParams()).at_ms if snapshots else None
    if at_ms is None:
        return 0
    erased_at = datetime.fromtimestamp(at_ms / 1000, UTC)
    # The erasure's moment is written down in milliseconds here: what was taken within the same one goes too.
    outdated = [path for path, said in snapshots if said is None or (said.taken_at - erased_at).total_seconds() <= 0.001]
    for path in outdated:
        shutil.rmtree(path)
    return len(outdated)


def name_of(known_at: datetime, valid_at: datetime) -> str:
    """A folder's name that sorts by time and tells both moments where they differ."""
    stamps = [f"{moment.astimezone(UTC):%Y%m%dT%H%M%S}.{moment.microsecond:06d}Z" for moment in (known_at, valid_at)]
    return stamps[0] if known_at == valid_at else f"{stamps[0]}-of-{stamps[1]}"
