"""Names, e-mail addresses, phone numbers and keys: what identifies people, so what must never be guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.folding import fold
from graph_schema.values import Email, PersonName, Phone, Unreadable
from ingest.normalise.cell_text import tidy
from ingest.normalise.emails import parse_emails
from ingest.normalise.identifiers import parse_identifier
from ingest.normalise.names import join_name, parse_name
from ingest.normalise.phones import parse_phones

# Everything a cell may hold, lone surrogates included.
any_text = st.text(max_size=60) | st.text(st.sampled_from("+0123456789 ()-/.,;@abcE&'\"<>=\ud800\u200f\n"), max_size=40)


def mail(address: str, *, is_role: bool = False, is_placeholder: bool = False) -> Email:
    local, _, domain = address.partition("@")
    return Email(address, local, domain, is_role, is_placeholder)


def person(value: str, given_name: str, family: str, script: str = "Latin") -> PersonName:
    return PersonName(value, given_name, family, fold(value), script)


def why(value: object) -> str:
    assert isinstance(value, Unreadable)
    return value.why


@given(text=any_text)
def test_no_text_breaks_a_reader_and_every_answer_can_be_stored(text: str) -> None:
    answers = (
        *parse_emails(text),
        *parse_phones(text, "AE"),
        *parse_phones(text, ""),
        parse_name(text),
        parse_identifier(text),
    )
    for answer in answers:
        repr(answer).encode("utf-8")
        if isinstance(answer, Unreadable):
            assert answer.why


@given(text=any_text)
def test_what_was_read_reads_as_itself(text: str) -> None:
    for address in parse_emails(text):
        if isinstance(address, Email):
            assert parse_emails(address.value) == (address,)
    for number in parse_phones(text, "AE"):
        if isinstance(number, Phone) and number.value.startswith("+"):
            assert parse_phones(number.value, "") == (number,)
    name = parse_name(text)
    if isinstance(name, PersonName):
        assert name.folded == fold(name.value)
        assert name.value == tidy(name.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lovelace <Ada@Example.COM>; bob@example.org", (mail("ada@example.com"), mail("bob@example.org"))),
        ('"Doe, John" <john@example.com>', (mail("john@example.com"),)),
        ("ann@example.com/bob@example.com or  ann@example.com", (mail("ann@example.com"), mail("bob@example.com"))),
        ("mailto:ada.l@example.com.", (mail("ada.l@example.com"),)),
        ("info@example.com", (mail("info@example.com", is_role=True),)),
        ("sales+dubai@example.com", (mail("sales+dubai@example.com", is_role=True),)),
        ("na@na.com", (mail("na@na.com", is_placeholder=True),)),
        ("none@none.com", (mail("none@none.com", is_placeholder=True),)),
        ("test@test.com", (mail("test@test.com", is_placeholder=True),)),
        ("noemail@example.com", (mail("noemail@example.com", is_placeholder=True),)),
        ("aaaa@example.com", (mail("aaaa@example.com", is_placeholder=True),)),
        ("Ünal@exämple.de", (mail("ünal@xn--exmple-cua.de"),)),
        ("", ()),
        (" \u200b ", ()),
    ],
)
def test_emails(text: str, expected: tuple[Email, ...]) -> None:
    assert parse_emails(text) == expected


@pytest.mark.parametrize(
    "text", ["n/a", "-", "ada at example.com", "ada@", "@example.com", "a@b@example.com", "ada@localhost", "x" * 2000]
)
def test_texts_that_are_no_email(text: str) -> None:
    [answer] = parse_emails(text)
    assert why(answer)


A, B = "+971501112233", "+971557654322"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0501112233", (A,)),
        ("501112233", (A,)),
        ("971501112233", (A,)),
        ("00971 50 111 2233", (A,)),
        ("+971 (50) 111-2233", (A,)),
        ("'0501112233", (A,)),
        ('="0501112233"', (A,)),
        ("971501112233.0", (A,)),
        ("\u202a+971 50 111 2233\u202c", (A,)),
        ("٠٥٠١١١٢٢٣٣", (A,)),
        ("050/1112233", (A,)),
        ("Mobile: 0501112233 (WhatsApp)", (A,)),
        ("0501112233 / 0557654322", (A, B)),
        ("0501112233, 0557654322", (A, B)),
        ("0501112233\n0557654322; 0501112233", (A, B)),
        ("0501112233 0557654322", (A, B)),
        ("+971501112233 and +971557654322", (A, B)),
        ("+1 (415) 555-2671 ext 12", ("+14155552671",)),
        ("", ()),
    ],
)
def test_phones(text: str, values: tuple[str, ...]) -> None:
    found = parse_phones(text, "AE")
    assert tuple(phone.value for phone in found if isinstance(phone, Phone)) == values
    assert len(found) == len(values)
    assert not any(phone.is_placeholder for phone in found if isinstance(phone, Phone))


@pytest.mark.parametrize("text", ["000000", "0", "1234567", "5555555", "0500000000", "+971501234567", "987654"])
def test_made_up_numbers_are_marked(text: str) -> None:
    [phone] = parse_phones(text, "AE")
    assert isinstance(phone, Phone)
    assert phone.is_placeholder


def test_a_number_belongs_to_its_own_region() -> None:
    assert parse_phones("+44 20 7946 0958", "AE") == (Phone("+442079460958", "GB"),)
    assert parse_phones("+7 912 345 11 22", "") == (Phone("+79123451122", "RU"),)


@pytest.mark.parametrize(
    ("text", "region", "reason"),
    [
        ("9.71502E+11", "AE", "damaged by a spreadsheet: 9.71502E+11 has lost digits; export the column as text"),
        ("0501112233", "", "no country code and no region: say --region"),
        ("0501112233", "ZZ", "there is no region 'ZZ'"),
        ("call after five", "AE", "there is no number in it"),
        ("n/a", "AE", "it says that nothing is known"),
        ("+971 50", "AE", "it has too few digits in AE"),
        ("447911123456", "AE", "no such number is in use in AE"),
    ],
)
def test_numbers_that_cannot_be_read_say_why(text: str, region: str, reason: str) -> None:
    assert [why(answer) for answer in parse_phones(text, region)] == [reason]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  John   Smith ", person("John Smith", "John", "Smith")),
        ("Mr. John Smith", person("John Smith", "John", "Smith")),
        (",John", person("John", "John", "")),
        ("Doe, John", person("John Doe", "John", "Doe")),
        ("John (Johnny) Smith", person("John Smith", "John", "Smith")),
        ("John Smith Jr.", person("John Smith Jr.", "John", "Smith")),
        ("Ludwig van Beethoven", person("Ludwig van Beethoven", "Ludwig", "van Beethoven")),
        ("Mohammed bin Rashid Al Maktoum", person("Mohammed bin Rashid Al Maktoum", "Mohammed bin Rashid", "Al Maktoum")),
        ("DUPONT Jean", person("DUPONT Jean", "Jean", "DUPONT")),
        ("JOHN SMITH", person("JOHN SMITH", "JOHN", "SMITH")),
        ("Madonna", person("Madonna", "Madonna", "")),
        ("السيد محمد آل مكتوم", person("محمد آل مكتوم", "محمد", "آل مكتوم", "Arabic")),
        ("Иванов Иван Иванович", person("Иванов Иван Иванович", "Иван Иванович", "Иванов", "Cyrillic")),
        ("Иван Петров", person("Иван Петров", "Иван", "Петров", "Cyrillic")),
        ("王小明先生", person("王小明", "小明", "王", "Han")),
        ("欧阳娜娜", person("欧阳娜娜", "娜娜", "欧阳", "Han")),
        ("约翰·史密斯", person("约翰·史密斯", "约翰", "史密斯", "Han")),
        ("山田 太郎", person("山田 太郎", "太郎", "山田", "Han")),
        ("김철수", person("김철수", "철수", "김", "Hangul")),
    ],
)
def test_names(text: str, expected: PersonName) -> None:
    assert parse_name(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("John & Jane Smith", "it names more than one person"),
        ("Ahmed and Fatima", "it names more than one person"),
        ("Marina Trading LLC", "it looks like a company: trading"),
        ("شركة النور", "it looks like a company: شركة"),
        ("ada@example.com", "it is an e-mail address"),
        ("Guest 12", "there are digits in it"),
        ("test", "it is a word to fill the field"),
        ("Mr.", "it is a title without a name"),
        ("n/a", "it says that nothing is known"),
        ("...", "there is no letter in it"),
        ("", "it is empty"),
        ("x" * 500, "it has more than 120 characters"),
    ],
)
def test_texts_that_name_no_person(text: str, reason: str) -> None:
    assert why(parse_name(text)) == reason


def test_names_from_two_columns() -> None:
    assert join_name("Dr. Ada", "Lovelace") == person("Ada Lovelace", "Ada", "Lovelace")
    assert join_name("", "Lovelace") == person("Lovelace", "", "Lovelace")
    assert join_name("小明", "王") == person("王小明", "小明", "王", "Han")
    assert why(join_name(" ", "")) == "it is empty"
    assert why(join_name("Ada2", "L")) == "there are digits in it"


def test_keys_keep_their_letters_and_zeros() -> None:
    assert parse_identifier(" 007-A ") == "007-A"
    assert parse_identifier('="00123"') == "00123"
    assert parse_identifier("1234567.0") == "1234567"
    assert why(parse_identifier("1.23457E+15")).startswith("damaged by a spreadsheet")
