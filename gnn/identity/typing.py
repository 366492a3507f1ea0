"""What the columns of a person table hold, by their cells first and their headers second."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl

from gnn.identity.dates import DateOrder, column_order, share_of_dates
from gnn.identity.words import words
from graph_schema.folding import fold


class Kind(StrEnum):
    """What a column holds. IGNORED ones say nothing about who somebody is; a CATEGORY never proposes, it only weighs."""

    GIVEN = "given name"
    SURNAME = "surname"
    FULL_NAME = "full name"
    BIRTH = "birth date"
    EVENT = "date"
    EMAIL = "e-mail"
    PHONE = "phone"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PLACE = "place"
    TEXT = "free text"
    STRING = "text"
    SEX = "sex"
    CATEGORY = "category"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A column's kind, and for dates the order of their parts, with separators and without."""

    name: str
    kind: Kind
    orders: tuple[DateOrder, DateOrder] = (DateOrder.DMY, DateOrder.YMD)


# Cells that decide the kind, and the part of the filled ones that has to agree.
SAMPLE: Final = 20_000
MOST: Final = 0.7
# A column with at most this many values, each of them common, is a category.
FEW_VALUES: Final = 12
COMMON: Final = 20
WORDS_OF_TEXT: Final = 4
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_A_WORD: Final = re.compile(r"[\W_]+")
_EMAIL: Final = re.compile(r"\S+@\S+\.\S+")
_PHONE: Final = re.compile(r"[+(]?\d[\d ().+/-]{5,}(?:\s*(?:x|ext)\.?\s*\d+)?")
_SEX: Final = frozenset({
    "m", "f", "male", "female", "man", "woman", "w", "h", "mann", "frau", "homme", "femme", "u", "other", "x", "nonbinary",
    "hombre", "mujer", "d",
})  # fmt: skip
# Phrases of headers, folded to plain words; the first kind of which one is found wins.
_PHRASES: Final = (
    (Kind.IGNORED, ("source", "system", "dataset", "batch", "row", "import", "created", "updated", "modified", "inserted")),
    (Kind.FULL_NAME, ("full ?name", "(?:first|given|fore) ?(?:name)? and (?:sur|last|family) ?name", "name and surname")),
    (
        Kind.STRING,
        ("(?:street|house) ?n(?:umber|o|r)", "soc(?:ial)? ?sec\\w*", "ssn", "passport\\w*", "national ?id", "tax", "nino"),
    ),
    (Kind.STRING, ("company", "employer", "organi[sz]ation", "occupation", "job", "department", "user ?name", "handle")),
    (Kind.SEX, ("sex", "gender", "geschlecht", "sexe", "sexo")),
    (Kind.CATEGORY, ("title", "salutation", "anrede", "honorific", "prefix", "suffix", "language", "nationality", "marital")),
    (Kind.CATEGORY, ("status", "race", "ethnicity", "religion")),
    (Kind.EMAIL, ("e ?mail", "mail")),
    (Kind.PHONE, ("phone", "telephone", "mobile", "cell", "tel", "fax", "whatsapp", "telefon\\w*", "handy", "movil", "msisdn")),
    (Kind.GIVEN, ("(?:first|given|fore|middle|f) ?names?", "middle ?initial", "vorname", "prenom", "nombre", "nome", "imya")),
    (Kind.SURNAME, ("(?:sur|last|family|maiden|nach|l) ?names?", "family", "familienname", "nom", "apellidos?", "cognome")),
    (Kind.POSTCODE, ("post ?codes?", "zip ?(?:code)?", "postal", "plz", "pin ?code", "cap", "eircode")),
    (Kind.ADDRESS, ("address", "addr", "street", "strasse", "adresse", "direccion", "rue", "road", "line ?[123]", "house")),
    (
        Kind.PLACE,
        ("city", "town", "place", "state", "country", "region", "county", "suburb", "province", "emirate", "district"),
    ),
    (Kind.PLACE, ("village", "ort", "stadt", "ville", "ciudad")),
    (Kind.FULL_NAME, ("\\w* ?names?", "client", "person", "contact", "customer", "lead")),
)
_HEADERS: Final = tuple((kind, re.compile(rf"\b(?:{'|'.join(phrases)})\b")) for kind, phrases in _PHRASES)
_BIRTH: Final = re.compile(r"dob|birth|born|geburt|naissance|nacimiento|bday|yob")
_BIRTH_PLACE: Final = re.compile(r"place|city|town|country|ort|lieu|lugar")


