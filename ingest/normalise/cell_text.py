"""The text of a cell without what nobody sees: storable, in one line, and freed from what spreadsheets wrap around it."""

import re
import unicodedata
from typing import Final

from graph_schema.values import Unreadable

# Free text, names of companies, campaigns and whatever else is kept as it is written.
TRANSFORM: Final = "text/1"
# No value of ours is longer; beyond it a cell holds a document in the wrong column, and patterns would be slow on it.
LONGEST_VALUE: Final = 1_000
# A cell may hold megabytes; of such a one this much is looked at, which is enough to find it too long.
_LOOKED_AT: Final = 4 * LONGEST_VALUE
_JOINERS: Final = "\u200c\u200d"  # they spell words in Persian and Indic scripts
_INVISIBLE: Final = frozenset({"Cf", "Cc"})
_SCIENTIFIC: Final = re.compile(r"[-+]?\d(?:[.,]\d+)?[eE]\+?\d+")
_FORMULA_TEXT: Final = re.compile(r'="(.*)"')
_FLOAT_TAIL: Final = re.compile(r"\+?\d+\.0")
# Words by which people say that they know nothing.
_NOTHING: Final = frozenset(
    {"n/a", "na", "n.a.", "n.a", "none", "null", "nil", "nan", "unknown", "not available", "not provided", "-", "--", "---",
     "?", ".", "x", "xx", "xxx", "tbd", "tba", "#n/a", "keine", "inconnu", "sin datos", "неизвестно", "нет", "غير معروف",
     "لا يوجد", "无", "未知"}
)  # fmt: skip


def storable(text: str) -> str:
    """The text without what a database refuses: lone surrogates and NUL become visible escapes."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def tidy(text: str) -> str:
    """One line without direction marks, zero-width and control characters; spaces of all kinds become single ones.

    Only the beginning of a text that is far too long for any value is returned.
    """
    text = text[:_LOOKED_AT]
    if not text.isprintable() or not text.isascii():
        text = "".join(_shown(char) for char in storable(text))
    return " ".join(text.split())


def _shown(char: str) -> str:
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in _INVISIBLE and char not in _JOINERS else char


def ascii_digits(text: str) -> str:
    """The text with the digits of every script (Arabic, Persian, full-width …) written 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in text)


def unwrapped(text: str) -> str:
    """A value freed from what keeps spreadsheets from spoiling it: a leading apostrophe, `="…"`, the `.0` of a float."""
    if wrapped := _FORMULA_TEXT.fullmatch(text):
        text = wrapped[1]
    text = text.removeprefix("'").strip()
    return text[:-2] if _FLOAT_TAIL.fullmatch(text) else text


def damage(text: str) -> str:
    """Why a number was damaged for good by a spreadsheet (scientific notation drops digits), or ''."""
    if not _SCIENTIFIC.fullmatch(text):
        return ""
    return f"damaged by a spreadsheet: {text} has lost digits; export the column as text"


def says_nothing(text: str) -> bool:
    """Is this a word for 'unknown', such as `n/a` or `-`?"""
    return text.casefold() in _NOTHING


def unreadable(text: str, why: str) -> Unreadable:
    """The refusal of a text, in a form that can be stored."""
    return Unreadable(storable(text), why)


def refused_early(text: str) -> str:
    """Why a tidy text needs no reading at all, or ''."""
    if says_nothing(text):
        return "it says that nothing is known"
    return f"it has more than {LONGEST_VALUE} characters" if len(text) > LONGEST_VALUE else ""


def parse_text(text: str) -> str | Unreadable:
    """A short text in one line, such as a company or a campaign; `n/a` and its like are unreadable."""
    shown = tidy(text)
    why = refused_early(shown) or ("" if shown else "it is empty")
    return unreadable(text, why) if why else shown
