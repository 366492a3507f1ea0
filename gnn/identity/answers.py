"""The answers of `velocity resolve` as files: all of them, or none."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

import numpy as np
import polars as pl
from scipy.special import expit

from gnn.identity.clustering import smallest_of
from gnn.identity.decisions import Labels, calibration
from gnn.identity.ragged import Ints, SmallInts
from gnn.identity.resolver import Pairs, Resolution
from gnn.identity.table import PersonTable
from graph_schema.errors import InputRefused

# A cluster of more records than this adds no pairs that were no candidates.
_LARGEST_SPELT_OUT: Final = 50
_DECIMALS: Final = 6
_LEAST_WRITTEN: Final = 0.0025


def pair_rows(table: PersonTable, found: Resolution, labels: Labels) -> pl.DataFrame:
    """id_a, id_b, probability, household_probability: likeliest first. What was decided is certain."""
    pairs = _with_labels(found.pairs, labels)
    slope, shift = line_of(found.pairs, labels)
    person = expit(slope * pairs.person.astype(np.float64) + shift)
    household = np.minimum(expit(pairs.household.astype(np.float64)), 1.0 - person)
    decided = _places(pairs, labels)
    person[decided], household[decided] = labels.match, np.where(labels.match, 0.0, household[decided])
    first, second = _by_reading(table, pairs.first, pairs.second)
    ids = pl.Series(table.ids)
    rows = pl.DataFrame({
        "id_a": ids.gather(first), "id_b": ids.gather(second),
        "probability": person.round(_DECIMALS), "household_probability": household.round(_DECIMALS),
    })  # fmt: skip
    is_worth = (rows["probability"] >= _LEAST_WRITTEN) | (rows["household_probability"] >= 0.5)
    is_worth |= pl.Series(np.isin(np.arange(rows.height), decided))
    return rows.filter(is_worth).sort(["probability", "id_a", "id_b"], descending=[True, False, False])


def line_of(pairs: Pairs, labels: Labels) -> tuple[float, float]:
    """Slope and shift that labels ask of the log-odds; 1 and 0 where there are too few."""
    whole = _with_labels(pairs, labels)
    return calibration(_scores_of(whole, labels), labels.match)


def cluster_rows(table: PersonTable, cluster: Ints) -> pl.DataFrame:
    """id, cluster, in the order in which the records were read; a cluster is named by its member that was read first."""
    place = table.place.astype(np.int64)
    roots = np.empty(len(table), np.int64)
    roots[place] = cluster
    names = smallest_of(roots)
    ids = pl.Series(table.ids).gather(np.argsort(place))
    return pl.DataFrame({"id": ids, "cluster": ids.gather(names)})


def write_all(files: dict[Path, pl.DataFrame]) -> None:
    """Write beside each target and rename when all are complete. Raises InputRefused where a folder cannot be written."""
    with ExitStack() as undo:
        written: list[tuple[str, Path]] = []
        for path, rows in files.items():
            try:
                with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as target:
                    undo.callback(Path(target.name).unlink, missing_ok=True)
                    rows.write_csv(target)
            except OSError as problem:
                raise InputRefused(f"{path} cannot be written: {problem.strerror}", hint="choose another folder") from None
            written.append((target.name, path))
        for name, path in written:
            Path(name).replace(path)


def _with_labels(pairs: Pairs, labels: Labels) -> Pairs:
    """Decided pairs that were no candidates are added as unlikely ones."""
    new = ~np.isin(_keys(labels.first, labels.second), _keys(pairs.first, pairs.second))
    low = np.full(int(new.sum()), -10.0, np.float32)
    return Pairs(
        np.concatenate([pairs.first, labels.first[new]]),
        np.concatenate([pairs.second, labels.second[new]]),
        np.concatenate([pairs.person, low]),
        np.concatenate([pairs.household, low]),
    )


def _places(pairs: Pairs, labels: Labels) -> Ints:
    keys = _keys(pairs.first, pairs.second)
    order = np.argsort(keys)
    return np.asarray(order[np.searchsorted(keys[order], _keys(labels.first, labels.second))])


def _scores_of(pairs: Pairs, labels: Labels) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    return np.asarray(pairs.person[_places(pairs, labels)])


def _keys(first: SmallInts, second: SmallInts) -> Ints:
    return (first.astype(np.int64) << 32) | second.astype(np.int64)


def _by_reading(table: PersonTable, first: SmallInts, second: SmallInts) -> tuple[SmallInts, SmallInts]:
    """Of each pair the record of the earlier file first, then the smaller id, so that the order of rows does not show."""
    rank = np.empty(len(table), np.int64)
    rank[np.lexsort((np.array(table.ids), table.source))] = np.arange(len(table))
    swap = rank[first] > rank[second]
    return np.where(swap, second, first), np.where(swap, first, second)
