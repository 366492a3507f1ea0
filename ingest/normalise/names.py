"""Names of people in any script: as written, in parts where they can be told, and folded for comparison."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

from graph_schema.folding import fold
from graph_schema.values import PersonName, Unreadable
from ingest.normalise import name_words
from ingest.normalise.cell_text import refused_early, tidy, unreadable

TRANSFORM: Final = "name/1"
_LONGEST_NAME: Final = 120
_REMARK: Final = re.compile(r"\s*[(\[（].*?[)\]）]\s*")
_TWO_PEOPLE: Final = re.compile(r"\s(?:&|\+|and|und|et|и|و)\s|[/;|&]", re.IGNORECASE)
_MIDDLE_DOT: Final = re.compile(r"[·・‧]")
_EAST_ASIAN: Final = frozenset({"Han", "Hangul", "Hiragana", "Katakana"})
# Unspaced names of more signs are several words or no name; their parts cannot be told.
_LONGEST_UNSPACED: Final = 4

Parts = tuple[str, str]


def parse_name(text: str) -> PersonName | Unreadable:
    """One person's name. `value` is as written, without titles and remarks in brackets, and with 'Doe, John' turned round."""
    shown = tidy(text)
    if not shown or len(shown) > _LONGEST_NAME:
        return unreadable(text, f"it has more than {_LONGEST_NAME} characters" if shown else "it is empty")
    return _parse(shown)


def join_name(given: str, family: str) -> PersonName | Unreadable:
    """One person's name from two columns, of which one may be blank."""
    first, last = _without_title(_without_remark(tidy(given))), _without_remark(tidy(family))
    whole = f"{first} {last}".strip()
    if not whole or len(whole) > _LONGEST_NAME:
        return unreadable(
            f"{given} {family}".strip(), f"it has more than {_LONGEST_NAME} characters" if whole else "it is empty"
        )
    if why := _why_no_person(whole):
        return unreadable(whole, why)
    script = _script(whole)
    is_unspaced = script == "Han" and first and last
    return _named(f"{last}{first}" if is_unspaced else whole, (first, last), script)


@lru_cache(maxsize=65_536)
def _parse(shown: str) -> PersonName | Unreadable:
    name = _without_title(_without_remark(shown))
    if why := refused_early(shown) or _why_no_person(name):
        return unreadable(shown, why)
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and (not given or not family or fold(given).strip(".") in name_words.SUFFIXES):
        name, comma = f"{family} {given}".strip(), ""
    if comma:
        return _named(f"{given} {family}", (given, family), _script(name))
    script = _script(name)
    return _named(name, _parts(name, script), script)


def _named(value: str, parts: Parts, script: str) -> PersonName:
    return PersonName(value, *parts, folded=fold(value), script=script)


def _why_no_person(name: str) -> str:
    folded = fold(name)
    company = next((word for word in folded.replace(",", " ").split() if word.strip(".") in name_words.LEGAL_FORMS), "")
    company = company or next((sign for sign in name_words.COMPANY_SIGNS if sign in name), "")
    reasons = (
        (not any(map(str.isalpha, name)), "there is no letter in it"),
        ("@" in name, "it is an e-mail address"),
        (any(map(str.isdigit, name)), "there are digits in it"),
        (_TWO_PEOPLE.search(name) is not None, "it names more than one person"),
        (bool(company), f"it looks like a company: {company}"),
        (folded in name_words.MADE_UP, "it is a word to fill the field"),
        (folded.strip(".") in name_words.TITLES, "it is a title without a name"),
    )
    return next((why for is_so, why in reasons if is_so), "")


def _without_remark(name: str) -> str:
    return _REMARK.sub(" ", name).strip()


def _without_title(name: str) -> str:
    while True:
        first, space, rest = name.partition(" ")
        plain = fold(first)
        is_title = (
            plain.strip(".") in name_words.TITLES or plain in name_words.DOTTED_TITLES or first in name_words.ARABIC_TITLES
        )
        if not (space and is_title):
            break
        name = rest
    for title in name_words.EAST_ASIAN_TITLES:
        name = name.removesuffix(title).rstrip() or name
    return name


def _script(name: str) -> str:
    counts = Counter(_script_of(char) for char in name if char.isalpha())
    return counts.most_common(1)[0][0] if counts else "Latin"


@lru_cache(maxsize=8_192)
def _script_of(char: str) -> str:
    word = unicodedata.name(char, "UNKNOWN").partition(" ")[0]
    return "Han" if word == "CJK" else word.title()


def _parts(name: str, script: str) -> Parts:
    """Given and family name, by the custom of the script; ('', '') where nobody can tell."""
    pieces = _MIDDLE_DOT.split(name)
    if len(pieces) > 1 and script in _EAST_ASIAN:
        return " ".join(pieces[:-1]).strip(), pieces[-1].strip()
    spaced = name.split()
    if script in _EAST_ASIAN:
        return (" ".join(spaced[1:]), spaced[0]) if len(spaced) > 1 else _unspaced_parts(name)
    if len(spaced) == 1:
        return name, ""
    return _shouted_parts(spaced) or _patronymic_parts(spaced) or _western_parts(spaced)


def _unspaced_parts(name: str) -> Parts:
    if not 1 < len(name) <= _LONGEST_UNSPACED:
        return "", ""
    cut = 2 if name[:2] in name_words.LONG_HAN_FAMILIES and len(name) > 2 else 1
    return name[cut:], name[:cut]


def _shouted_parts(spaced: list[str]) -> Parts | None:
    """`DUPONT Jean`, `Jean DUPONT`: the family name in capitals, as passports and the French write it."""
    loud = [word for word in spaced if len(word) > 2 and word.isupper() and "." not in word]
    quiet = [word for word in spaced if word not in loud]
    if not loud or not any(word[1:].islower() for word in quiet):
        return None
    return " ".join(quiet), " ".join(loud)


def _patronymic_parts(spaced: list[str]) -> Parts | None:
    """`Иванов Иван Иванович` has the family name first: the father's name stands behind the given one."""
    if len(spaced) == 3 and spaced[2].casefold().endswith(name_words.PATRONYMICS):
        return f"{spaced[1]} {spaced[2]}", spaced[0]
    return None


def _western_parts(spaced: list[str]) -> Parts:
    last = len(spaced) - 1
    while last > 1 and fold(spaced[last]).strip(".") in name_words.SUFFIXES:
        last -= 1
    start = last
    while start > 1 and spaced[start - 1].casefold().strip(".") in name_words.PARTICLES:
        start -= 1
    return " ".join(spaced[:start]), " ".join(spaced[start : last + 1])
