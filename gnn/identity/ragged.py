"""Lists of different lengths in two flat arrays, and texts as numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from gnn.identity.compiled import kernel

Ints = npt.NDArray[np.int64]
SmallInts = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

# Bytes of a text that comparisons look at; longer ones are compared by their beginning.
WIDTH: Final = 32


@dataclass(frozen=True, slots=True)
class Ragged:
    """List `i` is `items[at[i]:at[i + 1]]`; `at` has one entry more than there are lists."""

    at: Ints
    items: SmallInts | Hashes

    def __len__(self) -> int:
        return len(self.at) - 1

    @property
    def lengths(self) -> Ints:
        """How long each list is."""
        return np.diff(self.at)

    @property
    def owners(self) -> Ints:
        """The list that each item belongs to."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def take(self, lists: SmallInts | Ints) -> "Ragged":
        """The lists of these numbers, in this order, repeated where asked."""
        lengths = self.lengths[lists]
        at = _starts(lengths)
        inside = np.arange(at[-1]) - np.repeat(at[:-1], lengths)
        return Ragged(at, self.items[np.repeat(self.at[:-1][lists], lengths) + inside])

    def of(self, items: SmallInts | Hashes) -> "Ragged":
        """The same shape with other items."""
        return Ragged(self.at, items)


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of texts: its different values in order of their characters, and the number of each row's value."""

    values: list[str]
    codes: SmallInts


def coded(column: pl.Series) -> Coded:
    """A column of text without nulls as numbers."""
    values = column.unique().sort()
    codes = column.cast(pl.Enum(values)).to_physical().to_numpy().astype(np.int32)
    return Coded(values.to_list(), codes)


def ragged(lists: Sequence[Sequence[str]]) -> tuple[list[str], Ragged]:
    """Lists of texts as lists of numbers into their sorted vocabulary, each number once a list, in ascending order."""
    flat = [text for texts in lists for text in texts]
    at = _starts(np.fromiter((len(texts) for texts in lists), np.int64, len(lists)))
    if not flat:
        return [], Ragged(at, np.empty(0, np.int32))
    found = coded(pl.Series(flat, dtype=pl.String))
    return found.values, distinct(Ragged(at, found.codes))


def rows_of(column: Coded, reading: Callable[[str], Sequence[str]]) -> tuple[list[str], Ragged]:
    """What `reading` finds in each row's cell; each different value is read once."""
    vocabulary, lists = ragged([reading(value) for value in column.values])
    return vocabulary, lists.take(column.codes)


def distinct(lists: Ragged) -> Ragged:
    """Each item once a list, ascending."""
    owners, items = lists.owners, lists.items
    order = np.lexsort((items, owners))
    owners, items = owners[order], items[order]
    keep = np.ones(len(items), bool)
    keep[1:] = (owners[1:] != owners[:-1]) | (items[1:] != items[:-1])
    return grouped(owners[keep], items[keep], len(lists))


def joined(parts: Sequence[Ragged]) -> Ragged:
    """The lists of the same number one behind the other."""
    owners = np.concatenate([part.owners for part in parts])
    order = np.argsort(owners, kind="stable")
    return grouped(owners[order], np.concatenate([part.items for part in parts])[order], len(parts[0]))


def grouped(owners: Ints, items: SmallInts | Hashes, lists: int) -> Ragged:
    """Items with their owners, sorted by owner, as lists."""
    return Ragged(_starts(np.bincount(owners, minlength=lists)), items)


def crossed(left: Ragged, right: Ragged, *, is_ordered: bool = True) -> Ragged:
    """Every pair of a hash of the left list and one of the right as one hash; unordered: either may be the left one."""
    counts = right.lengths[left.owners]
    firsts = np.repeat(left.items.astype(np.uint64), counts)
    seconds = right.take(left.owners).items.astype(np.uint64)
    owners = np.repeat(left.owners, counts)
    both = mixed(firsts ^ (seconds * np.uint64(_ODD))) if is_ordered else mixed(firsts + seconds)
    return distinct(grouped(owners, both, len(left)))


# The odd number of the golden ratio, and the two factors of splitmix64 (Steele, Lea, Flood 2014).
_ODD: Final = 0x9E3779B97F4A7C15
_MIX: Final = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)


def mixed(hashes: Hashes) -> Hashes:
    """splitmix64: neighbouring numbers spread over all of 64 bits."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(_MIX[0])
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(_MIX[1])
    return hashes ^ (hashes >> np.uint64(31))


def packed(texts: Sequence[str], width: int = WIDTH) -> Bytes:
    """ASCII texts as rows of bytes, cut or filled with zeros."""
    if not len(texts):
        return np.zeros((0, width), np.uint8)
    return (
        np.array([text.encode("ascii", "replace")[:width] for text in texts], dtype=f"S{width}")
        .view(np.uint8)
        .reshape(-1, width)
    )


def text_hashes(texts: Sequence[str], family: str) -> Hashes:
    """A hash of each text that is the same on every machine; texts of different families never meet."""
    seed = np.uint64(int.from_bytes(family.encode()[:WIDTH].ljust(WIDTH, b"\0"), "little") % (1 << 61))
    return mixed(_fnv(packed(texts, 2 * WIDTH)) ^ mixed(np.array([seed], np.uint64))[0])


@kernel
def _fnv(rows: Bytes) -> Hashes:
    """FNV-1a of each row up to its first zero."""
    hashes = np.empty(len(rows), np.uint64)
    for i in range(len(rows)):
        value = np.uint64(0xCBF29CE484222325)
        for byte in rows[i]:
            if byte == 0:
                break
            value = (value ^ np.uint64(byte)) * np.uint64(0x100000001B3)
        hashes[i] = value
    return hashes


def _starts(lengths: Ints) -> Ints:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
