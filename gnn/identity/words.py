"""Cells of a person table as the small texts that are compared: words of names, parts of e-mails, digits of phones."""

import re
from functools import lru_cache
from typing import Final

from graph_schema.folding import fold

_WORD: Final = re.compile(r"[a-z0-9]+")
_APOSTROPHE: Final = re.compile(r"['’ʼ`´]")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_HAN_NAME: Final = re.compile(r"[\u3400-\u9fff]{2,4}")
_NOT_DIGIT: Final = re.compile(r"\D")
_EXTENSION: Final = re.compile(r"(?:x|ext|extension|#)\.?\s*\d{1,6}\s*$", re.IGNORECASE)
_DIGITS_OF_ALL_SCRIPTS: Final = re.compile(r"[^\x00-\x7f]")
_NOT_LETTER: Final = re.compile(r"[^a-z]")
# Words around a name that are no part of it.
TITLES: Final = frozenset({
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam", "mme", "mlle", "herr", "frau", "hr", "sr", "sra",
    "don", "dona", "sheikh", "sheikha", "eng", "jr", "ii", "iii", "phd", "md", "esq",
})  # fmt: skip
# Words inside a name that too many people have to tell anybody apart, and that one system keeps and the next drops.
_PARTICLES: Final = frozenset({
    "de", "la", "las", "los", "del", "da", "das", "do", "dos", "di", "du", "le", "van", "von", "der", "den", "ter", "zu",
    "y", "bin", "ibn", "bint", "al", "el", "abu", "ben", "the", "of", "and",
})  # fmt: skip
_STREETS: Final = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "dr": "drive", "ln": "lane", "ct": "court",
    "pl": "place", "cres": "crescent", "blvd": "boulevard", "sq": "square", "ter": "terrace", "tce": "terrace",
    "hwy": "highway", "cl": "close", "cct": "circuit", "apt": "apartment", "no": "", "strasse": "street", "rue": "street",
    "pde": "parade",
}  # fmt: skip
# Mailboxes where dots and what follows a plus sign do not matter.
_DOTLESS: Final = frozenset({"gmail.com", "googlemail.com"})
SHORTEST_PHONE: Final = 6
_SOUNDS: Final = str.maketrans("bfpvcgjkqsxzdtlmnr", "111122222222334556")
_REPEATED: Final = re.compile(r"(.)\1+")
_SILENT: Final = re.compile(r"[aeiouyhw]")
_SOUND_LENGTH: Final = 5


@lru_cache(maxsize=1 << 17)
def words(text: str) -> tuple[str, ...]:
    """The words of a cell, folded: `"Zoë O'Neil-Smith"` -> `('zoe', 'oneil', 'smith')`."""
    return tuple(_WORD.findall(fold(_APOSTROPHE.sub("", text))))


def phrase(text: str) -> list[str]:
    """The words of a cell as one text, or nothing."""
    found = " ".join(words(text))
    return [found] if found else []


def name_words(text: str) -> list[str]:
    """The words of a name column without titles and particles; where nothing else is left, with them."""
    if _HAN_NAME.fullmatch(text.strip()):
        return ["".join(words(text))]
    found = [word for word in words(text) if word not in TITLES]
    return [word for word in found if word not in _PARTICLES] or found


def full_name(text: str) -> tuple[list[str], list[str]]:
    """Given names and surname of a full name: `Last, First`, Han names family first, else the last word is the surname."""
    if _HAN_NAME.fullmatch(plain := text.strip()):
        return list(words(" ".join(plain[1:])) and ["".join(words(plain[1:]))]), ["".join(words(plain[0]))]
    before, comma, after = plain.partition(",")
    given = name_words(after) if comma else []
    if given and (surname := name_words(before)):
        return given, surname
    found = name_words(_HAN.sub(lambda sign: f" {sign[0]} ", plain))
    return (found[:-1], found[-1:]) if len(found) > 1 else (found, [])


def sound(word: str) -> str:
    """The first letter and classes of the consonants after it, as in Soundex, without its length."""
    key = word[:1] + _SILENT.sub("", word[1:]).translate(_SOUNDS)
    return _REPEATED.sub(r"\1", key)[:_SOUND_LENGTH]


def digits(text: str) -> str:
    """A phone number's digits without international prefix, leading zeros and extension."""
    plain = fold(text) if _DIGITS_OF_ALL_SCRIPTS.search(text) else text
    return _NOT_DIGIT.sub("", _EXTENSION.sub("", plain)).lstrip("0")


def phone(text: str) -> list[str]:
    """The digits of a number long enough to be one, at most the last fifteen."""
    found = digits(text)
    return [found[-15:]] if len(found) >= SHORTEST_PHONE else []


def email_parts(text: str) -> tuple[str, str, str] | None:
    """Local part, domain and the letters of the local part."""
    local, at, domain = "".join(fold(text).split()).partition("@")
    if not (at and local and domain):
        return None
    local = local.partition("+")[0] or local
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), "gmail.com"
    return local, domain, _NOT_LETTER.sub("", local)


def address(text: str) -> list[str]:
    """A street line: abbreviations written out, numbers first."""
    found = [long for word in words(text) if (long := _STREETS.get(word, word))]
    line = " ".join(sorted(found, key=lambda word: not word[0].isdigit()))
    return [line] if line else []


def postcode(text: str) -> list[str]:
    """A postcode without spaces and hyphens."""
    found = "".join(words(text))
    return [found] if found else []