def plain_header(name: str) -> str:
    """A header as words: `'Phone_No.'` and `'phoneNo'` are both `'phone no'`."""
    return _NOT_A_WORD.sub(" ", fold(_CAMEL.sub(" ", name))).strip()


def column_type(name: str, column: pl.Series) -> ColumnType:
    """What this column holds; cells are stripped, blanks are `''`."""
    cells = column.filter(column != "").unique(maintain_order=False).sort()
    if not len(cells):
        return ColumnType(name, Kind.IGNORED)
    values = cells.gather_every(max(1, len(cells) // SAMPLE)).to_list()
    header = plain_header(name)
    if _share(_EMAIL, values) > MOST:
        return ColumnType(name, Kind.EMAIL)
    by_header = next((kind for kind, pattern in _HEADERS if pattern.search(header)), None)
    is_birth = bool(_BIRTH.search(header)) and not _BIRTH_PLACE.search(header)
    if by_header is not Kind.IGNORED and (is_birth or share_of_dates(values) > MOST) and _may_be_date(values, by_header):
        return ColumnType(name, Kind.BIRTH if is_birth or _are_births(header, values) else Kind.EVENT, column_order(values))
    return ColumnType(name, _kind(by_header, values, column))


def column_types(table: pl.DataFrame) -> list[ColumnType]:
    """What each column holds; a column of names whose words all stand in another one of full names is left out."""
    found = [column_type(name, table[name]) for name in table.columns]
    repeated = _repeated(table, [column for column in found if column.kind in NAMES])
    return [ColumnType(column.name, Kind.IGNORED) if column.name in repeated else column for column in found]


NAMES: Final = (Kind.GIVEN, Kind.SURNAME, Kind.FULL_NAME)
# A name column counts as part of another where this share of its cells does; the rest are typing mistakes.
_CONTAINED: Final = 0.9


def _repeated(table: pl.DataFrame, names: list[ColumnType]) -> set[str]:
    sample = table.gather_every(max(1, table.height // SAMPLE))
    parts = {column.name: [frozenset(words(cell)) for cell in sample[column.name].to_list()] for column in names}
    wholes = [column.name for column in names if column.kind is Kind.FULL_NAME]
    out: set[str] = set()
    for name, mine in parts.items():
        others = (other for other in wholes if other != name and other not in out)
        if any(_is_contained(mine, parts[other]) for other in others):
            out.add(name)
    return out


def _is_contained(parts: list[frozenset[str]], wholes: list[frozenset[str]]) -> bool:
    inside = [part <= whole for part, whole in zip(parts, wholes, strict=True) if part]
    return sum(inside) > _CONTAINED * len(inside)


def _kind(by_header: Kind | None, values: list[str], column: pl.Series) -> Kind:
    if by_header is Kind.PHONE or (by_header is None and _share(_PHONE, values) > MOST):
        return Kind.PHONE
    if by_header is Kind.EMAIL:
        return Kind.STRING
    if by_header is not None:
        return by_header
    if len(values) <= FEW_VALUES and all(value.casefold() in _SEX for value in values):
        return Kind.SEX
    if len(values) <= FEW_VALUES and len(column) >= COMMON * len(values):
        return Kind.CATEGORY
    return Kind.TEXT if sum(len(value.split()) for value in values) > WORDS_OF_TEXT * len(values) else Kind.STRING


def _share(pattern: re.Pattern[str], values: list[str]) -> float:
    return sum(pattern.fullmatch(value.strip()) is not None for value in values) / len(values)


def _may_be_date(values: list[str], by_header: Kind | None) -> bool:
    """Eight bare digits can also be a telephone number or a postcode, if the header says so."""
    return by_header not in {Kind.PHONE, Kind.POSTCODE, Kind.EMAIL, *NAMES} or any(not value.isdigit() for value in values)


def _are_births(header: str, values: list[str]) -> bool:
    """Dates without a telling header are births where they spread over more years than any file of events."""
    if re.search(r"date|time|since|visit|event|sale|start|end|join|expir|issue|death", header) and "birth" not in header:
        return False
    years = sorted(int(found[0]) for value in values if (found := re.search(r"(?:19|20)\d\d", value)))
    return bool(years) and years[len(years) * 19 // 20] - years[len(years) // 20] > _YEARS_OF_BIRTHS


# Nine tenths of the birth years of any group of adults spread over more years than this.
_YEARS_OF_BIRTHS: Final = 20
