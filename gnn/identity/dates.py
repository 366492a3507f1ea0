"""Dates as eight digits, year first; unknown parts are zeros. The order of day and month is decided for a whole column."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from graph_schema.folding import fold

_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS: Final = {name: number for number, name in enumerate(_NAMES, 1)}
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ].*)?$")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: .*)?$")
_DAY_NAMED: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ,]*([a-z]{3})[a-z]*[-/., ]+(\d{4})$")
_MONTH_NAMED: Final = re.compile(r"([a-z]{3})[a-z]*[-/. ]+(\d{1,2})(?:st|nd|rd|th)?[-/., ]+(\d{4})$")
_COMPACT: Final = re.compile(r"\d{8}$")
_YEAR_MONTH: Final = re.compile(r"(\d{4})[-/.](\d{1,2})$")
_YEAR: Final = re.compile(r"(\d{4})(?:\.0)?$")
_EARLIEST, _LATEST = 1800, 2100
# Two digits above this are years of the last century: nobody in a table of clients is born after 2030.
_CENTURY: Final = 30


class DateOrder(StrEnum):
    """Which of two or three numbers is what."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"


def column_order(values: Iterable[str]) -> tuple[DateOrder, DateOrder]:
    """The order of dates with separators (day or month first) and of eight bare digits, by what more values allow.

    Undecided columns count as day first, which most of the world writes.
    """
    day_first = month_first = 0
    compact = dict.fromkeys(DateOrder, 0)
    for value in values:
        if found := _YEAR_LAST.match(value):
            day_first += int(found[1]) > 12 >= int(found[2])
            month_first += int(found[2]) > 12 >= int(found[1])
        elif _COMPACT.match(value):
            for order in DateOrder:
                compact[order] += is_date(_compact(value, order))
    bare = max(DateOrder, key=lambda order: compact[order])
    return (DateOrder.MDY if month_first > day_first else DateOrder.DMY), bare


def date_digits(text: str, separated: DateOrder = DateOrder.DMY, bare: DateOrder = DateOrder.YMD) -> str:
    """`'03/11/1980'` -> `'19801103'`; `'1980'` -> `'19800000'`; no date -> `''`. Impossible days stay: they are typos."""
    plain = fold(text)
    if found := _YEAR_FIRST.match(plain):
        return _joined(found[1], found[2], found[3])
    if found := _YEAR_LAST.match(plain):
        day, month = (found[2], found[1]) if _is_month_first(found[1], found[2], separated) else (found[1], found[2])
        return _joined(_full_year(found[3]), month, day)
    if _COMPACT.match(plain):
        return _compact(plain, bare)
    return _named(plain) or _partial(plain)


def is_date(digits: str) -> bool:
    """Whether eight digits can be a day in a life."""
    if len(digits) != 8:
        return False
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return _EARLIEST <= year <= _LATEST and 0 <= month <= 12 and 0 <= day <= 31


def share_of_dates(values: Sequence[str]) -> float:
    """Which part of these cells can be read as dates with a month."""
    if not values:
        return 0.0
    separated, bare = column_order(values)
    read = (date_digits(value, separated, bare) for value in values)
    return sum(is_date(found) and found[4:6] != "00" for found in read) / len(values)


def _is_month_first(first: str, second: str, order: DateOrder) -> bool:
    if int(first) > 12 or int(second) > 12:
        return int(second) > 12
    return order is DateOrder.MDY


def _compact(text: str, order: DateOrder) -> str:
    if order is DateOrder.YMD:
        return text
    return text[4:] + (text[2:4] + text[:2] if order is DateOrder.DMY else text[:4])


def _named(plain: str) -> str:
    if found := _DAY_NAMED.match(plain):
        day, name, year = found[1], found[2], found[3]
    elif found := _MONTH_NAMED.match(plain):
        name, day, year = found[1], found[2], found[3]
    else:
        return ""
    return _joined(year, str(_MONTHS[name]), day) if name in _MONTHS else ""


def _partial(plain: str) -> str:
    if found := _YEAR_MONTH.match(plain):
        return _joined(found[1], found[2], "0")
    found = _YEAR.match(plain)
    return f"{found[1]}0000" if found else ""


def _full_year(year: str) -> str:
    return year if len(year) == 4 else f"{'20' if int(year) <= _CENTURY else '19'}{year}"


def _joined(year: str, month: str, day: str) -> str:
    return f"{year}{int(month):02d}{int(day):02d}"
