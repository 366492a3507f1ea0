"""Who the records are, and answers as numbers of records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Truth:
    """`ids` in order; of each record the person and the household (-1: unknown); `true_pairs[p]` of person p.
    `groups` are places in their names by record."""

    ids: pl.Series
    person: Ints
    household: Ints
    true_pairs: Ints
    groups: Mapping[str, tuple[Ints, list[str]]]

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.true_pairs)

    @property
    def household_pairs(self) -> Ints:
        """Pairs of records of two people, by household."""
        known = self.household >= 0
        sizes = np.bincount(self.household[known])
        own = np.zeros(len(sizes), np.int64)
        records = np.bincount(self.person[known], minlength=self.people)
        home = np.zeros(self.people, np.int64)
        home[self.person[known]] = self.household[known]
        np.add.at(own, home, records * (records - 1) // 2)
        return sizes * (sizes - 1) // 2 - own


@dataclass(frozen=True, eq=False)
class Scored:
    """Pairs of a method: numbers of records, probability, and household_probability or zeros."""

    first: Ints
    second: Ints
    probability: Floats
    household: Floats


def read_truth(folder: Path, files: Sequence[str], groups: Sequence[str]) -> Truth:
    """truth.csv, and how many cells each record leaves blank."""
    table = pl.read_csv(folder / "truth.csv", infer_schema=False, empty_string_is_null=False).fill_null("")
    person = table["cluster"].rank("dense").cast(pl.Int64).to_numpy() - 1
    sizes = np.bincount(person)
    named = {name: _numbered(table[name]) for name in groups}
    return Truth(
        table["id"], person, _households(table["household"]), sizes * (sizes - 1) // 2,
        {"missing fields": _missing(folder, files, table["id"]), **named},
    )  # fmt: skip


def read_pairs(path: Path, truth: Truth) -> Scored:
    """A file id_a,id_b,probability[,household_probability]."""
    table = pl.read_csv(path, schema_overrides={"id_a": pl.String, "id_b": pl.String})
    first, second = (_places(truth.ids, table[name]) for name in ("id_a", "id_b"))
    household = table["household_probability"].to_numpy() if table.width > 3 else np.zeros(table.height)
    return Scored(first, second, table["probability"].cast(pl.Float64).to_numpy(), household)


def read_clusters(path: Path, truth: Truth) -> Ints:
    """A file id,cluster as one number a record, in the truth's order."""
    table = pl.read_csv(path, infer_schema=False)
    found = np.empty(len(truth.ids), np.int64)
    found[_places(truth.ids, table["id"])] = table["cluster"].rank("dense").cast(pl.Int64).to_numpy()
    return found


def connected(pairs: Scored, threshold: float, records: int) -> Ints:
    """Connected components of pairs of this probability or more: what the peers' own clustering finds."""
    chosen = pairs.probability >= threshold
    ends = pairs.first[chosen], pairs.second[chosen]
    graph = sp.coo_matrix((np.ones(int(chosen.sum()), np.int8), ends), shape=(records, records))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


# How much a record leaves blank, in groups of cells.
_BLANKS: Final = ((0, "none"), (1, "1"), (2, "2"), (3, "3 or more"))


def _missing(folder: Path, files: Sequence[str], ids: pl.Series) -> tuple[Ints, list[str]]:
    tables = [pl.read_csv(folder / name, infer_schema=False, empty_string_is_null=False).fill_null("") for name in files]
    blank = [table.select(pl.sum_horizontal(pl.all().str.strip_chars() == "")).to_series() for table in tables]
    read = pl.concat([table.to_series(0) for table in tables])
    counts = np.empty(len(ids), np.int64)
    counts[_places(ids, read)] = np.minimum(pl.concat(blank).to_numpy(), _BLANKS[-1][0])
    return counts, [name for _, name in _BLANKS]


def _numbered(column: pl.Series) -> tuple[Ints, list[str]]:
    names = column.unique().sort()
    return np.asarray(names.search_sorted(column), np.int64), names.to_list()


def _households(column: pl.Series) -> Ints:
    numbers, names = _numbered(column)
    return np.where((column == "").to_numpy(), -1, numbers) if "" in names else numbers


def _places(ids: pl.Series, wanted: pl.Series) -> Ints:
    order = ids.arg_sort()
    at = ids.gather(order).search_sorted(wanted)
    return order.gather(at).cast(pl.Int64).to_numpy()
