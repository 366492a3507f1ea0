"""Telephone numbers: several in a cell, with words around them, without country code, made up, or damaged by a spreadsheet."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, ValidationResult

from graph_schema.values import Phone, Unreadable
from ingest.normalise.cell_text import ascii_digits, damage, refused_early, tidy, unreadable, unwrapped

TRANSFORM: Final = "phone/1"
_STRONG: Final = re.compile(r"[;|\r\n،؛、；]+|\s(?:or|and|und|et|o|и|و)\s|&", re.IGNORECASE)
# Also used inside one number (`050/123 45 67`), so they separate only where each side could be a number of its own.
_WEAK: Final = re.compile(r"[/,]")
_GAP: Final = re.compile(r"\s+(?=\+|00|0)")
# Most cells: one number in ASCII and nothing around it.
_PLAIN: Final = re.compile(r"\+?[0-9][0-9 ().-]*")
_LABEL: Final = re.compile(r"^[^\d+(]+")
_REMARK: Final = re.compile(r"[^\d]+$")
_LEAST_DIGITS: Final = 6
# The part that a person types without thinking; a carrier's prefix before it may be real.
_TYPED_DIGITS: Final = 7
_RUNS: Final = ("01234567890123456789", "98765432109876543210")
_LEAST_MADE_UP: Final = 5
_LONGEST_CELL: Final = 400
_WHY: Final = {
    ValidationResult.TOO_SHORT: "it has too few digits",
    ValidationResult.TOO_LONG: "it has too many digits",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "its area code is missing",
    ValidationResult.INVALID_COUNTRY_CODE: "its country code does not exist",
    ValidationResult.INVALID_LENGTH: "it has a wrong number of digits",
}


def parse_phones(text: str, region: str) -> tuple[Phone | Unreadable, ...]:
    """Every number of a cell, in order, each once; an empty cell has none.

    `region` (ISO 3166 alpha-2) reads numbers without a country code; '' leaves them unreadable instead of guessing one.
    """
    if len(text) > _LONGEST_CELL:
        return (unreadable(text, f"it has more than {_LONGEST_CELL} characters"),)
    return _parse_cell(text, region.upper())


@lru_cache(maxsize=65_536)
def _parse_cell(text: str, region: str) -> tuple[Phone | Unreadable, ...]:
    if _PLAIN.fullmatch(text):
        return tuple(_parse_piece(text, region))
    pieces = [tidy(ascii_digits(piece)) for piece in _STRONG.split(text)]
    found = [value for piece in pieces if piece for value in _parse_piece(piece, region)]
    return tuple(dict.fromkeys(found))


def _parse_piece(piece: str, region: str) -> Iterator[Phone | Unreadable]:
    parts = _WEAK.split(piece) if "/" in piece or "," in piece else [piece]
    if len(parts) > 1 and all(_digits(part) >= _LEAST_DIGITS for part in parts):
        yield from (_parse_one(part.strip(), region) for part in parts)
        return
    whole = _parse_one(piece, region)
    gaps = _GAP.split(piece) if isinstance(whole, Unreadable) else []
    apart = [_parse_one(part, region) for part in gaps] if len(gaps) > 1 else []
    # Two numbers with only a space between them: believed when each of them is a number.
    if apart and not any(isinstance(value, Unreadable) for value in apart):
        yield from apart
    elif isinstance(whole, Unreadable) and len(parts) > 1 and _digits(parts[0]) >= _LEAST_DIGITS:
        yield from (_parse_one(part.strip(), region) for part in parts)
    else:
        yield whole


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _parse_one(text: str, region: str) -> Phone | Unreadable:
    plain = unwrapped(text)
    if why := damage(plain) or refused_early(plain):
        return unreadable(text, why)
    number = _REMARK.sub("", _LABEL.sub("", plain))
    digits = "".join(filter(str.isdigit, number))
    if not digits:
        return unreadable(text, "there is no number in it")
    if _is_made_up(digits):
        return Phone(digits, region, is_placeholder=True)
    if not number.startswith("+") and region not in phonenumbers.SUPPORTED_REGIONS:
        return unreadable(text, f"there is no region {region!r}" if region else "no country code and no region: say --region")
    return _parse_number(text, number, region)


def _parse_number(text: str, number: str, region: str) -> Phone | Unreadable:
    try:
        parsed = phonenumbers.parse(number, region or None)
    except NumberParseException:
        return unreadable(text, "it is no telephone number")
    own_region = phonenumbers.region_code_for_number(parsed)
    if not own_region or not phonenumbers.is_valid_number_for_region(parsed, own_region):
        return unreadable(text, _why_invalid(parsed, region))
    national = str(parsed.national_number)
    value = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    is_made_up = len(national) > _TYPED_DIGITS and _is_made_up(national[-_TYPED_DIGITS:])
    # '001' is how phonenumbers calls numbers that belong to no country, such as +800.
    return Phone(value, own_region if own_region.isalpha() else "", is_made_up or _is_made_up(national))


def _why_invalid(parsed: PhoneNumber, region: str) -> str:
    why = _WHY.get(phonenumbers.is_possible_number_with_reason(parsed), "no such number is in use")
    place = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return f"{why} in {place if place != phonenumbers.UNKNOWN_REGION else region or 'any country'}"


def _is_made_up(digits: str) -> bool:
    """All zeros, one key held down, or keys in a row: typed to fill a field."""
    if set(digits) == {"0"}:
        return True
    return len(digits) >= _LEAST_MADE_UP and (len(set(digits)) == 1 or any(digits in run for run in _RUNS))
