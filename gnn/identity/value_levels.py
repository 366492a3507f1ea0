"""How alike two dates, e-mails, phones, places, strings and sets of words are: a level and the rarity of what agrees."""

from typing import Final

from gnn.identity.compiled import kernel
from gnn.identity.pool import Pool
from gnn.identity.text_levels import AFFIX, ONE_EDIT, SAME, likeness

# Dates: nothing, year but two digits, month and day, two parts, one digit or swapped, exact.
DATE_EXACT, DATE_DIGIT, DATE_TWO_PARTS, DATE_YEAR, DATE_NEAR = 5, 4, 3, 2, 1
# E-mails: nothing, local part one edit away, same letters, same letters and one edit, same local part, exact.
EMAIL_EXACT, EMAIL_LOCAL, EMAIL_LETTERS_EDIT, EMAIL_LETTERS, EMAIL_EDIT = 5, 4, 3, 2, 1
EVENT_EXACT: Final = 4
# A domain that agrees too is weaker evidence than the local part, since people of one firm or family share it.
_DOMAIN_WEIGHT: Final = 0.5
_SHORTEST_LETTERS: Final = 3
# Two numbers are one when the last nine digits agree, or all of the shorter one's, at least seven: a country code is missing.
_SUBSCRIBER: Final = 9
_LEAST_SUFFIX: Final = 7
# A shared set is worth a level for each so many nats of rarity.
_NATS_A_LEVEL: Final = 4.0
SET_LEVELS: Final = 7
_ZERO: Final = 48
_YEARS_NEAR: Final = (2, 6, 14)
# Place r of the waterfall (1 is the most telling) has its levels from here downwards, three each.
PLACE_TOP: Final = 20
LEVELS_A_PLACE: Final = 3


@kernel
def first_texts(pool: Pool, s: int, a: int, b: int) -> tuple[int, int]:
    """The only text of each record, (-1, -1) where one has none."""
    if pool.begin[s, a] == pool.end[s, a] or pool.begin[s, b] == pool.end[s, b]:
        return -1, -1
    return pool.items[pool.begin[s, a]], pool.items[pool.begin[s, b]]


@kernel
def rarity_of(pool: Pool, s: int, x: int) -> float:
    """The log frequency of a text."""
    return float(pool.rarity[pool.rarity_at[s] + x])


@kernel
def date_level(pool: Pool, s: int, a: int, b: int) -> tuple[int, float]:
    """Two birth dates."""
    x, y = first_texts(pool, s, a, b)
    if x < 0:
        return -1, 0.0
    if x == y:
        return DATE_EXACT, rarity_of(pool, s, x)
    return _near_dates(pool, pool.text_at[s] + x, pool.text_at[s] + y), 0.0


@kernel
def _near_dates(pool: Pool, x: int, y: int) -> int:
    c, year, month, day = pool.chars, 0, 0, 0
    for i in range(8):
        is_other = c[x, i] != c[y, i]
        year += is_other and i < 4
        month += is_other and 4 <= i < 6
        day += is_other and i >= 6
    is_swap = c[x, 4] == c[y, 6] and c[x, 5] == c[y, 7] and c[x, 6] == c[y, 4] and c[x, 7] == c[y, 5]
    if year + month + day == 1 or (year == 0 and is_swap):
        return DATE_DIGIT
    if year == 0 and (_is_unknown(pool, x) or _is_unknown(pool, y)):
        return DATE_TWO_PARTS
    if (year > 0) + (month > 0) + (day > 0) == 1:
        return DATE_TWO_PARTS
    if year == 0:
        return DATE_YEAR
    return DATE_NEAR if year + month + day == 2 else 0


@kernel
def _is_unknown(pool: Pool, x: int) -> bool:
    """Whether a date has no month, or no day."""
    return bool(pool.chars[x, 6] == _ZERO and pool.chars[x, 7] == _ZERO)


@kernel
def event_level(pool: Pool, s: int, a: int, b: int) -> tuple[int, float]:
    """Two dates of events: exact, or how many years apart."""
    x, y = first_texts(pool, s, a, b)
    if x < 0:
        return -1, 0.0
    if x == y:
        return EVENT_EXACT, rarity_of(pool, s, x)
    apart, row_x, row_y = 0, pool.text_at[s] + x, pool.text_at[s] + y
    for i in range(4):
        apart = apart * 10 + int(pool.chars[row_x, i]) - int(pool.chars[row_y, i])
    for at, years in enumerate(_YEARS_NEAR):
        if abs(apart) <= years:
            return EVENT_EXACT - 1 - at, 0.0
    return 0, 0.0


