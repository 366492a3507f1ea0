"""Attribute cells become a matrix: words as they are, numbers as steps between quantiles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gnn.matching.arrays import Doubles, Floats, Ints, csr
from gnn.matching.known import Described

SEPARATOR: Final = ";"
# A column is one of numbers if nearly all of its cells are, and there are too many to be names of classes.
_NUMBERS: Final = 0.95
_CLASSES: Final = 20
_STEPS: Final = 8
# A value that one row alone holds joins it to nothing.
_FEWEST_HOLDERS: Final = 2


@dataclass(frozen=True, eq=False)
class _Block:
    rows: Ints
    columns: Ints
    values: Floats
    names: tuple[str, ...]


def described(columns: Mapping[str, Sequence[str]], rows: int) -> Described | None:
    """CSR [rows, values] of attribute columns, each a cell per row; `;` separates several values; None if nothing is said.

    A number lies between two of eight quantiles and is shared out between them, so that near numbers look alike.
    """
    blocks = [block for name, cells in columns.items() if (block := _column(name, cells)).names]
    if not blocks:
        return None
    offsets = np.cumsum([0, *(len(block.names) for block in blocks)])
    matrix = csr(
        np.concatenate([block.rows for block in blocks]),
        np.concatenate([block.columns + offset for block, offset in zip(blocks, offsets[:-1], strict=True)]),
        (rows, int(offsets[-1])),
        np.concatenate([block.values for block in blocks]),
    )
    return Described(matrix, tuple(name for block in blocks for name in block.names))


def _column(name: str, cells: Sequence[str]) -> _Block:
    said = [(row, cell) for row, cell in enumerate(cells) if cell.strip()]
    numbers = [_number(cell) for _, cell in said]
    known = [number for number in numbers if number is not None]
    if len(known) >= _NUMBERS * len(said) and len(set(known)) > _CLASSES:
        pairs = [(row, number) for (row, _), number in zip(said, numbers, strict=True) if number is not None]
        return _of_numbers(name, np.array([row for row, _ in pairs]), np.array([number for _, number in pairs]))
    return _of_words(name, said)


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _of_words(name: str, said: Sequence[tuple[int, str]]) -> _Block:
    parts = ((row, part.strip()) for row, cell in said for part in cell.split(SEPARATOR))
    pairs = sorted({(word, row) for row, word in parts if word})
    holders: dict[str, int] = {}
    for word, _ in pairs:
        holders[word] = holders.get(word, 0) + 1
    numbers = {word: at for at, word in enumerate(word for word, count in holders.items() if count >= _FEWEST_HOLDERS)}
    kept = [(row, numbers[word]) for word, row in pairs if word in numbers]
    rows = np.array([row for row, _ in kept], np.int64)
    columns = np.array([column for _, column in kept], np.int64)
    return _Block(rows, columns, np.ones(len(kept), np.float32), tuple(f"{name}={word}" for word in numbers))


def _of_numbers(name: str, rows: Ints, numbers: Doubles) -> _Block:
    centres = np.unique(np.quantile(numbers, np.linspace(0, 1, _STEPS)))
    place = np.interp(numbers, centres, np.arange(len(centres)))
    below = np.minimum(place.astype(np.int64), len(centres) - 1)
    above = np.minimum(below + 1, len(centres) - 1)
    share = (place - below).astype(np.float32)
    both = np.concatenate([rows, rows]), np.concatenate([below, above]), np.concatenate([1 - share, share])
    some = both[2] > 0
    return _Block(both[0][some], both[1][some], both[2][some], tuple(f"{name}~{centre:.6g}" for centre in centres))
