"""Who is worth comparing: the records that share the rarest atoms."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from numba import prange

from gnn.identity.compiled import kernel, parallel_kernel
from gnn.identity.fields import Atoms
from gnn.identity.ragged import Hashes, Ints, SmallInts

Weights = npt.NDArray[np.float32]

# Candidates of a record, the least product of shared weights, and how often an atom may occur to be any help.
NEAREST: Final = 40
LEAST_PRODUCT: Final = 3.0
MOST_COMMON: Final = 3_000
# Products a record, on average; on large tables this lowers MOST_COMMON, so that the work grows with the records alone.
PRODUCTS_A_RECORD: Final = 25_000
_BLOCKS: Final = 256


@dataclass(frozen=True, slots=True)
class AtomIndex:
    """Which records hold which atom. Atoms are sorted by hash; rows and postings are both CSR with the atom's weight."""

    hashes: Hashes
    weights: Weights
    row_at: Ints
    row_atoms: SmallInts
    at: Ints
    records: SmallInts


def index_atoms(atoms: list[Atoms], records: int) -> AtomIndex:
    """Atoms that at least two records share, and not too many."""
    owners = np.concatenate([atom.rows.owners for atom in atoms] or [np.zeros(0, np.int64)])
    items = np.concatenate([atom.rows.items for atom in atoms] or [np.zeros(0, np.uint64)]).astype(np.uint64)
    weight = np.concatenate(
        [np.full(len(atom.rows.items), atom.weight, np.float32) for atom in atoms] or [np.zeros(0, np.float32)]
    )
    hashes, first, inverse, seen = np.unique(items, return_index=True, return_inverse=True, return_counts=True)
    keep = (seen > 1) & (seen <= _most_common(seen, records))
    number = np.cumsum(keep) - 1
    kept = keep[inverse]
    owners, codes = owners[kept], number[inverse[kept]].astype(np.int32)
    weights = np.sqrt(weight[first[keep]] * np.log(records / seen[keep])).astype(np.float32)
    by_row = np.lexsort((codes, owners))
    by_atom = np.lexsort((owners, codes))
    return AtomIndex(
        hashes=hashes[keep],
        weights=weights,
        row_at=_starts(np.bincount(owners, minlength=records)),
        row_atoms=codes[by_row],
        at=_starts(np.bincount(codes, minlength=int(keep.sum()))),
        records=owners[by_atom].astype(np.int32),
    )


def _most_common(seen: Ints, records: int) -> int:
    """The largest number of occurrences that keeps the sum of squares within the budget."""
    ordered = np.sort(seen[seen <= MOST_COMMON])
    work = np.cumsum(ordered.astype(np.float64) ** 2)
    affordable = int(np.searchsorted(work, float(PRODUCTS_A_RECORD) * records, side="right"))
    return int(ordered[affordable]) - 1 if affordable < len(ordered) else MOST_COMMON


def candidate_pairs(index: AtomIndex) -> tuple[SmallInts, SmallInts]:
    """Pairs of which at least one is among the other's nearest, each once with the smaller number first."""
    nearest = _nearest(index.row_at, index.row_atoms, index.at, index.records, index.weights)
    return _pairs(nearest)


@kernel
def shared_weight(atoms: SmallInts, at: Ints, records: SmallInts, weights: Weights, sums: Weights, touched: SmallInts) -> int:
    """Add the squared weight of each atom to the sums of the records that hold it; answers how many were touched."""
    count = 0
    for atom in atoms:
        product = weights[atom] * weights[atom]
        for place in range(at[atom], at[atom + 1]):
            record = records[place]
            if sums[record] == 0.0:
                touched[count] = record
                count += 1
            sums[record] += product
    return count


@kernel
def strongest(sums: Weights, touched: SmallInts, count: int, self: int, out: SmallInts) -> int:
    """The records with the largest sums, ties by number, into `out`; the sums are cleared."""
    good = 0
    for i in range(count):
        record = touched[i]
        if sums[record] >= LEAST_PRODUCT and record != self:
            touched[good] = record
            good += 1
        else:
            sums[record] = 0.0
    chosen = np.sort(touched[:good])
    if good > len(out):
        values = np.empty(good, np.float32)
        for i in range(good):
            values[i] = -sums[chosen[i]]
        chosen = chosen[np.argsort(values, kind="mergesort")]
    for i in range(good):
        sums[chosen[i]] = 0.0
    kept = min(good, len(out))
    out[:kept] = chosen[:kept]
    return kept


@parallel_kernel
def _nearest(row_at: Ints, row_atoms: SmallInts, at: Ints, records: SmallInts, weights: Weights) -> SmallInts:
    """The nearest of each record, -1 where there are fewer; every block of records has sums of its own."""
    n = len(row_at) - 1
    nearest = np.full((n, NEAREST), -1, np.int32)
    for block in prange(_BLOCKS):
        sums, touched = np.zeros(n, np.float32), np.empty(n, np.int32)
        for i in range(block * n // _BLOCKS, (block + 1) * n // _BLOCKS):
            count = shared_weight(row_atoms[row_at[i] : row_at[i + 1]], at, records, weights, sums, touched)
            kept = strongest(sums, touched, count, i, nearest[i])
            nearest[i, :kept].sort()
    return nearest


@kernel
def _pairs(nearest: SmallInts) -> tuple[SmallInts, SmallInts]:
    count = 0
    for i in range(len(nearest)):
        for j in nearest[i]:
            count += j > i or (j >= 0 and not _holds(nearest[j], i))
    first, second, at = np.empty(count, np.int32), np.empty(count, np.int32), 0
    for i in range(len(nearest)):
        for j in nearest[i]:
            if j > i or (j >= 0 and not _holds(nearest[j], i)):
                first[at], second[at] = min(i, j), max(i, j)
                at += 1
    return first, second


@kernel
def _holds(row: SmallInts, wanted: int) -> bool:
    for value in row:
        if value == wanted:
            return True
    return False


def _starts(counts: Ints) -> Ints:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
