"""A person table as fields of small texts: what is compared, and the atoms that propose who to compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import polars as pl

from gnn.identity.dates import date_digits
from gnn.identity.ragged import Coded, Ragged, coded, crossed, distinct, joined, ragged, rows_of, text_hashes
from gnn.identity.typing import NAMES, ColumnType, Kind
from gnn.identity.words import address, email_parts, full_name, name_words, phone, phrase, postcode, sound, words


class Compare(IntEnum):
    """How a field is compared; the numbers are known to the kernels."""

    GIVEN = 0
    SURNAME = 1
    DATE = 2
    EVENT = 3
    EMAIL = 4
    PHONE = 5
    LOCATION = 6
    STRING = 7
    SET = 8
    CATEGORY = 9


@dataclass(frozen=True, slots=True)
class Subfield:
    """A list of small texts for each record. `vocabulary` is sorted; several subfields of one `group` count once together."""

    compare: Compare
    group: int
    vocabulary: list[str]
    rows: Ragged


@dataclass(frozen=True, slots=True)
class Atoms:
    """Hashes that propose whom a record may be compared with; a shared one weighs `weight` times its rarity."""

    weight: float
    rows: Ragged


@dataclass(slots=True)
class Fields:
    """All that a table says. `groups` are the names of the fields that each count once."""

    records: int
    groups: list[str] = field(default_factory=list)
    subfields: list[Subfield] = field(default_factory=list)
    atoms: list[Atoms] = field(default_factory=list)
    sex_groups: list[int] = field(default_factory=list)

    def put(self, name: str, compare: Compare, *parts: tuple[list[str], Ragged]) -> None:
        """A field of one or several parts."""
        self.groups.append(name)
        self.subfields += [Subfield(compare, len(self.groups) - 1, vocabulary, rows) for vocabulary, rows in parts]

    def propose(self, weight: float, family: str, vocabulary: Sequence[str], rows: Ragged) -> None:
        """Let these texts propose comparisons."""
        self.atoms.append(Atoms(weight, hashed(family, vocabulary, rows)))


# Places, from the most telling to the least: more than these would run out of levels.
MOST_PLACES: Final = 6
# Words of free text shorter than this are not compared.
_SHORT_WORD: Final = 3


def hashed(family: str, vocabulary: Sequence[str], rows: Ragged) -> Ragged:
    """Texts as hashes."""
    return rows.of(text_hashes(vocabulary, family)[rows.items])


PLACES: Final = {Kind.ADDRESS: address, Kind.POSTCODE: postcode, Kind.PLACE: phrase}


def build_fields(table: pl.DataFrame, types: Sequence[ColumnType], relations: Mapping[str, list[list[str]]]) -> Fields:
    """Everything that the kernels need to know of a table; `relations` holds the values of each record by their kind."""
    fields = Fields(table.height)
    columns = [(column, coded(table[column.name])) for column in types if column.kind is not Kind.IGNORED]
    if names := [(column.kind, cells) for column, cells in columns if column.kind in NAMES]:
        _put_names(fields, names)
    for column, cells in columns:
        if column.kind not in NAMES and column.kind not in PLACES:
            _put_column(fields, column, cells)
    _put_places(fields, [(column, cells) for column, cells in columns if column.kind in PLACES])
    for kind, values in sorted(relations.items()):
        vocabulary, rows = ragged([[text for value in own for text in phrase(value)] for own in values])
        fields.put(kind, Compare.SET, (vocabulary, rows))
        fields.propose(1.0, f"r{kind}", vocabulary, rows)
    return fields


@dataclass(frozen=True, slots=True)
class _Named:
    """Hashes of the names, for atoms that combine them with something else."""

    given: Ragged
    surname: Ragged


def _put_names(fields: Fields, columns: Sequence[tuple[Kind, Coded]]) -> _Named:
    """Given names and surnames share one vocabulary, so that a name on the wrong side is still the same number."""
    given, surname = [], []
    for kind, column in columns:
        parts = [_name_parts(kind, value) for value in column.values]
        given.append(([part[0] for part in parts], column.codes))
        surname.append(([part[1] for part in parts], column.codes))
    vocabulary, everything = ragged([words for side in (*given, *surname) for words in side[0]])
    sides, start = [], 0
    for side in (given, surname):
        rows = []
        for lists, codes in side:
            rows.append(everything.take(codes + start))
            start += len(lists)
        sides.append(distinct(joined(rows)))
    fields.put("given name", Compare.GIVEN, (vocabulary, sides[0]))
    fields.put("surname", Compare.SURNAME, (vocabulary, sides[1]))
    return _propose_names(fields, vocabulary, *sides)


def _name_parts(kind: Kind, value: str) -> tuple[list[str], list[str]]:
    if kind is Kind.FULL_NAME:
        return full_name(value)
    found = name_words(value)
    return (found, []) if kind is Kind.GIVEN else ([], found)


def _propose_names(fields: Fields, vocabulary: list[str], given: Ragged, surname: Ragged) -> _Named:
    both = distinct(joined([given, surname]))
    exact, sounds = text_hashes(vocabulary, "name"), text_hashes([sound(word) for word in vocabulary], "sound")
    initials = text_hashes([word[:1] for word in vocabulary], "initial")
    named = _Named(given.of(exact[given.items]), surname.of(exact[surname.items]))
    fields.atoms += [
        Atoms(1.0, both.of(exact[both.items])),
        Atoms(0.5, distinct(both.of(sounds[both.items]))),
        Atoms(0.7, crossed(distinct(given.of(initials[given.items])), named.surname)),
    ]
    return named


def _put_column(fields: Fields, column: ColumnType, cells: Coded) -> None:
    match column.kind:
        case Kind.BIRTH | Kind.EVENT:
            _put_date(fields, column, cells)
        case Kind.EMAIL:
            _put_email(fields, column.name, cells)
        case Kind.PHONE:
            _put_phone(fields, column.name, cells)
        case Kind.TEXT:
            part = rows_of(cells, lambda value: [word for word in words(value) if len(word) >= _SHORT_WORD])
            fields.put(column.name, Compare.SET, part)
            fields.propose(0.3, f"t{column.name}", *part)
        case Kind.SEX | Kind.CATEGORY:
            fields.put(column.name, Compare.CATEGORY, rows_of(cells, phrase))
            if column.kind is Kind.SEX:
                fields.sex_groups.append(len(fields.groups) - 1)
        case _:
            part = rows_of(cells, phrase)
            fields.put(column.name, Compare.STRING, part)
            fields.propose(1.0, f"s{column.name}", *part)


def _put_date(fields: Fields, column: ColumnType, cells: Coded) -> None:
    def read(value: str) -> list[str]:
        found = date_digits(value, *column.orders)
        return [found] if found else []

    vocabulary, rows = rows_of(cells, read)
    is_birth = column.kind is Kind.BIRTH
    fields.put(column.name, Compare.DATE if is_birth else Compare.EVENT, (vocabulary, rows))
    if is_birth:
        for family, first, last in (
            ("ym", slice(0, 6), slice(0)),
            ("yd", slice(0, 4), slice(6, 8)),
            ("md", slice(4, 8), slice(0)),
        ):
            fields.propose(0.5, f"{family}{column.name}", [date[first] + date[last] for date in vocabulary], rows)


def _put_email(fields: Fields, name: str, cells: Coded) -> None:
    parts = [email_parts(value) for value in cells.values]
    read = [[[part[at]] if part else [] for part in parts] for at in range(3)]
    (local, locals_), (domain, domains), (letter, letters) = (
        (vocabulary, rows.take(cells.codes)) for vocabulary, rows in map(ragged, read)
    )
    fields.put(name, Compare.EMAIL, (local, locals_), (domain, domains), (letter, letters))
    local_hashes, domain_hashes = hashed("local", local, locals_), hashed("domain", domain, domains)
    fields.atoms += [
        Atoms(0.6, crossed(local_hashes, domain_hashes)),
        Atoms(0.6, local_hashes),
        Atoms(0.6, crossed(hashed("letters", letter, letters), domain_hashes)),
    ]


def _put_phone(fields: Fields, name: str, cells: Coded) -> None:
    vocabulary, rows = rows_of(cells, phone)
    ends = [number[-9:] for number in vocabulary]
    fields.put(name, Compare.PHONE, (vocabulary, rows))
    # All telephone columns share their atoms: one table's mobile number is the other's work number.
    fields.propose(0.6, "phone-last", [number[-7:] for number in ends], rows)
    fields.propose(0.6, "phone-first", [number[:6] for number in ends], rows)
    fields.propose(0.6, "phone-ends", [number[-4:] + number[:2] for number in ends], rows)


def _put_places(fields: Fields, columns: Sequence[tuple[ColumnType, Coded]]) -> None:
    """Places count once together: whoever shares a street line shares the city. All street lines of a record are one list,
    because systems fill them in any order."""
    lines = [cells for column, cells in columns if column.kind is Kind.ADDRESS]
    read: list[tuple[str, Kind, tuple[list[str], Ragged]]] = [
        (column.name, column.kind, rows_of(cells, PLACES[column.kind]))
        for column, cells in columns
        if column.kind is not Kind.ADDRESS
    ]
    if lines:
        read.append(("address", Kind.ADDRESS, _lines(lines)))
    read.sort(key=lambda place: (-len(place[2][0]), place[0]))
    if read:
        fields.put("location", Compare.LOCATION, *(part for _, _, part in read[:MOST_PLACES]))
    for name, kind, (vocabulary, rows) in read:
        fields.propose(1.0, f"l{name}", vocabulary, rows)
        if kind is Kind.ADDRESS:
            fields.propose(0.6, "two-words", [" ".join(sorted(line.split())[:2]) for line in vocabulary], rows)
        if kind is Kind.POSTCODE:
            fields.propose(0.6, "postcode", [code[:4] for code in vocabulary], rows)


def _lines(columns: Sequence[Coded]) -> tuple[list[str], Ragged]:
    vocabulary, everything = ragged([address(value) for cells in columns for value in cells.values])
    parts, start = [], 0
    for cells in columns:
        parts.append(everything.take(cells.codes + start))
        start += len(cells.values)
    return vocabulary, distinct(joined(parts))
