"""Names that stand for each other: nicknames from a book, and what a table's own sure pairs show."""

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from nicknames import NickNamer

from gnn.identity.compare import Levels
from gnn.identity.fields import Fields
from gnn.identity.model import Scores
from gnn.identity.pool import alias_keys
from gnn.identity.ragged import Ints, Ragged, SmallInts
from gnn.identity.text_levels import ALIAS, SURNAME_ALIAS

# Two names are aliases when pairs that are one person without them show them so often, and so much oftener than by chance.
LEAST_SEEN: Final = 3
OVER_CHANCE: Final = 20.0
SURE_WITHOUT: Final = 3.0
# Records with more names than this are lists of people.
_MOST_NAMES: Final = 5


def nickname_keys(vocabulary: Sequence[str]) -> Ints:
    """The pairs of a name and its usual short forms of which the table knows both."""
    number = {name: at for at, name in enumerate(vocabulary)}
    pairs = sorted(
        (at, number[short]) for name, at in number.items() for short in _shorts(name) if short in number and short != name
    )
    first, second = np.array(pairs, np.int64).reshape(-1, 2).T
    return alias_keys(first, second)


@cache
def _shorts(name: str) -> frozenset[str]:
    return frozenset(_book().nicknames_of(name))


@cache
def _book() -> NickNamer:
    return NickNamer()


def learned_keys(fields: Fields, first: SmallInts, second: SmallInts, levels: Levels, without: tuple[Scores, Scores]) -> Ints:
    """Pairs of names that sure pairs use for each other; `without` are the log-odds without given name, and without surname."""
    found = [np.zeros(0, np.int64)]
    for s, (scores, known) in enumerate(zip(without, (ALIAS, SURNAME_ALIAS), strict=True)):
        sure = scores > SURE_WITHOUT
        rows, level = fields.subfields[s].rows, levels[:, fields.subfields[s].group]
        differ = np.flatnonzero(sure & (level >= 0) & (level < known))
        meetings = _meetings(rows, first[differ], second[differ])
        people = np.concatenate([first[sure], second[sure]])
        found.append(
            _beyond_chance(
                fields, s, meetings, np.bincount(rows.take(people).items, minlength=len(fields.subfields[s].vocabulary))
            )
        )
    return np.unique(np.concatenate(found))


def _meetings(rows: Ragged, first: SmallInts, second: SmallInts) -> tuple[Ints, Ints]:
    """Each name of the first record with each of the second."""
    few = (rows.lengths[first] <= _MOST_NAMES) & (rows.lengths[second] <= _MOST_NAMES)
    one, other = rows.take(first[few]), rows.take(second[few])
    counts = other.lengths[one.owners]
    return np.repeat(one.items, counts).astype(np.int64), other.take(one.owners).items.astype(np.int64)


def _beyond_chance(fields: Fields, s: int, meetings: tuple[Ints, Ints], sure: Ints) -> Ints:
    x, y = meetings
    part, size = fields.subfields[s], len(fields.subfields[s].vocabulary)
    keys, seen = np.unique(np.minimum(x, y) * size + np.maximum(x, y), return_counts=True)
    frequency = np.bincount(part.rows.items, minlength=size) / fields.records
    p, q = keys // size, keys % size
    by_chance = (sure[p] * frequency[q] + sure[q] * frequency[p]) / 2
    # An initial is no name: it stands for too many.
    long = np.array([len(name) > 1 for name in part.vocabulary], bool)
    keep = (seen >= LEAST_SEEN) & (seen > OVER_CHANCE * by_chance) & (p != q) & long[p] & long[q]
    return alias_keys(p[keep], q[keep])
