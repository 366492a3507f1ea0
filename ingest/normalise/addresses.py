"""Postal addresses from their columns."""

from typing import Final

from graph_schema.folding import fold
from graph_schema.values import Address, Unreadable
from ingest.normalise.cell_text import ascii_digits, says_nothing, tidy, unreadable, unwrapped
from ingest.normalise.countries import region_of

TRANSFORM: Final = "address/1"
_LONGEST_PART: Final = 300


def parse_address(line: str, city: str, postcode: str, country: str) -> Address | Unreadable:
    """An address from its four parts, any of which may be blank; a known country becomes its ISO 3166 code.

    A country alone is no address: it would join everybody who lives there.
    """
    street, town = _part(line), _part(city)
    code = unwrapped(ascii_digits(_part(postcode))).upper()
    land = region_of(_part(country)) or _part(country)
    whole = ", ".join(part for part in (street, town, code, land) if part)
    if not (street or town or code):
        return unreadable(whole, "it has no street, city or postcode")
    if len(whole) > _LONGEST_PART:
        return unreadable(whole, f"it has more than {_LONGEST_PART} characters")
    return Address(street, town, code, land, fold(f"{street} {town} {code} {land}"))


def _part(text: str) -> str:
    shown = tidy(text)
    return "" if says_nothing(shown) else shown
