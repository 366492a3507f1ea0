"""Cells become the small texts that are compared."""

import polars as pl
import pytest

from gnn.identity.dates import DateOrder, column_order, date_digits
from gnn.identity.typing import Kind, column_type, column_types
from gnn.identity.words import address, digits, email_parts, full_name, name_words, phone, sound


@pytest.mark.parametrize(
    ("text", "digits_"),
    [
        ("1980-11-03", "19801103"),
        ("03/11/1980", "19801103"),
        ("3.11.80", "19801103"),
        ("25/12/1980", "19801225"),
        ("12/25/1980", "19801225"),
        ("19801103", "19801103"),
        ("3 Nov 1980", "19801103"),
        ("November 3rd, 1980", "19801103"),
        ("1980-11", "19801100"),
        ("1980", "19800000"),
        ("2001-02-03 10:11:12", "20010203"),
        ("soon", ""),
    ],
)
def test_dates(text: str, digits_: str) -> None:
    assert date_digits(text) == digits_


def test_the_order_of_a_column_is_decided_by_all_its_cells() -> None:
    separated, bare = column_order(["01/02/1980", "01/25/1980", "31121999", "01021980"])
    assert (separated, bare) == (DateOrder.MDY, DateOrder.DMY)
    assert date_digits("01/02/1980", separated, bare) == "19800102"
    assert date_digits("31121999", separated, bare) == "19991231"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Dr. Zoë O'Neil-Smith", (["zoe", "oneil"], ["smith"])),
        ("Smith, John Paul", (["john", "paul"], ["smith"])),
        ("王伟", (["wei"], ["wang"])),
        ("Maria de la Cruz", (["maria"], ["cruz"])),
        ("Žofie", (["zofie"], [])),
        ("Мария Иванова", (["mariya"], ["ivanova"])),
        ("", ([], [])),
    ],
)
def test_full_names(text: str, parts: tuple[list[str], list[str]]) -> None:
    assert full_name(text) == parts


def test_a_name_of_particles_alone_is_kept() -> None:
    assert name_words("Van") == ["van"]


def test_phones_lose_what_their_writer_chose() -> None:
    assert {digits(text) for text in ("+971 50 123 4567", "00971501234567", "+971-50-1234567 ext. 12")} == {"971501234567"}
    assert phone("12345") == []


def test_emails() -> None:
    assert email_parts(" Ada.Lovelace+news@GMAIL.com ") == ("adalovelace", "gmail.com", "adalovelace")
    assert email_parts("ada.l7@example.com") == ("ada.l7", "example.com", "adal")
    assert email_parts("nobody") is None


def test_addresses_and_sounds() -> None:
    assert address("High St. 12") == address("12 High Street") == ["12 high street"]
    assert sound("meyer") == sound("meier") == sound("maier")
    assert sound("smith") != sound("jones")


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("dob", ["19800102", "19791231"], Kind.BIRTH),
        ("geburtsdatum", ["01.02.1980"], Kind.BIRTH),
        ("registered", ["2020-01-02", "2021-03-04"], Kind.EVENT),
        ("Contact", ["a@b.com", "c@d.org"], Kind.EMAIL),
        ("x1", ["+44 7400 123456", "07400 654321"], Kind.PHONE),
        ("first_and_surname", ["Ada Lovelace"], Kind.FULL_NAME),
        ("First Name", ["Ada"], Kind.GIVEN),
        ("family_name", ["Lovelace"], Kind.SURNAME),
        ("birth_place", ["London"], Kind.PLACE),
        ("postcode_fake", ["SW1A 1AA"], Kind.POSTCODE),
        ("street_number", ["12"], Kind.STRING),
        ("gender", ["m", "f"], Kind.SEX),
        ("salutation", ["Mr"], Kind.CATEGORY),
        ("source", ["crm"], Kind.IGNORED),
        ("anything", ["", ""], Kind.IGNORED),
    ],
)
def test_columns_are_understood(header: str, cells: list[str], kind: Kind) -> None:
    assert column_type(header, pl.Series(cells, dtype=pl.String)).kind is kind


def test_parts_of_a_full_name_are_not_counted_twice() -> None:
    table = pl.DataFrame({"full_name": ["Ada Lovelace", "Alan M Turing"], "surname": ["Lovelace", "Turing"]})
    assert [column.kind for column in column_types(table)] == [Kind.FULL_NAME, Kind.IGNORED]
