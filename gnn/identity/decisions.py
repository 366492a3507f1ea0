"""What people decided already, as bonds of the clustering and as a calibration of the probabilities."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from gnn.identity.clustering import Bonds
from gnn.identity.model import Scores
from gnn.identity.ragged import Floats, SmallInts
from gnn.identity.table import PersonTable, read_csv
from graph_schema.errors import BadFile, InputRefused

_YES: Final = frozenset({"1", "1.0", "true", "yes", "y", "t", "match"})
_NO: Final = frozenset({"0", "0.0", "false", "no", "n", "f", "non-match"})
# Fewer labels of either kind say more about who labelled than about the probabilities.
LEAST_LABELS: Final = 25
_NEWTON_STEPS: Final = 50
_SETTLED: Final = 1e-9
# How strongly slope and shift are held at 1 and 0: as many labels as this outweigh it.
_HELD: Final = 10.0


@dataclass(frozen=True, slots=True)
class Labels:
    """Decided pairs, the smaller record first, and whether each is one person."""

    first: SmallInts
    second: SmallInts
    match: npt.NDArray[np.bool_]


NO_LABELS: Final = Labels(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, bool))


def read_labels(path: Path, table: PersonTable) -> Labels:
    """A file of id_a,id_b,match. Raises BadFile for other columns or verdicts, InputRefused for ids the table lacks and for
    pairs that are decided both ways."""
    frame = read_csv(path)
    _need(frame, ("id_a", "id_b", "match"), path)
    first, second = (_numbers(frame[name].to_list(), table, path) for name in ("id_a", "id_b"))
    verdicts = [_verdict(text, path) for text in frame["match"].to_list()]
    keys: dict[tuple[int, int], bool] = {}
    for a, b, verdict in zip(first, second, verdicts, strict=True):
        pair = min(a, b), max(a, b)
        if a == b or keys.setdefault(pair, verdict) != verdict:
            raise InputRefused(
                f"{path} decides {table.ids[a]!r} and {table.ids[b]!r} both ways", hint="keep one verdict a pair"
            )
    pairs = np.array(sorted(keys), np.int32).reshape(-1, 2)
    return Labels(pairs[:, 0].copy(), pairs[:, 1].copy(), np.array([keys[pair] for pair in sorted(keys)], bool))


def read_relations(path: Path, table: PersonTable) -> dict[str, list[list[str]]]:
    """A file of id,kind,value: the values of each record by kind. Raises BadFile and InputRefused."""
    frame = read_csv(path)
    _need(frame, ("id", "kind", "value"), path)
    relations: dict[str, list[list[str]]] = {}
    numbers = _numbers(frame["id"].to_list(), table, path)
    for record, kind, value in zip(numbers, frame["kind"].to_list(), frame["value"].to_list(), strict=True):
        relations.setdefault(kind, [[] for _ in table.ids])[record].append(value)
    return relations


def bonds_of(table: PersonTable, labels: Labels, clean: Sequence[bool] = ()) -> Bonds:
    """Matches must be joined, the others must not; `clean` says of each file whether it holds nobody twice.

    Raises InputRefused where the matches join two records that must not be.
    """
    barred = np.stack([labels.first[~labels.match], labels.second[~labels.match]], axis=1)
    both = np.concatenate([barred, barred[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    at = np.concatenate([[0], np.cumsum(np.bincount(both[:, 0], minlength=len(table)))]).astype(np.int64)
    joined = np.stack([labels.first[labels.match], labels.second[labels.match]], axis=1)
    files = int(table.source.max()) + 1 if len(table) else 1
    is_clean = np.zeros(files, bool)
    is_clean[: len(clean)] = list(clean)
    _refuse_contradictions(table, joined, barred)
    return Bonds(at, both[:, 1].astype(np.int32), table.source, is_clean, joined.astype(np.int32))


def _refuse_contradictions(table: PersonTable, joined: SmallInts, barred: SmallInts) -> None:
    root = np.arange(len(table))
    for a, b in joined.tolist():
        root[root == root[b]] = root[a]
    for a, b in barred.tolist():
        if root[a] == root[b]:
            raise InputRefused(
                f"the labels join {table.ids[a]!r} and {table.ids[b]!r} through others and keep them apart",
                hint="correct one of the labels between them",
            )


def calibration(scores: Scores, match: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and shift that bring log-odds in line with labels (Platt 1999), held near 1 and 0 where labels are few."""
    x, y = np.clip(scores.astype(np.float64), -30, 30), match.astype(np.float64)
    if min(y.sum(), len(y) - y.sum()) < LEAST_LABELS:
        return 1.0, 0.0
    line: Floats = np.array([1.0, 0.0])
    design = np.stack([x, np.ones_like(x)], axis=1)
    for _ in range(_NEWTON_STEPS):
        p = 1.0 / (1.0 + np.exp(-(design @ line)))
        slope = design.T @ (p - y) + _HELD * (line - [1.0, 0.0])
        step = np.linalg.solve((design.T * (p * (1 - p))) @ design + _HELD * np.eye(2), slope)
        line = line - step
        if np.abs(step).max() < _SETTLED:
            break
    return float(line[0]), float(line[1])


def _need(frame: pl.DataFrame, columns: tuple[str, ...], path: Path) -> None:
    if missing := [name for name in columns if name not in frame.columns]:
        raise BadFile(f"{path} has no column {missing[0]!r}", hint=f"its header must be {','.join(columns)}")


def _numbers(ids: list[str], table: PersonTable, path: Path) -> list[int]:
    number = {name: at for at, name in enumerate(table.ids)}
    if unknown := [name for name in ids if name not in number]:
        raise InputRefused(
            f"{path} names {len(unknown)} ids that no record has, the first is {unknown[0]!r}", hint="check the ids"
        )
    return [number[name] for name in ids]


def _verdict(text: str, path: Path) -> bool:
    plain = text.strip().casefold()
    if plain not in _YES | _NO:
        raise BadFile(f"{path} has the match {text!r}", hint="write 1 or 0, true or false, yes or no")
    return plain in _YES
