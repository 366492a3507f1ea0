"""Interaction files as matrices for the peers and the evaluator: numbers for ids, what was seen, what is asked for."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from gnn.matching.arrays import Ints, Matrix, csr


@dataclass(frozen=True, eq=False)
class Task:
    """train CSR [clients, items] of 1; asked int64 [n] clients with targets CSR [n, items]; the ids in order; the file."""

    train: Matrix
    asked: Ints
    targets: Matrix
    clients: pl.Series
    items: pl.Series
    file: Path


def read_task(train: Path, test: Path, *others: Path) -> Task:
    """Clients and items of all files (`others` hold a column client or item); targets that were seen before are no targets."""
    known, wanted = (pl.read_csv(path, infer_schema=False) for path in (train, test))
    if "weight" in known.columns:
        known = known.filter(pl.col("weight").cast(pl.Float64) > 0)
    tables = [known, wanted, *(pl.read_csv(path, infer_schema=False) for path in others)]
    clients, items = (_all(tables, name) for name in ("client", "item"))
    shape = (len(clients), len(items))
    seen, later = (csr(_numbers(clients, table["client"]), _numbers(items, table["item"]), shape) for table in (known, wanted))
    later = (later - later.multiply(seen)).tocsr()
    later.eliminate_zeros()
    later.sort_indices()
    asked = np.flatnonzero(np.diff(later.indptr))
    return Task(seen, asked, later[asked], clients, items, train)


def read_lists(path: Path, task: Task, k: int) -> Ints:
    """A file client,item,rank as item numbers int64 [asked, k], -1 where there is no more."""
    table = pl.read_csv(path, infer_schema=False)
    lists = np.full((len(task.clients), k), -1, np.int64)
    rank = table["rank"].cast(pl.Int64).to_numpy() - 1
    kept = rank < k
    lists[_numbers(task.clients, table["client"])[kept], rank[kept]] = _numbers(task.items, table["item"])[kept]
    return lists[task.asked]


def _all(tables: list[pl.DataFrame], name: str) -> pl.Series:
    return pl.concat([table[name] for table in tables if name in table.columns]).unique().sort()


def _numbers(ids: pl.Series, column: pl.Series) -> Ints:
    return np.asarray(ids.search_sorted(column), np.int64)
