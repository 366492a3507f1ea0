"""Columns get a meaning with a reason, or stay unresolved with one; a column about an agent never becomes the client's."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.errors import InputRefused
from graph_schema.manifests import (
    SINGLE_TARGETS,
    Alternative,
    ColumnMapping,
    DateOrder,
    MappingManifest,
    MappingTarget,
    UnresolvedColumn,
    manifest_from_json,
    manifest_to_json,
)
from ingest.column_profile import ColumnProfiler
from ingest.csv_reader import RowKind, SourceRow
from ingest.header_match import header_scores
from ingest.header_words import PHRASES, plain_header
from ingest.mapping import LEAST_CONFIDENCE, propose, transform_of

T = MappingTarget
PHONES = ("0501112233", "+971557654322", "04 555 0178")
EMAILS = ("ada@example.com", "bob@example.org", "eve@example.com")
NAMES = ("Ada Lovelace", "Bob Stone", "Eve Adler")


def manifest_of(
    columns: Mapping[str, tuple[str, ...]],
    *,
    overrides: Mapping[str, T | None] | None = None,
    date_order: DateOrder | None = None,
) -> MappingManifest:
    header = tuple(columns)
    profiler = ColumnProfiler(header)
    for cells in zip(*columns.values(), strict=True):
        profiler.add(SourceRow(1, RowKind.DATA, cells, 1, 1, 0, 0))
    return propose("bat_x", header, profiler.finish(), overrides=overrides or {}, date_order=date_order)


def the_column(header: str, *cells: str, date_order: DateOrder | None = None) -> ColumnMapping | UnresolvedColumn:
    return manifest_of({header: cells}, date_order=date_order).columns[0]


def test_a_mapping_in_full() -> None:
    assert the_column("Mobile", *PHONES, "ask him") == ColumnMapping(
        position=0,
        header="Mobile",
        target=T.PHONE,
        transform="phone/1",
        confidence=0.81,
        reason="header 'Mobile' means phone; 3 of 4 cells read as phone numbers",
    )


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("First Name", T.GIVEN_NAME), ("firstName", T.GIVEN_NAME), ("LAST_NAME", T.FAMILY_NAME), ("Nachname", T.FAMILY_NAME),
        ("prénom", T.GIVEN_NAME), ("Apellidos", T.FAMILY_NAME), ("ФИО", T.FULL_NAME), ("الاسم الكامل", T.FULL_NAME),
        ("姓名", T.FULL_NAME), ("Full name", T.FULL_NAME),
    ],
)  # fmt: skip
def test_headers_of_names(header: str, target: T) -> None:
    column = the_column(header, *NAMES)
    assert isinstance(column, ColumnMapping)
    assert column.target is target


@pytest.mark.parametrize(
    "header",
    ["Phone", "Phone No.", "Customer mobile number", "Téléphone", "Telefonnummer", "Teléfono móvil", "Cellulare", "Телефон",
     "رقم الجوال", "手机号码", "WhatsApp", "Telphone", "tel"],
)  # fmt: skip
def test_headers_of_phones(header: str) -> None:
    column = the_column(header, *PHONES)
    assert isinstance(column, ColumnMapping)
    assert column.target is T.PHONE


@pytest.mark.parametrize(
    "header",
    ["E-mail", "EMAIL ADDRESS", "e_mail", "Courriel", "Correo electrónico", "Электронная почта", "البريد الإلكتروني", "邮箱"],
)
def test_headers_of_emails(header: str) -> None:
    column = the_column(header, *EMAILS)
    assert isinstance(column, ColumnMapping)
    assert column.target is T.EMAIL


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Company name", T.ACCOUNT_NAME), ("Société", T.ACCOUNT_NAME), ("الشركة", T.ACCOUNT_NAME), ("公司", T.ACCOUNT_NAME),
        ("Компания", T.ACCOUNT_NAME), ("Azienda", T.ACCOUNT_NAME), ("Agent name", T.OWNER), ("Lead source", T.CAMPAIGN),
        ("Unit number", T.PROPERTY_INTEREST), ("Remarks", T.NOTE), ("Nationality", T.NATIONALITY), ("PLZ", T.POSTCODE),
        ("Country of residence", T.COUNTRY), ("Designation", T.JOB_TITLE), ("Passport No", T.NATIONAL_ID),
    ],
)  # fmt: skip
def test_headers_whose_cells_have_no_shape(header: str, target: T) -> None:
    column = the_column(header, "x", "y", "z")
    assert isinstance(column, ColumnMapping)
    assert column.target is target


@pytest.mark.parametrize(
    ("header", "cells"),
    [("Agent email", EMAILS), ("Owner Phone", PHONES), ("Spouse mobile", PHONES), ("Emergency contact number", PHONES),
     ("Broker e-mail address", EMAILS), ("Phone (assistant)", PHONES)],
)  # fmt: skip
def test_what_belongs_to_somebody_else_is_never_the_clients(header: str, cells: tuple[str, ...]) -> None:
    column = the_column(header, *cells)
    assert isinstance(column, UnresolvedColumn)
    assert column.why.startswith("it speaks of somebody else")


@pytest.mark.parametrize(
    ("header", "cells", "why"),
    [
        ("Phone", ("red", "green", "blue"), "header 'Phone' may mean phone, but only 0 of 3 cells read as phone numbers"),
        ("Badge", ("red", "green", "blue"), "no meaning is known for header 'Badge'"),
        ("Reach", EMAILS, "3 of 3 cells read as e-mail addresses, but header 'Reach' does not say whose or what they are"),
        ("Phone", ("", " ", ""), "every cell is blank"),
        ("Source of funds", ("a", "b", "c"), "no meaning is known for header 'Source of funds'"),
        ("Created at", ("2024-01-01", "2024-01-02", "2024-01-03"),
         "3 of 3 cells read as dates, but header 'Created at' does not say whose or what they are"),
    ],
)  # fmt: skip
def test_what_is_not_clear_stays_unresolved(header: str, cells: tuple[str, ...], why: str) -> None:
    column = the_column(header, *cells)
    assert isinstance(column, UnresolvedColumn)
    assert column.why == why


def test_a_contact_column_full_of_phones_offers_phone() -> None:
    column = the_column("Contact", *PHONES)
    assert isinstance(column, UnresolvedColumn)
    assert Alternative(T.PHONE, 0.4) in column.alternatives


def test_without_a_header_unmistakable_cells_speak() -> None:
    manifest = manifest_of({"column 1": NAMES, "column 2": EMAILS, "column 3": PHONES})
    assert [(column.position, column.target) for column in manifest.mapped] == [(1, T.EMAIL), (2, T.PHONE)]
    assert manifest.mapped[0].reason == "the cells mean email; 3 of 3 cells read as e-mail addresses"


def test_of_two_names_the_surer_wins_and_the_other_waits() -> None:
    manifest = manifest_of({"Buyer name": ("x1", "y2", "z3 z"), "Name": NAMES, "Full name": NAMES})
    assert [column.header for column in manifest.mapped] == ["Name"]
    assert manifest.unresolved[1].why == "column 'Name' is already name.full"
    assert manifest.unresolved[1].alternatives[0] == Alternative(T.FULL_NAME, 0.95)


def test_two_phones_are_two_phones() -> None:
    manifest = manifest_of({"Mobile": PHONES, "Landline": PHONES})
    assert [column.target for column in manifest.mapped] == [T.PHONE, T.PHONE]


def test_a_decision_beats_every_proposal() -> None:
    columns = {"Name": NAMES, "Who": NAMES, "Mobile": PHONES}
    manifest = manifest_of(columns, overrides={"who": T.FULL_NAME, "Mobile": None})
    assert [(column.header, column.target, column.confidence) for column in manifest.mapped] == [("Who", T.FULL_NAME, 1.0)]
    assert [column.why for column in manifest.unresolved] == ["column 'Who' is already name.full", "left unresolved by --map"]


def test_decisions_that_cannot_be_followed_are_refused() -> None:
    with pytest.raises(InputRefused) as unknown:
        manifest_of({"Name": NAMES}, overrides={"Nmae": T.FULL_NAME})
    assert unknown.value.error_code == "unknown_column"
    assert unknown.value.hint == "the columns are: Name"
    with pytest.raises(InputRefused):
        manifest_of({"Name": NAMES, "Who": NAMES}, overrides={"Name": T.FULL_NAME, "Who": T.FULL_NAME})


DMY, MDY, YMD = DateOrder.DAY_MONTH_YEAR, DateOrder.MONTH_DAY_YEAR, DateOrder.YEAR_MONTH_DAY


@pytest.mark.parametrize(
    ("cells", "decided", "order"),
    [
        (("13/02/2024", "01/02/2024"), None, DMY),
        (("13/02/2024", "01/02/2024"), MDY, DMY),
        (("01/02/2024", "03/02/2024"), MDY, MDY),
        (("2024-02-01", "2024-02-02"), None, YMD),
        (("12 Mar 2024", "13 Mar 2024"), None, None),
    ],
)
def test_dates_take_the_order_they_prove_else_the_decided_one(
    cells: tuple[str, ...], decided: DateOrder | None, order: DateOrder | None
) -> None:
    column = the_column("Visit date", *cells, date_order=decided)
    assert isinstance(column, ColumnMapping)
    assert column.date_order is order


def test_dates_that_can_be_read_two_ways_wait_for_a_decision() -> None:
    column = the_column("Visit date", "01/02/2024", "03/02/2024")
    assert isinstance(column, UnresolvedColumn)
    assert column.why == "'01/02/2024' can be read two ways, and no date has a number above 12; say --date-order DMY or MDY"
    assert column.alternatives == (Alternative(T.VISITED_ON, 0.95),)


def test_only_a_header_is_mapped_by_its_words() -> None:
    manifest = propose("bat_x", ("Name", "Mobile", "Badge"), ())
    assert [column.target for column in manifest.mapped] == [T.FULL_NAME, T.PHONE]


headers = st.lists(
    st.sampled_from(["Name", "E-mail", "phone", "Visit date", "DOB", "id", "", "name", "Agent phone"]) | st.text(max_size=8)
)


@given(header=headers, data=st.data())
def test_every_column_is_mapped_or_unresolved_exactly_once(header: list[str], data: st.DataObject) -> None:
    cells = st.sampled_from(["", "Ada Lovelace", "0501112233", "ada@example.com", "01/02/2024", "13/02/2024", "12"])
    profiler = ColumnProfiler(tuple(header))
    for row in data.draw(st.lists(st.tuples(*[cells] * len(header)), max_size=4)):
        profiler.add(SourceRow(1, RowKind.DATA, row, 1, 1, 0, 0))
    manifest = propose("bat_x", header, profiler.finish(), region="AE")
    assert [column.header for column in manifest.columns] == header
    assert all(column.confidence >= LEAST_CONFIDENCE and column.reason for column in manifest.mapped)
    assert all(column.why for column in manifest.unresolved)
    singles = [column.target for column in manifest.mapped if column.target in SINGLE_TARGETS]
    assert len(singles) == len(set(singles))
    assert manifest_from_json(manifest_to_json(manifest)) == manifest


def test_no_phrase_means_two_things() -> None:
    meanings = [phrase for phrases in PHRASES.values() for phrase in phrases]
    assert len(meanings) == len(set(meanings))
    assert set(PHRASES) == set(MappingTarget), "every meaning has words for it"
    for target, phrases in PHRASES.items():
        assert all(header_scores(phrase)[0][0] is target for phrase in phrases)


@pytest.mark.parametrize("target", list(MappingTarget))
def test_every_meaning_has_a_versioned_transform(target: T) -> None:
    name, _, version = transform_of(target).partition("/")
    assert name
    assert version.isdigit()


@pytest.mark.parametrize("header", ["Phone_No.", "phoneNo", "PHONE NO", " phone  no "])
def test_headers_compare_by_their_words(header: str) -> None:
    assert plain_header(header) == "phone no"
