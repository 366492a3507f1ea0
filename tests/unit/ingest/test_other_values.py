"""Days, amounts and addresses: read where the text proves how, unreadable with a reason where it can be read two ways."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.manifests import DateOrder
from graph_schema.values import Address, Money, Unreadable
from ingest.normalise.addresses import parse_address
from ingest.normalise.cell_text import parse_text, storable, tidy
from ingest.normalise.countries import region_of
from ingest.normalise.dates import OrderProof, parse_day, prove_order
from ingest.normalise.money import parse_money

DMY, MDY, YMD = DateOrder.DAY_MONTH_YEAR, DateOrder.MONTH_DAY_YEAR, DateOrder.YEAR_MONTH_DAY
DAY = date(2026, 3, 12)
digits_and_marks = st.text(st.sampled_from("0123456789-/.,:TZ+ apmkM€$AED'٣年月日\ud800"), max_size=30)
any_text = st.text(max_size=60) | digits_and_marks


def why(value: object) -> str:
    assert isinstance(value, Unreadable)
    return value.why


@given(text=any_text, order=st.sampled_from([None, DMY, MDY, YMD]), currency=st.sampled_from(["", "AED", "KWD", "USD"]))
def test_no_text_breaks_a_reader(text: str, order: DateOrder | None, currency: str) -> None:
    for answer in (parse_day(text, order), parse_money(text, currency), parse_text(text), parse_address(text, text, "", text)):
        repr(answer).encode("utf-8")
    assert prove_order([text, text]).evidence


@given(text=any_text)
def test_tidy_is_done_after_one_time(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    storable(text).encode("utf-8")


@given(day=st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_day_comes_back_from_each_way_to_write_it(day: date) -> None:
    assert parse_day(day.isoformat(), None) == day
    assert parse_day(f"{day.day}/{day.month}/{day.year}", DMY) == day
    assert parse_day(f"{day.month:02}-{day.day:02}-{day.year}", MDY) == day
    assert parse_day(f"{day.day} {day:%B} {day.year}", None) == day
    assert parse_day(f"{day:%b} {day.day}, {day.year}", None) == day


@given(moment=st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([None, UTC])))  # noqa: DTZ001 -- moments without a zone are meant
def test_every_moment_comes_back_from_iso(moment: datetime) -> None:
    assert parse_day(moment.isoformat(), None) == moment
    assert parse_day(moment.isoformat(" "), DMY) == moment


@given(days=st.lists(st.dates(date(1990, 1, 1), date(2030, 1, 1)), min_size=1), order=st.sampled_from([DMY, MDY]))
def test_a_proof_is_never_wrong(days: list[date], order: DateOrder) -> None:
    written = [f"{d.day}/{d.month}/{d.year}" if order is DMY else f"{d.month}/{d.day}/{d.year}" for d in days]
    proof = prove_order(written)
    assert proof.order in {order, None}
    assert (proof.order is not None) == any(day.day > 12 for day in days)
    assert proof.is_needed == (proof.order is None and any(day.day != day.month for day in days))


@pytest.mark.parametrize(
    "text",
    ["2026-03-12", "2026/3/12", "2026.03.12", "20260312", "12 Mar 2026", "12-Mar-2026", "March 12, 2026", "12th of March 2026",
     "Thursday, 12 March 2026", "12. März 2026", "12 mars 2026", "12 de marzo de 2026", "12 марта 2026 г.", "12 مارس 2026",
     "٢٠٢٦-٠٣-١٢", "2026年3月12日", "12/03/2026", "12.3.2026", "'2026-03-12"],
)  # fmt: skip
def test_days(text: str) -> None:
    assert parse_day(text, DMY) == DAY


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("12/03/2026 10:30", datetime(2026, 3, 12, 10, 30)),  # noqa: DTZ001 -- no zone is written
        ("12/03/2026, 10:30:15 PM", datetime(2026, 3, 12, 22, 30, 15)),  # noqa: DTZ001
        ("12 Mar 2026 12:05 am", datetime(2026, 3, 12, 0, 5)),  # noqa: DTZ001
        ("2026-03-12T10:30:00.250Z", datetime(2026, 3, 12, 10, 30, 0, 250_000, UTC)),
        ("2026-03-12 10:30+0400", datetime(2026, 3, 12, 10, 30, tzinfo=timezone(timedelta(hours=4)))),
    ],
)
def test_moments(text: str, moment: datetime) -> None:
    assert parse_day(text, DMY) == moment


@pytest.mark.parametrize(
    ("text", "order", "reason"),
    [
        ("01/02/2024", None, "day and month can be read two ways; say --date-order"),
        ("01/02/2024", YMD, "the column's dates begin with the year, and this one does not"),
        ("13/01/2024", MDY, "there is no such day: month must be in 1..12"),
        ("31/02/2026", DMY, "there is no such day: day is out of range for month"),
        ("12/03/26", DMY, "its year has two digits, so the century is open; export the dates with four"),
        ("45363", DMY, "it may be a spreadsheet's number for 2024-03-12; export the column as dates"),
        ("2026-03-12 25:00", DMY, "there is no such time: hour must be in 0..23"),
        ("2026-03-12 13:00 pm", DMY, "there is no hour 13 pm"),
        ("12 Foo 2026", DMY, "'Foo' is no month that we know"),
        ("next week", DMY, "it is not written like a date"),
        ("n/a", DMY, "it says that nothing is known"),
        ("", DMY, "it is empty"),
    ],
)
def test_days_that_cannot_be_read_say_why(text: str, order: DateOrder | None, reason: str) -> None:
    assert why(parse_day(text, order)) == reason


@pytest.mark.parametrize(
    ("values", "proof"),
    [
        (["01/02/2024", "13/02/2024"], OrderProof(DMY, "'13/02/2024' can only have the day first")),
        (["01/02/2024 10:00", "02/13/2024 11:00"], OrderProof(MDY, "'02/13/2024' can only have the month first")),
        (["2024-01-02", "2024-01-03"], OrderProof(YMD, "all 2 dates in numbers begin with the year")),
        (["12 Mar 2024", "", "03/03/2024"], OrderProof(None, "no date depends on the order of its numbers")),
        (
            ["01/02/2024", "2024-01-02"],
            OrderProof(None, "'01/02/2024' can be read two ways, and no date has a number above 12", is_needed=True),
        ),
        (
            ["13/02/2024", "02/13/2024"],
            OrderProof(
                None, "'13/02/2024' has the day first and '02/13/2024' the month: the column mixes both", is_needed=True
            ),
        ),
    ],
)
def test_what_a_column_proves_about_its_dates(values: list[str], proof: OrderProof) -> None:
    assert prove_order(values) == proof


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("AED 2.5M", "2500000", "AED"),
        ("2.5 m dhs", "2500000", "AED"),
        ("€1.200.000,50", "1200000.50", "EUR"),
        ("1,200,000", "1200000", "AED"),
        ("AED 850,000", "850000", "AED"),
        ("850k", "850000", "AED"),
        ("1.5 million", "1500000", "AED"),
        ("1,5 Mio €", "1500000", "EUR"),
        ("M€ 2.5", "2500000", "EUR"),
        ("1'200'000.50 CHF", "1200000.50", "CHF"),
        ("1 200 000,75", "1200000.75", "AED"),
        ("12,00,000 INR", "1200000", "INR"),
        ("3 crore INR", "30000000", "INR"),
        ("US$ 1,000", "1000", "USD"),
        ("د.إ ٥٠٠٠٠٠", "500000", "AED"),
        ("2,5 млн руб", "2500000", "RUB"),
        ("200万元", "2000000", "CNY"),
        ("0.500", "0.5", "AED"),
        ("-500", "-500", "AED"),
    ],
)
def test_amounts(text: str, amount: str, currency: str) -> None:
    assert parse_money(text, "AED") == Money(Decimal(amount), currency)


@given(amount=st.decimals(0, 10**10, places=2))
def test_every_amount_comes_back_from_each_way_to_write_it(amount: Decimal) -> None:
    english, german = f"{amount:,}", f"{amount:,}".translate(str.maketrans(",.", ".,"))
    for text in (str(amount), english, german, f"AED {english}", f"{german} AED", english.replace(",", " ")):
        assert parse_money(text, "AED") == Money(amount, "AED")


@pytest.mark.parametrize(
    ("text", "currency", "reason"),
    [
        ("1,200,000", "", "it names no currency; say --currency"),
        ("$500,000", "AED", "'$' is no single currency; say --currency if it is the batch's own"),
        ("1.250M", "AED", "'1.250' can mean 1250 or 1.250"),
        ("1,500", "KWD", "'1,500' can mean 1500 or 1.500"),
        ("1,200,00", "AED", "its digits are not in groups of three"),
        ("1M - 2M", "AED", "it is a range; one amount is needed"),
        ("up to 2M", "AED", "it is a bound, not an amount"),
        ("2M+", "AED", "it is a bound, not an amount"),
        ("1.2E+06", "AED", "damaged by a spreadsheet: 1.2E+06 has lost digits; export the column as text"),
        ("USD 5 EUR", "AED", "it speaks of 'usd and eur'"),
        ("10000000000000000000000000000", "AED", "it has more digits than an amount of money"),
        ("two million", "AED", "it is not written like an amount"),
        ("n/a", "AED", "it says that nothing is known"),
        ("", "AED", "it is empty"),
    ],
)
def test_amounts_that_cannot_be_read_say_why(text: str, currency: str, reason: str) -> None:
    assert why(parse_money(text, currency)) == reason


def test_a_shared_sign_is_settled_by_the_currency_of_the_batch() -> None:
    assert parse_money("$500,000", "USD") == Money(Decimal(500_000), "USD")


def test_addresses() -> None:
    assert parse_address(" 1  Main St", "Köln", "'50667", "Deutschland") == Address(
        "1 Main St", "Köln", "50667", "DE", "1 main st koln 50667 de"
    )
    assert why(parse_address("", "n/a", "", "UAE")) == "it has no street, city or postcode"


@pytest.mark.parametrize(
    ("name", "region"),
    [("UAE", "AE"), ("ae", "AE"), ("Deutschland", "DE"), ("الإمارات", "AE"), ("Россия", "RU"), ("中国", "CN"), ("Narnia", "")],
)
def test_countries_by_name(name: str, region: str) -> None:
    assert region_of(name) == region
