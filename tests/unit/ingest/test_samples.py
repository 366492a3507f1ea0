"""The sample files of the quick start, read for real: they must go on showing what they were written to show."""

from collections import Counter
from pathlib import Path

from graph_schema.manifests import MappingManifest, MappingTarget
from graph_schema.values import Money, Phone, Unreadable
from ingest.column_profile import profile_columns
from ingest.csv_reader import IssueCode, RowKind, SourceRow, read_rows
from ingest.dialect import HEAD_BYTES, propose_dialect
from ingest.mapping import propose
from ingest.normalise.emails import parse_emails
from ingest.normalise.money import parse_money
from ingest.normalise.names import parse_name
from ingest.normalise.phones import parse_phones

SAMPLES = Path(__file__).parents[3] / "docs" / "samples"
T = MappingTarget


def read(name: str) -> tuple[list[SourceRow], MappingManifest]:
    path = SAMPLES / name
    with path.open("rb") as file:
        dialect = propose_dialect(file.read(HEAD_BYTES)).settled()
        file.seek(0)
        rows = list(read_rows(file, dialect))
    header = next(row.cells for row in rows if row.kind is RowKind.HEADER)
    return rows, propose("bat_x", header, profile_columns(rows, len(header)), region="AE", currency="AED")


def cells_of(rows: list[SourceRow], position: int) -> list[str]:
    return [row.cells[position] for row in rows if row.kind is RowKind.DATA]


def test_visitors_are_messy_in_known_ways() -> None:
    rows, manifest = read("visitors.csv")
    assert Counter(row.kind.value for row in rows) == {"header": 1, "data": 39, "blank": 1, "bad": 1}
    assert [row.issue.code for row in rows if row.issue] == [IssueCode.RAGGED_ROW]
    assert [column.target for column in manifest.mapped] == [
        T.SOURCE_KEY, T.FULL_NAME, T.PHONE, T.EMAIL, T.ACCOUNT_NAME, T.PROPERTY_INTEREST, T.VISITED_ON, T.NOTE, T.OWNER,
        T.CAMPAIGN,
    ]  # fmt: skip
    assert [column.header for column in manifest.unresolved] == ["Badge", "Column1"]
    assert any("\n" in note for note in cells_of(rows, 7)), "a note with a line break"
    scripts = {parse_name(name).script for name in cells_of(rows, 1)}  # type: ignore[union-attr]  # all readable
    assert scripts == {"Latin", "Arabic", "Cyrillic", "Han"}


def test_visitors_share_and_damage_numbers() -> None:
    rows, _ = read("visitors.csv")
    readings = [value for cell in cells_of(rows, 2) for value in parse_phones(cell, "AE")]
    numbers = Counter(phone.value for phone in readings if isinstance(phone, Phone) and not phone.is_placeholder)
    assert len(readings) == 42
    assert {number for number, count in numbers.items() if count > 1} == {
        "+971501112841", "+971506649083", "+971524180936", "+971543907715", "+33170189903",
    }  # fmt: skip
    assert [value.text for value in readings if isinstance(value, Unreadable)] == ["n/a", "9.71551E+11"]
    addresses = [value for cell in cells_of(rows, 3) for value in parse_emails(cell)]
    assert not any(isinstance(value, Unreadable) for value in addresses)


def test_portal_leads_are_clean() -> None:
    rows, manifest = read("portal_leads.csv")
    assert Counter(row.kind.value for row in rows) == {"header": 1, "data": 15}
    assert [column.header for column in manifest.unresolved] == ["Währung"]
    phones = [value for cell in cells_of(rows, 3) for value in parse_phones(cell, "")]
    assert all(isinstance(value, Phone) and not value.is_placeholder for value in phones)
    assert all(isinstance(parse_money(cell, "AED"), Money) for cell in cells_of(rows, 6))
