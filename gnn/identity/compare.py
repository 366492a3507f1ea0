"""Pairs of records as levels, one for each field, and the rarity of the values that agree."""

from typing import Final

import numpy as np
import numpy.typing as npt
from numba import prange

from gnn.identity.compiled import kernel, parallel_kernel
from gnn.identity.pool import Pool
from gnn.identity.ragged import SmallInts
from gnn.identity.text_levels import given_level, surname_level
from gnn.identity.value_levels import (
    category_level,
    date_level,
    email_level,
    event_level,
    phone_level,
    place_level,
    set_level,
    string_level,
)

Levels = npt.NDArray[np.int8]
Rarities = npt.NDArray[np.float32]
# Levels of a field at most, the missing one (-1) not counted.
LEVELS: Final = 20
_BLOCK: Final = 4096


@kernel
def subfield_level(pool: Pool, s: int, rank: int, a: int, b: int) -> tuple[int, float]:
    """The level of one subfield; numbers as in `fields.Compare`."""
    how = pool.compare[s]
    if how == 0:
        return given_level(pool, s, a, b)
    if how == 1:
        return surname_level(pool, s, a, b)
    if how == 2:
        return date_level(pool, s, a, b)
    if how == 3:
        return event_level(pool, s, a, b)
    if how == 4:
        return email_level(pool, s, a, b)
    return _other_level(pool, s, rank, a, b)


@kernel
def _other_level(pool: Pool, s: int, rank: int, a: int, b: int) -> tuple[int, float]:
    how = pool.compare[s]
    if how == 5:
        return phone_level(pool, s, a, b)
    if how == 6:
        return place_level(pool, s, rank, a, b)
    if how == 7:
        return string_level(pool, s, a, b)
    if how == 8:
        return set_level(pool, s, a, b)
    return category_level(pool, s, a, b)


@kernel
def compare(pool: Pool, a: int, b: int, levels: Levels, rarities: Rarities) -> None:
    """Fill the level of every field and the log frequency of what agrees exactly; -1 where one of the two says nothing."""
    levels[:] = -1
    rarities[:] = 0.0
    rank, before = 0, -1
    for s in range(len(pool.compare)):
        group = pool.group[s]
        rank = rank + 1 if group == before else 1
        is_part_of_email = pool.compare[s] == 4 and rank > 1
        before = group
        # Of a waterfall the first agreement counts.
        if is_part_of_email or levels[group] > 0:
            continue
        level, rarity = subfield_level(pool, s, rank, a, b)
        if level >= 0:
            levels[group] = level
            rarities[group] = rarity


@parallel_kernel
def compare_all(pool: Pool, first: SmallInts, second: SmallInts, groups: int) -> tuple[Levels, Rarities]:
    """Levels and rarities of all pairs, one row each."""
    levels, rarities = np.empty((len(first), groups), np.int8), np.empty((len(first), groups), np.float32)
    for block in prange((len(first) + _BLOCK - 1) // _BLOCK):
        for i in range(block * _BLOCK, min(len(first), (block + 1) * _BLOCK)):
            compare(pool, first[i], second[i], levels[i], rarities[i])
    return levels, rarities
