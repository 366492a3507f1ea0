"""Opening a snapshot: every file is what the manifest says, or nothing is read."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import polars as pl

from gnn.snapshots.contents import MOMENT, link_columns
from gnn.snapshots.manifest import FORMAT, MANIFEST, Manifest, content_hash, sha256_of
from graph_schema.errors import InputRefused, NotFound

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Snapshot:
    """Nodes by label, numbered from 0 in the order of their uids, and edges by the numbers of their ends."""

    folder: Path
    manifest: Manifest

    def nodes(self, label: str) -> pl.DataFrame:
        """uid, the label's properties, and `later`: known by outcomes alone. Row n is node n."""
        return pl.read_ipc(self.folder / "nodes" / f"{label}.arrow")

    def links(self, source: str, edge_type: str, target: str) -> pl.DataFrame:
        """source and target (numbers), confidence, valid_from, valid_to and own properties; by source, then by time."""
        return self._edges("links", source, edge_type, target)

    def outcomes(self, source: str, edge_type: str, target: str) -> pl.DataFrame:
        """Edges of the label window, as `links`."""
        return self._edges("outcomes", source, edge_type, target)

    def starts(self, source: str, edge_type: str, target: str) -> Ints:
        """int64 [sources + 1]: the edges of source n are rows starts[n] up to starts[n + 1] of `links`."""
        name = f"links/{source}-{edge_type}-{target}.indptr.npy"
        if name not in self.manifest.files:
            return np.zeros(self.manifest.counts[f"nodes/{source}"] + 1, np.int64)
        found: Ints = np.load(self.folder / name, allow_pickle=False)
        return found

    def _edges(self, part: str, source: str, edge_type: str, target: str) -> pl.DataFrame:
        name = f"{part}/{source}-{edge_type}-{target}.arrow"
        if name in self.manifest.files:
            return pl.read_ipc(self.folder / name)
        ends = {
            "source": pl.Int64(),
            "target": pl.Int64(),
            "confidence": pl.Float64(),
            "valid_from": MOMENT,
            "valid_to": MOMENT,
        }
        return pl.DataFrame(schema={**ends, **link_columns(edge_type).types})


def read_manifest(folder: Path) -> Manifest:
    """What a snapshot says of itself, unchecked.

    Raises:
        NotFound: there is no snapshot.
        InputRefused: its manifest is damaged, or of another format.
    """
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise NotFound(f"there is no snapshot {folder}", hint="`velocity snapshot list` shows those that there are") from None
    except msgspec.DecodeError as problem:
        raise _damaged(folder, f"its manifest cannot be read: {problem}") from problem
    if manifest.format != FORMAT:
        raise _damaged(folder, f"it has format {manifest.format}, and this version reads {FORMAT}")
    return manifest


def open_snapshot(folder: Path) -> Snapshot:
    """A snapshot, after every byte of it was checked.

    Raises:
        NotFound: there is no snapshot.
        InputRefused: a file is missing, or is not what was written.
    """
    manifest = read_manifest(folder)
    for name, digest in manifest.files.items():
        path = folder / name
        if not path.is_file() or sha256_of(path) != digest:
            raise _damaged(folder, f"{name} is not what was written")
    if manifest.content_hash != content_hash(manifest.files, manifest.known_at, manifest.valid_at):
        raise _damaged(folder, "its hash is not that of its files")
    return Snapshot(folder, manifest)


def _damaged(folder: Path, what: str) -> InputRefused:
    return InputRefused(
        f"the snapshot {folder} cannot be trusted: {what}",
        hint="remove it and take another",
        code="snapshot_damaged",
    )
