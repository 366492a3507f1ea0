"""Cells of one row become typed values, column by column, under an approved mapping. What cannot be read is named and kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from graph_schema.manifests import ApprovedManifest, ColumnMapping, MappingTarget
from graph_schema.values import Address, Email, Money, PersonName, Phone, Unreadable
from ingest.normalise.addresses import parse_address
from ingest.normalise.countries import region_of
from ingest.normalise.dates import parse_day
from ingest.normalise.emails import parse_emails
from ingest.normalise.identifiers import parse_identifier
from ingest.normalise.money import parse_money
from ingest.normalise.names import join_name, parse_name
from ingest.normalise.phones import parse_phones

Value = Email | Phone | PersonName | Money | Address | date | datetime | str

_T = MappingTarget
_NAME_PARTS: Final = (_T.GIVEN_NAME, _T.FAMILY_NAME)
_ADDRESS_PARTS: Final = (_T.ADDRESS, _T.CITY, _T.POSTCODE, _T.COUNTRY)


@dataclass(frozen=True, slots=True)
class Reading:
    """One value with the column that said it."""

    column: ColumnMapping
    value: Value


@dataclass(frozen=True, slots=True)
class UnreadableCell:
    """One cell that could not become a value; its text stays in the raw row."""

    column: ColumnMapping
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """All that one row says. `readings` is in column order."""

    number: int
    row_uid: str
    readings: tuple[Reading, ...]
    unreadable: tuple[UnreadableCell, ...]

    def of(self, *targets: MappingTarget) -> tuple[Reading, ...]:
        """The values of these meanings, in column order."""
        return tuple(reading for reading in self.readings if reading.column.target in targets)

    def text(self, target: MappingTarget) -> str:
        """The first text of a meaning, or ''."""
        return next((r.value for r in self.readings if r.column.target is target and isinstance(r.value, str)), "")

    @property
    def name(self) -> PersonName | None:
        """The person's name, whole or joined from its parts."""
        return next((r.value for r in self.readings if isinstance(r.value, PersonName)), None)


def read_row(number: int, row_uid: str, cells: Sequence[str], approved: ApprovedManifest) -> ReadRow:
    """Read one row's cells as an approved mapping says. A blank cell says nothing: it never clears a field."""
    manifest = approved.manifest
    return read_cells(number, row_uid, cells, manifest.mapped, Reckoning(manifest.region, manifest.currency))


def read_cells(
    number: int, row_uid: str, cells: Sequence[str], columns: Sequence[ColumnMapping], reckoning: "Reckoning"
) -> ReadRow:
    """Read cells whose meaning nobody has to approve any more, or ever had to."""
    filled = {
        column.target: (column, cells[column.position].strip())
        for column in columns
        if column.position < len(cells) and cells[column.position].strip()
    }
    country = filled[_T.COUNTRY][1] if _T.COUNTRY in filled else ""
    place = Reckoning(region_of(country) or reckoning.region, reckoning.currency)
    readings: list[Reading] = []
    unreadable: list[UnreadableCell] = []
    for column in columns:
        text = cells[column.position].strip() if column.position < len(cells) else ""
        if not text or column.target in _NAME_PARTS or column.target in _ADDRESS_PARTS:
            continue
        for value in _read_cell(column, text, place):
            _file(column, value, text, readings, unreadable)
    for targets, join in ((_NAME_PARTS, _join_name), (_ADDRESS_PARTS, _join_address)):
        parts = [filled[target] for target in targets if target in filled]
        if parts:
            texts = {column.target: text for column, text in parts}
            _file(parts[0][0], join(texts), " ".join(text for _, text in parts), readings, unreadable)
    return ReadRow(number, row_uid, tuple(readings), tuple(unreadable))


def _file(
    column: ColumnMapping, value: Value | Unreadable, text: str, readings: list[Reading], unreadable: list[UnreadableCell]
) -> None:
    if isinstance(value, Unreadable):
        unreadable.append(UnreadableCell(column, value.text or text, value.why))
    else:
        readings.append(Reading(column, value))


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What reads numbers that do not say it: the country of the row, else of the batch, and the batch's currency."""

    region: str
    currency: str


def _read_cell(column: ColumnMapping, text: str, place: Reckoning) -> Sequence[Value | Unreadable]:
    read = _READERS.get(column.target)
    return read(column, text, place) if read else (text,)


_Reader = Callable[[ColumnMapping, str, Reckoning], Sequence[Value | Unreadable]]
_READERS: Final[dict[MappingTarget, _Reader]] = {
    _T.SOURCE_KEY: lambda _column, text, _place: (parse_identifier(text),),
    _T.NATIONAL_ID: lambda _column, text, _place: (parse_identifier(text),),
    _T.HANDLE: lambda _column, text, _place: (parse_identifier(text),),
    _T.FULL_NAME: lambda _column, text, _place: (parse_name(text),),
    _T.EMAIL: lambda _column, text, _place: parse_emails(text),
    _T.PHONE: lambda _column, text, place: parse_phones(text, place.region),
    _T.VISITED_ON: lambda column, text, _place: (parse_day(text, column.date_order),),
    _T.BIRTH_DATE: lambda column, text, _place: (parse_day(text, column.date_order),),
    _T.BUDGET: lambda _column, text, place: (parse_money(text, place.currency),),
}


def _join_name(parts: dict[MappingTarget, str]) -> PersonName | Unreadable:
    return join_name(parts.get(_T.GIVEN_NAME, ""), parts.get(_T.FAMILY_NAME, ""))


def _join_address(parts: dict[MappingTarget, str]) -> Address | Unreadable:
    return parse_address(*(parts.get(target, "") for target in _ADDRESS_PARTS))
