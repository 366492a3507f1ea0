"""Rows as they come from the database, written to disk in parts, so that memory does not grow with the graph."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from cypher.queries.snapshots import LinkColumns, NodeColumns, SnapshotPage
from gnn.snapshots.contents import MOMENT, Columns, link_columns, node_columns

# So many rows a part: a hundred megabytes or so.
_PART_ROWS: Final = 250_000


@dataclass
class Spool:
    """Parts in a folder, by name: nodes by their label, edges by the label that they start at and their type."""

    folder: Path
    _waiting: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    _parts: dict[str, int] = field(default_factory=dict)

    def add(self, label: str, page: SnapshotPage) -> None:
        """One page of nodes, and the edges that start at them."""
        if page.nodes.uids:
            self._add(f"nodes-{label}", nodes_frame(label, page.nodes))
            uids = pl.Series("source", page.nodes.uids, pl.String)
            for links in page.links:
                self._add(f"links-{label}-{links.type}", links_frame(links, uids))

    def written(self) -> dict[str, list[Path]]:
        """The files of each name, after what still waits is written."""
        for name in sorted(self._waiting):
            self._write(name)
        return {name: [self._path(name, part) for part in range(parts)] for name, parts in self._parts.items()}

    def _add(self, name: str, frame: pl.DataFrame) -> None:
        waiting = self._waiting.setdefault(name, [])
        waiting.append(frame)
        if sum(map(len, waiting)) >= _PART_ROWS:
            self._write(name)

    def _write(self, name: str) -> None:
        waiting = self._waiting.pop(name)
        part = self._parts.get(name, 0)
        pl.concat(waiting).write_ipc(self._path(name, part), compression="uncompressed")
        self._parts[name] = part + 1

    def _path(self, name: str, part: int) -> Path:
        return self.folder / f"{name}.{part}.arrow"


@dataclass(frozen=True, slots=True)
class Parts:
    """What spools wrote, by name."""

    files: Mapping[str, Sequence[Path]]

    def names(self, kind: str) -> list[tuple[str, ...]]:
        """What there is of a kind, `nodes` or `links`: (label,) or (label, type), in order."""
        found = (tuple(name.split("-")) for name in sorted(self.files))
        return [name[1:] for name in found if name[0] == kind]

    def of(self, *name: str) -> Iterator[pl.DataFrame]:
        """The parts of a name, such as ("nodes", "Profile")."""
        for path in self.files.get("-".join(name), ()):
            yield pl.read_ipc(path)


def whole(spools: Sequence[Spool]) -> Parts:
    """What several spools wrote, as one."""
    files: dict[str, list[Path]] = {}
    for spool in spools:
        for name, paths in spool.written().items():
            files.setdefault(name, []).extend(paths)
    return Parts(files)


def nodes_frame(label: str, nodes: NodeColumns) -> pl.DataFrame:
    """uid, alone, and the label's properties."""
    start = {"uid": pl.Series("uid", nodes.uids, pl.String), "alone": pl.Series("alone", nodes.alone, pl.Boolean)}
    columns = node_columns(label)
    listed = {name: pl.Series(name, its, columns.types[name]) for name, its in zip(columns.lists, nodes.lists, strict=True)}
    own = _texts(columns, nodes.texts) | _moments(columns, nodes.moments) | listed
    return pl.DataFrame(start | own).select("uid", "alone", *columns.types)


def links_frame(links: LinkColumns, uids: pl.Series) -> pl.DataFrame:
    """source and target (uids), confidence, valid_from, valid_to, and the edge's own properties; `uids` of the page's nodes."""
    columns = link_columns(links.type)
    start = {
        "source": uids.gather(links.sources),
        "target": pl.Series("target", links.targets, pl.String),
        "confidence": pl.Series("confidence", links.confidence, pl.Float64),
        "valid_from": pl.Series("valid_from", links.valid_from, pl.Int64).cast(MOMENT),
        "valid_to": pl.Series("valid_to", links.valid_to, pl.Int64).cast(MOMENT),
    }
    return pl.DataFrame(start | _texts(columns, links.texts) | _moments(columns, links.moments)).select(*start, *columns.types)


def _texts(columns: Columns, values: Sequence[Sequence[str | None]]) -> dict[str, pl.Series]:
    said = {name: pl.Series(name, its, pl.String) for name, its in zip(columns.texts, values, strict=True)}
    return {name: _typed(series, columns.types[name]) for name, series in said.items()}


def _moments(columns: Columns, values: Sequence[Sequence[int | None]]) -> dict[str, pl.Series]:
    return {name: pl.Series(name, its, pl.Int64).cast(MOMENT) for name, its in zip(columns.moments, values, strict=True)}


def _typed(series: pl.Series, kind: pl.DataType) -> pl.Series:
    if kind == pl.Boolean():
        return series == "true"
    return series.str.to_date("%Y-%m-%d") if kind == pl.Date() else series.cast(kind)
