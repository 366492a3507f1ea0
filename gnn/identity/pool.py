"""All fields of all records in flat arrays, as the kernels read them, with room for one guest."""

from typing import Final, NamedTuple

import numpy as np

from gnn.identity.fields import Compare, Fields
from gnn.identity.ragged import WIDTH, Bytes, Floats, Ints, SmallInts, packed

# Different texts of one guest record that are compared; more than a person table's row ever has.
GUEST_TEXTS: Final = 512
# A value that was seen once is taken to be this frequent: its true frequency is not known to be as small as one in n.
LEAST_SEEN: Final = 1.5
_KEY_BITS: Final = 32


class Pool(NamedTuple):
    """Shapes: s subfields, n records and the guest at n, v texts. Texts of subfield `s` of record `r` are
    `items[begin[s, r]:end[s, r]]`; text `t` of it has its characters in row `text_at[s] + t` of `chars` and the logarithm of
    its frequency in row `rarity_at[s] + t` of `rarity`. `aliases` are sorted pairs of names (smaller << 32 | larger).
    """

    compare: Ints
    group: Ints
    begin: SmallInts
    end: SmallInts
    items: SmallInts
    text_at: Ints
    chars: Bytes
    lengths: SmallInts
    rarity_at: Ints
    rarity: Floats
    aliases: Ints


def pool_of(fields: Fields, aliases: Ints) -> Pool:
    """The fields of a table, packed."""
    n, parts = fields.records, fields.subfields
    begin, end = np.zeros((len(parts), n + 1), np.int32), np.zeros((len(parts), n + 1), np.int32)
    used = 0
    for s, part in enumerate(parts):
        begin[s, :n], end[s, :n] = part.rows.at[:-1] + used, part.rows.at[1:] + used
        used += len(part.rows.items)
    begin[:, n] = end[:, n] = used
    text_at, chars = _texts(fields)
    sizes = [len(part.vocabulary) + GUEST_TEXTS for part in parts]
    lengths = (chars != 0).sum(1).astype(np.int32)
    return Pool(
        compare=np.array([part.compare for part in parts], np.int64),
        group=np.array([part.group for part in parts], np.int64),
        begin=begin,
        end=end,
        items=np.concatenate([*(part.rows.items for part in parts), np.zeros(GUEST_TEXTS, np.int32)]).astype(np.int32),
        text_at=text_at,
        chars=chars,
        lengths=lengths,
        rarity_at=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
        rarity=_rarity(fields),
        aliases=aliases,
    )


def alias_keys(first: Ints, second: Ints) -> Ints:
    """Pairs of names as sorted keys."""
    return np.unique((np.minimum(first, second) << _KEY_BITS) | np.maximum(first, second)).astype(np.int64)


def unknown_rarity(records: int) -> float:
    """The logarithm of the frequency of a text that was never seen."""
    return float(np.log(LEAST_SEEN / max(records, 2)))


def _texts(fields: Fields) -> tuple[Ints, Bytes]:
    """Characters of every vocabulary, each with room for the guest's; the surname's is the given name's."""
    at: list[int] = []
    rows: list[Bytes] = []
    start = 0
    for part in fields.subfields:
        if part.compare == Compare.SURNAME:
            at.append(at[-1])
            continue
        at.append(start)
        # Without spaces, because `bat h place` is one slip from `bath place`.
        rows += [packed([text.replace(" ", "") for text in part.vocabulary]), np.zeros((GUEST_TEXTS, WIDTH), np.uint8)]
        start += len(part.vocabulary) + GUEST_TEXTS
    return np.array(at, np.int64), np.concatenate(rows) if rows else np.zeros((0, WIDTH), np.uint8)


def _rarity(fields: Fields) -> Floats:
    parts = []
    for part in fields.subfields:
        seen = np.bincount(part.rows.items, minlength=len(part.vocabulary) + GUEST_TEXTS)
        parts.append(np.log(np.maximum(seen, LEAST_SEEN) / max(fields.records, 2)))
    return np.concatenate(parts) if parts else np.zeros(0)
