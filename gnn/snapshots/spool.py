"""Rows as they come from the database, written to disk in parts, so that memory does not grow with the graph."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from cypher.queries.snapshots import LinkCells, NodeCells
from gnn.snapshots.contents import MOMENT, Columns, link_columns, node_columns

# So many rows a part: a hundred megabytes or so.
_PART_ROWS: Final = 250_000


@dataclass
class Spool:
    """Parts in a folder, by name: nodes by their label, edges by the label that they start at and their type."""

    folder: Path
    _waiting: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    _parts: dict[str, int] = field(default_factory=dict)

    def add_nodes(self, label: str, rows: Sequence[NodeCells]) -> None:
        """One page of nodes."""
        if rows:
            self._add(f"nodes-{label}", nodes_frame(label, rows))

    def add_links(self, source: str, rows: Sequence[LinkCells]) -> None:
        """The edges of one page."""
        by_type: dict[str, list[LinkCells]] = {}
        for row in rows:
            by_type.setdefault(row[0], []).append(row)
        for edge_type, its in by_type.items():
            self._add(f"links-{source}-{edge_type}", links_frame(edge_type, its))

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


def nodes_frame(label: str, rows: Sequence[NodeCells]) -> pl.DataFrame:
    """uid, alone, and the label's properties."""
    uids, alone, texts, moments, lists = zip(*rows, strict=True)
    start = {"uid": pl.Series("uid", uids, pl.String), "alone": pl.Series("alone", alone, pl.Boolean)}
    columns = node_columns(label)
    listed = _series(columns, columns.lists, lists)
    return pl.DataFrame(start | _texts(columns, texts) | _moments(columns, moments) | listed).select(
        "uid", "alone", *columns.types
    )


def links_frame(edge_type: str, rows: Sequence[LinkCells]) -> pl.DataFrame:
    """source and target (uids), confidence, valid_from, valid_to, and the edge's own properties."""
    _, sources, targets, confidence, valid_from, valid_to, texts, moments = zip(*rows, strict=True)
    columns = link_columns(edge_type)
    start = {
        "source": pl.Series("source", sources, pl.String),
        "target": pl.Series("target", targets, pl.String),
        "confidence": pl.Series("confidence", confidence, pl.Float64),
        "valid_from": pl.Series("valid_from", valid_from, pl.Int64).cast(MOMENT),
        "valid_to": pl.Series("valid_to", valid_to, pl.Int64).cast(MOMENT),
    }
    return pl.DataFrame(start | _texts(columns, texts) | _moments(columns, moments)).select(*start, *columns.types)


def _texts(columns: Columns, rows: Sequence[Sequence[object]]) -> dict[str, pl.Series]:
    said = _series(columns, columns.texts, rows, pl.String())
    return {name: _typed(series, columns.types[name]) for name, series in said.items()}


def _moments(columns: Columns, rows: Sequence[Sequence[object]]) -> dict[str, pl.Series]:
    return {name: series.cast(MOMENT) for name, series in _series(columns, columns.moments, rows, pl.Int64()).items()}


def _series(
    columns: Columns, names: Sequence[str], rows: Sequence[Sequence[object]], kind: pl.DataType | None = None
) -> dict[str, pl.Series]:
    cells = zip(*rows, strict=True) if names else ()
    return {name: pl.Series(name, its, kind or columns.types[name]) for name, its in zip(names, cells, strict=True)}


def _typed(series: pl.Series, kind: pl.DataType) -> pl.Series:
    if kind == pl.Boolean():
        return series == "true"
    return series.str.to_date("%Y-%m-%d") if kind == pl.Date() else series.cast(kind)
