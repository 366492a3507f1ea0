"""What a cell looks like at a glance: cheap patterns for headers and profiles. Reading it for real is `normalise`'s work."""

import re
from typing import Final

# Digits of any script count: phone numbers and dates come in Arabic and Persian digits too.
_EMAIL: Final = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]{2,}")
_PHONE: Final = re.compile(r"(?:\+|00|\()?\s*\d[\d\s().\-‐‑–/]{5,24}\d")
_DATE: Final = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T\s].*)?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?:[,\s]+\d{1,2}:.*)?"
    r"|\d{1,2}(?:st|nd|rd|th|\.)?[\s-]+(?:de\s+)?[^\W\d_]{3,12}\.?,?[\s-]+(?:de\s+)?\d{2,4}(?:[,\s]+\d{1,2}:.*)?"
    r"|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}(?:[,\s]+\d{1,2}:.*)?",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"[-+]?\d[\d\s.,'’٫٬]*(?:[eE][-+]?\d+)?%?")
_CURRENCY_SIGN: Final = r"[$€£¥₽₹₺₴₩﷼]|\b[A-Z]{3}\b|\bdhs?\b|د\.إ|درهم|руб"
_DIGITS: Final = r"\d[\d\s.,'’٫٬]*"
_SCALE: Final = r"\s*(?:k|m|mn|mln|bn|million|billion|thousand|lakh|crore)"
_AMOUNT: Final = rf"{_DIGITS}(?:{_SCALE})?"
_MONEY: Final = re.compile(
    rf"(?:{_CURRENCY_SIGN})\.?\s*{_AMOUNT}|{_AMOUNT}\s*(?:{_CURRENCY_SIGN})\.?|{_DIGITS}{_SCALE}", re.IGNORECASE
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_NAME: Final = re.compile(r"[^\W\d_][^\d_@/\\|+=<>{}\[\]#]{1,60}")
_LEAST_PHONE_DIGITS: Final = 7
_MOST_PHONE_DIGITS: Final = 15
_MOST_NAME_WORDS: Final = 5


def is_email_like(text: str) -> bool:
    """Does an e-mail address stand in the cell, alone or among others?"""
    return "@" in text and _EMAIL.search(text) is not None


def is_phone_like(text: str) -> bool:
    """Does the cell begin with something that has the digits and marks of a telephone number?"""
    found = _PHONE.match(text.strip())
    if not found or is_date_like(text) or is_money_like(text) or _GROUPED.fullmatch(text.strip()):
        return False
    digits = sum(char.isdigit() for char in found[0])
    return _LEAST_PHONE_DIGITS <= digits <= 2 * _MOST_PHONE_DIGITS and "," not in text[: found.end()]


def is_date_like(text: str) -> bool:
    """Is the whole cell written like a day, with or without a time?"""
    return _DATE.fullmatch(text.strip()) is not None


def is_money_like(text: str) -> bool:
    """Is the cell an amount with a currency or a scale (`2.5M`)?"""
    return _MONEY.fullmatch(text.strip()) is not None


def is_number_like(text: str) -> bool:
    """Is the whole cell one number?"""
    return _NUMBER.fullmatch(text.strip()) is not None


def is_name_like(text: str) -> bool:
    """Is the cell one to five words without digits, as names of people and companies are?"""
    stripped = text.strip()
    return _NAME.fullmatch(stripped) is not None and len(stripped.split()) <= _MOST_NAME_WORDS
