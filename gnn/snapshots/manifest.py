"""What a snapshot says of itself."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

MANIFEST: Final = "manifest.json"
# Counts up whenever files, columns or what stands in them change their meaning.
FORMAT: Final = 1


class LabelWindow(msgspec.Struct, frozen=True):
    """What became true after `after` and until `until` lies apart, as outcomes: what a model is asked to foresee."""

    after: datetime
    until: datetime


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """Moments are UTC. `valid_at` and `known_at` are those of the API: true in the world, and believed by us.

    `counts` are rows by file, `files` the SHA-256 of each file, and `left_out` edges that led to a node that was written only
    after its page was read. `content_hash` depends on the files and the two moments alone, not on when they were taken.
    """

    format: int
    known_at: datetime
    valid_at: datetime
    label_window: LabelWindow | None
    taken_at: datetime
    store_id: str
    bookmarks: tuple[str, ...]
    schema: tuple[str, ...]
    code_version: str
    counts: Mapping[str, int]
    left_out: int
    files: Mapping[str, str]
    content_hash: str

    @property
    def edges(self) -> int:
        """How many edges there are, outcomes included."""
        return sum(rows for name, rows in self.counts.items() if not name.startswith("nodes/"))

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return sum(rows for name, rows in self.counts.items() if name.startswith("nodes/"))


def content_hash(files: Mapping[str, str], known_at: datetime, valid_at: datetime) -> str:
    """SHA-256 over the names and hashes of files, in order, and the moments."""
    said = [f"format {FORMAT}", known_at.isoformat(), valid_at.isoformat()]
    said += [f"{name} {digest}" for name, digest in sorted(files.items())]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def sha256_of(path: Path) -> str:
    """Of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