@kernel
def email_level(pool: Pool, s: int, a: int, b: int) -> tuple[int, float]:
    """Two addresses: local part in s, domain in s + 1, letters of the local part in s + 2."""
    x, y = first_texts(pool, s, a, b)
    if x < 0:
        return -1, 0.0
    domain_x, domain_y = first_texts(pool, s + 1, a, b)
    if x == y:
        both = rarity_of(pool, s, x) + _DOMAIN_WEIGHT * rarity_of(pool, s + 1, domain_x)
        return (EMAIL_EXACT, both) if domain_x == domain_y else (EMAIL_LOCAL, rarity_of(pool, s, x))
    found = likeness(pool, pool.text_at[s] + x, pool.text_at[s] + y)
    letters_x, letters_y = first_texts(pool, s + 2, a, b)
    if letters_x == letters_y and pool.lengths[pool.text_at[s + 2] + letters_x] >= _SHORTEST_LETTERS:
        return (EMAIL_LETTERS_EDIT if found == ONE_EDIT else EMAIL_LETTERS), rarity_of(pool, s + 2, letters_x)
    return (EMAIL_EDIT if found == ONE_EDIT else 0), 0.0


@kernel
def phone_level(pool: Pool, s: int, a: int, b: int) -> tuple[int, float]:
    """Two numbers, with or without the code of their country: 3 the same, 2 one digit, 1 much alike, 0 others."""
    x, y = first_texts(pool, s, a, b)
    if x < 0:
        return -1, 0.0
    row_x, row_y = pool.text_at[s] + x, pool.text_at[s] + y
    long_x, long_y = pool.lengths[row_x], pool.lengths[row_y]
    short, same = min(long_x, long_y), 0
    while same < short and pool.chars[row_x, long_x - 1 - same] == pool.chars[row_y, long_y - 1 - same]:
        same += 1
    if same >= _SUBSCRIBER or (same == short and short >= _LEAST_SUFFIX):
        return SAME, max(rarity_of(pool, s, x), rarity_of(pool, s, y))
    found = likeness(pool, row_x, row_y)
    if found == ONE_EDIT:
        return ONE_EDIT, 0.0
    return (AFFIX if found == AFFIX and long_x == long_y else 0), 0.0


@kernel
def place_level(pool: Pool, s: int, rank: int, a: int, b: int) -> tuple[int, float]:
    """Two places, the `rank`-th most telling kind of the record, as a level of the waterfall over all kinds; of several lines
    the two that are most alike count."""
    if pool.begin[s, a] == pool.end[s, a] or pool.begin[s, b] == pool.end[s, b]:
        return -1, 0.0
    found, rarity = 0, 0.0
    for i in range(pool.begin[s, a], pool.end[s, a]):
        x = pool.items[i]
        for j in range(pool.begin[s, b], pool.end[s, b]):
            if x == pool.items[j]:
                found, rarity = SAME, min(rarity, rarity_of(pool, s, x))
            elif found < ONE_EDIT:
                found = max(found, likeness(pool, pool.text_at[s] + x, pool.text_at[s] + pool.items[j]))
    if found >= ONE_EDIT or (found == AFFIX and rank == 1):
        return PLACE_TOP - LEVELS_A_PLACE * rank + found - 1, rarity
    return 0, 0.0


@kernel
def string_level(pool: Pool, s: int, a: int, b: int) -> tuple[int, float]:
    """Two texts: 3 the same, 2 one edit, 1 a long common beginning and end, 0 others."""
    x, y = first_texts(pool, s, a, b)
    if x < 0:
        return -1, 0.0
    if x == y:
        return SAME, rarity_of(pool, s, x)
    return likeness(pool, pool.text_at[s] + x, pool.text_at[s] + y), 0.0


@kernel
def category_level(pool: Pool, s: int, a: int, b: int) -> tuple[int, float]:
    """Two values of a short list: 1 the same, 0 others."""
    x, y = first_texts(pool, s, a, b)
    if x < 0:
        return -1, 0.0
    return (1, rarity_of(pool, s, x)) if x == y else (0, 0.0)


@kernel
def set_level(pool: Pool, s: int, a: int, b: int) -> tuple[int, float]:
    """Two sets of words, both ascending: how rare what they share is, in bins."""
    i, stop_i, j, stop_j = pool.begin[s, a], pool.end[s, a], pool.begin[s, b], pool.end[s, b]
    if i == stop_i or j == stop_j:
        return -1, 0.0
    nats, shared = 0.0, 0
    while i < stop_i and j < stop_j:
        x, y = pool.items[i], pool.items[j]
        if x == y:
            nats -= rarity_of(pool, s, x)
            shared += 1
        i += x <= y
        j += y <= x
    return (min(SET_LEVELS, 1 + int(nats / _NATS_A_LEVEL)) if shared else 0), 0.0
