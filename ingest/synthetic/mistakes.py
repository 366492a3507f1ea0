"""What goes wrong when somebody writes a person down."""

import random
from datetime import date
from functools import cache
from typing import Final, Protocol

from nicknames import NickNamer

# What can go wrong with a record, and how often where it can.
NOISE: Final = {
    "typo": 0.1,
    "nickname": 0.15,
    "transliteration": 0.3,
    "native_script": 0.25,
    "swapped_name": 0.05,
    "initial": 0.04,
    "agency_email": 0.04,
    "family_email": 0.5,
    "other_email": 0.45,
    "email_typo": 0.03,
    "no_email": 0.2,
    "no_phone": 0.15,
    "family_phone": 0.6,
    "old_phone": 0.6,
    "old_home": 0.6,
    "old_family_name": 0.6,
    "no_home": 0.45,
    "birth_date_swapped": 0.06,
}


class Mishaps(Protocol):
    """Draws whether a kind of noise strikes a record, and notes it for the truth."""

    def __call__(self, what: str, *, only_if: bool = True) -> bool: ...


def mishaps(chance: random.Random, noted: list[str]) -> Mishaps:
    """Mishaps by the chances above, noted in `noted`."""

    def happens(what: str, *, only_if: bool = True) -> bool:
        if not only_if or chance.random() >= NOISE[what]:
            return False
        noted.append(what)
        return True

    return happens


def mistyped(chance: random.Random, word: str) -> str:
    """The word with two letters swapped, one lost or one doubled; never the same word. First letters are rarely mistyped."""
    places = [at for at in range(1, len(word) - 1) if word[at].isalnum() and word[at + 1].isalnum()]
    at = chance.choice(places) if places else 0
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :] if places else word
    kind = chance.random()
    if kind < 0.4 and swapped != word:
        return swapped
    return word[:at] + word[at + 1 :] if kind < 0.7 and len(word) > 2 else word[:at] + word[at] + word[at:]


def mistyped_email(chance: random.Random, address: str) -> str:
    """A mistake before the @: one after it would lead to somebody else's domain."""
    local, _, domain = address.partition("@")
    return f"{mistyped(chance, local)}@{domain}"


def swapped_date(day: date) -> date:
    """Day and month the wrong way round; the same date where there is no such month."""
    return date(day.year, day.day, day.month) if day.day <= 12 else day


@cache
def nicknames(given: str) -> tuple[str, ...]:
    """What friends call somebody of this English name, in a fixed order: the package answers a set."""
    return tuple(sorted(name.capitalize() for name in _book().nicknames_of(given))) if given.isascii() else ()


@cache
def _book() -> NickNamer:
    return NickNamer()
