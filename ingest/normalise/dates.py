"""Days and times as people and systems write them. `01/02/2024` is read only where its order is proven or decided."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from graph_schema.folding import fold
from graph_schema.manifests import DateOrder
from graph_schema.values import Unreadable
from ingest.normalise.cell_text import ascii_digits, refused_early, tidy, unreadable, unwrapped
from ingest.normalise.month_names import MONTHS

TRANSFORM: Final = "day/1"
_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_EAST_ASIAN: Final = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_COMPACT: Final = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_NUMERIC: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_SHORT_YEAR: Final = re.compile(r"\d{1,2}([-/.])(?:\d{1,2}|[^\W\d_]+)\1\d{2}")
_DAY_NAMED: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]*(?:de |of )?([^\W\d_]+)\.?,?[\s-]*(?:de |del )?(\d{4})(?: г\.?)?"
)
_NAMED_DAY: Final = re.compile(r"([^\W\d_]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_WEEKDAY: Final = re.compile(r"^[^\W\d_]{2,}\.?,\s*(?=\S)")
_TIME: Final = re.compile(
    r"(?P<date>.+?)(?:[,T]\s*|\s+(?:at\s+|um\s+)?)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?(?:\s*(?:uhr|h))?",
    re.IGNORECASE,
)
_SERIAL: Final = re.compile(r"\d{5}(?:[.,]\d+)?")
# Day 1 of spreadsheets is 1 January 1900, and they believe that 1900 was a leap year.
_SERIAL_START: Final = date(1899, 12, 30)
_MONTHS_A_YEAR: Final = 12
# A date in numbers stands at the beginning of its cell, behind a few marks at most.
_DATE_CHARS: Final = 40


@dataclass(frozen=True, slots=True)
class OrderProof:
    """How the numeric dates of a column are ordered, and by what value.

    `order` None with `is_needed` means that nothing proves it: ask. None without `is_needed`: no date depends on an order.
    """

    order: DateOrder | None
    evidence: str
    is_needed: bool = False


def parse_day(text: str, order: DateOrder | None) -> date | datetime | Unreadable:
    """A day, or a moment where a time of day is given; without a zone in the text the moment has none (`tzinfo` is None).

    ISO dates and dates with a month's name need no `order`; `12/03/2026` is unreadable without one.
    """
    shown = unwrapped(ascii_digits(tidy(text)))
    if not shown or (why := refused_early(shown)):
        return unreadable(text, why if shown else "it is empty")
    timed = _TIME.fullmatch(shown)
    day = _read_day(_WEEKDAY.sub("", timed["date"] if timed else shown).strip(), order)
    if isinstance(day, str):
        return unreadable(text, day)
    moment = _at(day, timed) if timed else day
    return unreadable(text, moment) if isinstance(moment, str) else moment


def prove_order(values: Iterable[str]) -> OrderProof:
    """What the dates of a column prove about their order: one number above 12 is enough, contradicting ones prove nothing."""
    evidence = OrderEvidence()
    for value in values:
        evidence.add(value)
    return evidence.proof()


class OrderEvidence:
    """Collects what each cell of a column proves, in a few words of memory."""

    def __init__(self) -> None:
        self._year_first = 0
        self._day_first = self._month_first = self._undecided = ""

    def add(self, text: str) -> None:
        """Look at one cell; anything but a date in numbers proves nothing."""
        beginning = text[:_DATE_CHARS]
        shown = beginning.strip() if beginning.isascii() else ascii_digits(tidy(beginning))
        if _YEAR_FIRST.match(shown):
            self._year_first += 1
        elif numeric := _NUMERIC.match(shown):
            first, second = int(numeric[1]), int(numeric[3])
            if first > _MONTHS_A_YEAR >= second:
                self._day_first = self._day_first or numeric[0]
            elif second > _MONTHS_A_YEAR >= first:
                self._month_first = self._month_first or numeric[0]
            elif first != second:
                self._undecided = self._undecided or numeric[0]

    def proof(self) -> OrderProof:
        """What all cells together prove."""
        if self._day_first and self._month_first:
            why = f"{self._day_first!r} has the day first and {self._month_first!r} the month: the column mixes both"
            return OrderProof(None, why, is_needed=True)
        if self._day_first:
            return OrderProof(DateOrder.DAY_MONTH_YEAR, f"{self._day_first!r} can only have the day first")
        if self._month_first:
            return OrderProof(DateOrder.MONTH_DAY_YEAR, f"{self._month_first!r} can only have the month first")
        if self._undecided:
            why = f"{self._undecided!r} can be read two ways, and no date has a number above 12"
            return OrderProof(None, why, is_needed=True)
        if self._year_first:
            return OrderProof(DateOrder.YEAR_MONTH_DAY, f"all {self._year_first} dates in numbers begin with the year")
        return OrderProof(None, "no date depends on the order of its numbers")


def _read_day(shown: str, order: DateOrder | None) -> date | str:
    """The day, or why there is none."""
    if iso := _YEAR_FIRST.fullmatch(shown):
        return _day(int(iso[1]), int(iso[3]), int(iso[4]))
    if iso := _COMPACT.fullmatch(shown) or _EAST_ASIAN.fullmatch(shown):
        return _day(*map(int, iso.groups()))
    if numeric := _NUMERIC.fullmatch(shown):
        return _ordered(int(numeric[1]), int(numeric[3]), int(numeric[4]), order)
    if named := _DAY_NAMED.fullmatch(shown):
        return _named(named[2], int(named[1]), int(named[3]))
    if named := _NAMED_DAY.fullmatch(shown):
        return _named(named[1], int(named[2]), int(named[3]))
    return _why_no_day(shown)


def _why_no_day(shown: str) -> str:
    if _SHORT_YEAR.fullmatch(shown):
        return "its year has two digits, so the century is open; export the dates with four"
    if _SERIAL.fullmatch(shown):
        day = _SERIAL_START + timedelta(days=int(shown[:5]))
        return f"it may be a spreadsheet's number for {day.isoformat()}; export the column as dates"
    return "it is not written like a date"


def _ordered(first: int, second: int, year: int, order: DateOrder | None) -> date | str:
    if order is None and first != second:
        return "day and month can be read two ways; say --date-order"
    if order is DateOrder.YEAR_MONTH_DAY:
        return "the column's dates begin with the year, and this one does not"
    return _day(year, first, second) if order is DateOrder.MONTH_DAY_YEAR else _day(year, second, first)


def _named(name: str, day: int, year: int) -> date | str:
    month = MONTHS.get(fold(name))
    return _day(year, month, day) if month else f"{name!r} is no month that we know"


def _day(year: int, month: int, day: int) -> date | str:
    try:
        return date(year, month, day)
    except ValueError as problem:
        return f"there is no such day: {problem}"


def _at(day: date, timed: re.Match[str]) -> datetime | str:
    hour = int(timed["hour"])
    if timed["half"]:
        if not 1 <= hour <= _MONTHS_A_YEAR:
            return f"there is no hour {hour} {timed['half']}"
        hour = hour % 12 + (12 if timed["half"].lower().startswith("p") else 0)
    micro = int((timed["part"] or "0").ljust(6, "0")[:6])
    try:
        clock = time(hour, int(timed["minute"]), int(timed["second"] or 0), micro, _zone(timed["zone"]))
    except ValueError as problem:
        return f"there is no such time: {problem}"
    return datetime.combine(day, clock)


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    hours, minutes = int(text[1:3]), int(text.replace(":", "")[3:] or 0)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(offset if text[0] == "+" else -offset)
