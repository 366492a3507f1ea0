"""From uids to numbers: what was read becomes files of nodes, and of edges between their numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from gnn.snapshots.contents import NODES, joined, node_columns
from gnn.snapshots.spool import Parts
from graph_schema.registry import node_spec

_ENDS: Final = ("source", "valid_from", "target")
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bound:
    """The files that were written, their rows, and how many edges led to nodes that a snapshot does not hold."""

    files: list[str]
    counts: dict[str, int]
    left_out: int


@dataclass(eq=False)
class _Read:
    """All nodes of a label that were read: uid -> number in the order of uids, and which the graph or anything else touches."""

    numbers: pl.DataFrame
    in_graph: Flags
    anywhere: Flags

    @classmethod
    def of(cls, uids: pl.Series) -> "_Read":
        numbers = pl.DataFrame({"uid": uids.sort()}).with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
        return cls(numbers, np.zeros(len(uids), bool), np.zeros(len(uids), bool))


@dataclass
class Binder:
    """Binds what spools hold, into `work`; what became true after `valid_at` lies apart."""

    work: Path
    spool: Parts
    valid_at: datetime
    _files: list[str] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)
    _left_out: int = 0

    def bind(self) -> Bound:
        """Write all files. Edges wait with the numbers of all nodes until it is known which nodes stay."""
        nodes = {label: _Read.of(self._uids(label)) for label in NODES}
        (self.work / "waiting").mkdir()
        waiting = [name for source, edge_type in self.spool.names("links") for name in self._number(source, edge_type, nodes)]
        kept = {label: self._nodes(label, read) for label, read in nodes.items()}
        for name in waiting:
            self._links(name, kept)
        (self.work / "waiting").rmdir()
        return Bound(self._files, self._counts, self._left_out)

    def _uids(self, label: str) -> pl.Series:
        parts = [part["uid"] for part in self.spool.of("nodes", label)]
        return pl.concat([pl.Series("uid", [], pl.String), *parts])

    def _number(self, source: str, edge_type: str, nodes: dict[str, _Read]) -> Iterator[tuple[str, str, str]]:
        """Edges of a type with numbers for uids, a file for each label that they lead to."""
        whole = _numbered(pl.concat(list(self.spool.of("links", source, edge_type))), "source", nodes[source].numbers)
        for target in joined(edge_type):
            links = whole.filter(pl.col("target").str.starts_with(f"{node_spec(target).prefix}_"))
            if links.is_empty():
                continue
            bound = _numbered(links, "target", nodes[target].numbers)
            self._left_out += len(links) - len(bound)
            inside = bound.filter(~_is_outcome(bound, self.valid_at))
            for end, label in (("source", source), ("target", target)):
                nodes[label].anywhere[bound[end].to_numpy()] = True
                nodes[label].in_graph[inside[end].to_numpy()] = True
            bound.write_ipc(self._waiting(source, edge_type, target), compression="uncompressed")
            yield source, edge_type, target

    def _nodes(self, label: str, read: _Read) -> Numbers:
        """The file of a label; for each node that was read its number in it (of no meaning where it was left out)."""
        empty = pl.DataFrame(schema={"uid": pl.String(), "alone": pl.Boolean(), **node_columns(label).types})
        nodes = pl.concat([empty, *self.spool.of("nodes", label)]).sort("uid")
        alone = nodes["alone"].to_numpy()
        later = pl.Series("later", ~(alone | read.in_graph), pl.Boolean)
        stays = alone | read.anywhere
        self._write(f"nodes/{label}.arrow", nodes.with_columns(later).drop("alone").filter(pl.Series(stays)))
        return np.cumsum(stays) - 1

    def _links(self, name: tuple[str, str, str], kept: dict[str, Numbers]) -> None:
        path = self._waiting(*name)
        found = pl.read_ipc(path)
        path.unlink()
        ends = {end: kept[label][found[end].to_numpy()] for end, label in (("source", name[0]), ("target", name[2]))}
        bound = found.with_columns(**{end: pl.Series(numbers) for end, numbers in ends.items()})
        bound = bound.sort("source", "valid_from", "target", *(c for c in bound.columns if c not in _ENDS), nulls_last=False)
        outcome = _is_outcome(bound, self.valid_at)
        inside = bound.filter(~outcome)
        for folder, its in (("links", inside), ("outcomes", bound.filter(outcome))):
            if not its.is_empty():
                self._write(f"{folder}/{'-'.join(name)}.arrow", its)
        sources = self._counts[f"nodes/{name[0]}"]
        starts = np.zeros(sources + 1, np.int64)
        np.cumsum(np.bincount(inside["source"].to_numpy(), minlength=sources), out=starts[1:])
        self._files.append(f"links/{'-'.join(name)}.indptr.npy")
        np.save(self.work / self._files[-1], starts, allow_pickle=False)

    def _waiting(self, *name: str) -> Path:
        return self.work / "waiting" / f"{'-'.join(name)}.arrow"

    def _write(self, name: str, frame: pl.DataFrame) -> None:
        # The older layout of texts: its bytes follow from the texts alone, not from the pages that they came in.
        frame.rechunk().write_ipc(self.work / name, compression="uncompressed", compat_level=pl.CompatLevel.oldest())
        self._files.append(name)
        self._counts[name.removesuffix(".arrow")] = len(frame)


def _numbered(links: pl.DataFrame, end: str, numbers: pl.DataFrame) -> pl.DataFrame:
    """Uids of an end replaced by numbers; edges to nodes that have none go."""
    found = links.join(numbers, left_on=end, right_on="uid", how="inner")
    return found.with_columns(pl.col("number").alias(end)).drop("number")


def _is_outcome(links: pl.DataFrame, valid_at: datetime) -> pl.Series:
    """Became true after the moment, or tells of something that happened after it."""
    told = [name for name, kind in links.schema.items() if isinstance(kind, pl.Datetime) and name != "valid_to"]
    return links.select(pl.any_horizontal([(pl.col(name) > valid_at).fill_null(value=False) for name in told])).to_series()
