"""Keys that another system or a state gave: compared letter by letter, so damage matters more than form."""

from typing import Final

from graph_schema.values import Unreadable
from ingest.normalise.cell_text import ascii_digits, damage, parse_text, unreadable, unwrapped

TRANSFORM: Final = "identifier/1"


def parse_identifier(text: str) -> str | Unreadable:
    """A key as its system wrote it, without the wrapping of spreadsheets; leading zeros stay.

    A key in scientific notation is unreadable: two different ones may have become the same.
    """
    key = parse_text(text)
    if isinstance(key, Unreadable):
        return key
    key = unwrapped(ascii_digits(key))
    if why := damage(key):
        return unreadable(text, why)
    return key or unreadable(text, "it is empty")
