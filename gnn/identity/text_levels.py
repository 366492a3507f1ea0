"""How alike two texts are, and how alike two names."""

from typing import Final

import numpy as np

from gnn.identity.compiled import kernel
from gnn.identity.pool import Pool
from gnn.identity.ragged import Bytes, SmallInts

# Levels of a given name: none, initial, alike, one edit, alias or on the wrong side, exact, two exact.
INITIAL, ALIKE, EDIT, ALIAS, EXACT, TWO_EXACT = 1, 2, 3, 4, 5, 6
# Levels of a surname: none, alike, one edit, alias or among the other's given names, exact.
SURNAME_ALIKE, SURNAME_EDIT, SURNAME_ALIAS, SURNAME_EXACT = 1, 2, 3, 4
# What `likeness` answers.
AFFIX, ONE_EDIT, SAME = 1, 2, 3
# Shorter texts are near each other by chance.
_LEAST_EDITED: Final = 4
_LEAST_AFFIX: Final = 3
_AFFIX_TENTHS: Final = 6
# Two edits make another word of a short one; what is left between common ends of longer ones is short.
_LEAST_TWO_EDITS: Final = 6
_MOST_REST: Final = 6


@kernel
def likeness(pool: Pool, x: int, y: int) -> int:
    """Rows of `chars`: 0 nothing, 1 a long common beginning and end, 2 one edit (a letter more, less, other, or two swapped);
    two edits of a long text count as 1."""
    chars, a, b = pool.chars, pool.lengths[x], pool.lengths[y]
    short, long, front, back = min(a, b), max(a, b), 0, 0
    while front < short and chars[x, front] == chars[y, front]:
        front += 1
    while back < short - front and chars[x, a - 1 - back] == chars[y, b - 1 - back]:
        back += 1
    rest_a, rest_b = a - front - back, b - front - back
    if long >= _LEAST_EDITED:
        if rest_a <= 1 and rest_b <= 1:
            return ONE_EDIT
        is_swap = rest_a == rest_b == 2 and chars[x, front] == chars[y, front + 1] and chars[x, front + 1] == chars[y, front]
        if is_swap:
            return ONE_EDIT
    is_affix = (front + back) * 10 >= _AFFIX_TENTHS * long and front + back >= _LEAST_AFFIX
    if is_affix or (front == short and short >= _LEAST_AFFIX):
        return AFFIX
    # Two texts that differ at both ends are seldom two edits apart: not worth the longer look.
    is_near = long >= _LEAST_TWO_EDITS and front + back > 1 and max(rest_a, rest_b) <= _MOST_REST and abs(rest_a - rest_b) <= 2
    return AFFIX if is_near and _edits(chars, x, y, front, rest_a, rest_b) <= 2 else 0


@kernel
def _edits(chars: Bytes, x: int, y: int, front: int, a: int, b: int) -> int:
    """Letters more, less or other (Levenshtein) between what is left of two texts."""
    row = np.arange(b + 1)
    for i in range(a):
        before, row[0] = row[0], i + 1
        for j in range(b):
            swap = before + (chars[x, front + i] != chars[y, front + j])
            before = row[j + 1]
            row[j + 1] = min(swap, before + 1, row[j] + 1)
    return int(row[b])


@kernel
def contains(items: SmallInts, low: int, high: int, wanted: int) -> bool:
    """Whether a number is among `items[low:high]`."""
    for at in range(low, high):
        if items[at] == wanted:
            return True
    return False


@kernel
def is_alias(pool: Pool, x: int, y: int) -> bool:
    """Whether two names are known to stand for each other."""
    key = (np.int64(min(x, y)) << 32) | np.int64(max(x, y))
    at = np.searchsorted(pool.aliases, key)
    return bool(at < len(pool.aliases) and pool.aliases[at] == key)


@kernel
def word_level(pool: Pool, s: int, x: int, y: int) -> int:
    """The level of two given names that differ, on the scale of given names."""
    if is_alias(pool, x, y):
        return ALIAS
    row_x, row_y = pool.text_at[s] + x, pool.text_at[s] + y
    if pool.lengths[row_x] == 1 or pool.lengths[row_y] == 1:
        return INITIAL if pool.chars[row_x, 0] == pool.chars[row_y, 0] else 0
    found = likeness(pool, row_x, row_y)
    return found + 1 if found else 0


@kernel
def meets(pool: Pool, s: int, a: int, t: int, b: int) -> bool:
    """Whether a name of record a on side s stands on side t of record b."""
    for at in range(pool.begin[s, a], pool.end[s, a]):
        is_long = pool.lengths[pool.text_at[s] + pool.items[at]] > 1
        if is_long and contains(pool.items, pool.begin[t, b], pool.end[t, b], pool.items[at]):
            return True
    return False


@kernel
def given_level(pool: Pool, s: int, a: int, b: int) -> tuple[int, float]:
    """The best pair of given names, -1 where one has none; with the log frequency of what agrees exactly."""
    if pool.begin[s, a] == pool.end[s, a] or pool.begin[s, b] == pool.end[s, b]:
        return -1, 0.0
    best, rarity, exact = 0, 0.0, 0
    for i in range(pool.begin[s, a], pool.end[s, a]):
        x = pool.items[i]
        for j in range(pool.begin[s, b], pool.end[s, b]):
            y = pool.items[j]
            if x == y:
                is_long = pool.lengths[pool.text_at[s] + x] > 1
                exact += is_long
                best = max(best, EXACT if is_long else INITIAL)
                rarity += pool.rarity[pool.rarity_at[s] + x] if is_long else 0.0
            elif best < EXACT:
                best = max(best, word_level(pool, s, x, y))
    if best < ALIAS:
        best = max(best, _other_side(pool, s, a, b))
    return (TWO_EXACT if exact > 1 else best), (rarity if best >= EXACT else 0.0)


@kernel
def _other_side(pool: Pool, s: int, a: int, b: int) -> int:
    """A given name of one that is the other's surname: both swapped, or one who has a single name."""
    here, there = meets(pool, s, a, s + 1, b), meets(pool, s, b, s + 1, a)
    if here and there:
        return ALIAS
    if (here and pool.begin[s + 1, a] == pool.end[s + 1, a]) or (there and pool.begin[s + 1, b] == pool.end[s + 1, b]):
        return ALIAS
    return INITIAL if here or there else 0


@kernel
def surname_level(pool: Pool, s: int, a: int, b: int) -> tuple[int, float]:
    """The best pair of surnames, -1 where one has none; with the log frequency of the rarest that agrees exactly."""
    if pool.begin[s, a] == pool.end[s, a] or pool.begin[s, b] == pool.end[s, b]:
        return -1, 0.0
    best, rarity = 0, 0.0
    for i in range(pool.begin[s, a], pool.end[s, a]):
        x = pool.items[i]
        for j in range(pool.begin[s, b], pool.end[s, b]):
            y = pool.items[j]
            if x == y:
                best, rarity = SURNAME_EXACT, min(rarity, pool.rarity[pool.rarity_at[s] + x])
            elif best < SURNAME_ALIAS:
                found = SURNAME_ALIAS if is_alias(pool, x, y) else likeness(pool, pool.text_at[s] + x, pool.text_at[s] + y)
                best = max(best, found)
    if best < SURNAME_ALIAS and (meets(pool, s, a, s - 1, b) or meets(pool, s, b, s - 1, a)):
        best = SURNAME_ALIAS
    return best, rarity
