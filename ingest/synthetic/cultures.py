"""Names of many cultures and scripts, each with the spellings under which one person turns up.

`names.csv` holds the names whose transliteration has customs (Mohammed/Muhammad, Yulia/Julia, Zhang/Chang); where a plain list
will do, Faker's lists serve.
"""

import csv
import random
import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Final

from anyascii import anyascii
from faker.providers import person

# How many names of one of Faker's lists are in use; a longer list would make namesakes rarer than they are.
POOL: Final = 160
# The more, the more people bear the few commonest names; 1 would make all names equally common.
FASHION: Final = 1.7


@dataclass(frozen=True, slots=True)
class Name:
    """One name in its own script, the Latin spellings that people use for it (the usual one first), and pet names."""

    native: str
    latin: tuple[str, ...]
    short: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Culture:
    """Given and family names of one culture, the country of its phones, its language, and how common it is here."""

    name: str
    region: str
    language: str
    script: str
    share: float
    women: tuple[Name, ...]
    men: tuple[Name, ...]
    families: tuple[Name, ...]

    @property
    def is_family_first(self) -> bool:
        """Whether the family name is written first, and in its own script without a space."""
        return self.script == "Han"

    def family_of(self, family: Name, *, is_woman: bool) -> Name:
        """The form that a woman's family name takes where names have a gender."""
        return feminine(family) if is_woman and self.script == "Cyrillic" else family


@cache
def cultures() -> tuple[Culture, ...]:
    """All cultures, in a fixed order."""
    arabic = _own("arabic", "woman"), _own("arabic", "man")
    return (
        Culture("emirati", "AE", "ar", "Arabic", 0.10, *arabic, _own("emirati", "family")),
        Culture("levantine", "LB", "ar", "Arabic", 0.12, *arabic, _own("levantine", "family")),
        _listed("british", "GB", "en", 0.12, "en_GB"),
        _listed("american", "US", "en", 0.06, "en_US"),
        _listed("indian", "IN", "en", 0.12, "en_IN"),
        Culture("hindi", "IN", "hi", "Devanagari", 0.04, *_whole("hindi")),
        Culture("tamil", "IN", "ta", "Tamil", 0.04, *_whole("tamil")),
        Culture("russian", "RU", "ru", "Cyrillic", 0.10, *_given("russian"), _faker("ru_RU", "last_names_male")),
        Culture("ukrainian", "UA", "uk", "Cyrillic", 0.03, *_given("ukrainian"), _faker("uk_UA", "last_names_male")),
        Culture("chinese", "CN", "zh", "Han", 0.09, *_drawn("zh_CN"), _own("chinese", "family")),
        Culture("persian", "IR", "fa", "Arabic", 0.05, *_whole("persian")),
        _listed("french", "FR", "fr", 0.04, "fr_FR"),
        _listed("german", "DE", "de", 0.04, "de_DE"),
        _listed("italian", "IT", "it", 0.02, "it_IT"),
        _listed("nigerian", "NG", "en", 0.03, "yo_NG"),
    )


def draw_culture(chance: random.Random) -> Culture:
    """One culture, by its share."""
    return chance.choices(cultures(), cum_weights=_shares())[0]


def draw_name(chance: random.Random, pool: tuple[Name, ...]) -> Name:
    """One name; some are much commoner than others."""
    return pool[int(len(pool) * chance.random() ** FASHION)]


def feminine(family: Name) -> Name:
    """Ivanov's wife is Ivanova, Dostoevsky's Dostoevskaya; other names stay as they are."""
    for ending, female, latin in _FEMININE:
        if family.native.endswith(ending):
            native = family.native.removesuffix(ending) + female
            return Name(native, tuple(dict.fromkeys(_feminine_latin(word, latin) for word in family.latin)))
    return family


# Ending of the man's name, of the woman's, and what the Latin spelling ends in after its last consonants.
_FEMININE: Final = (
    ("ский", "ская", "skaya"),
    ("цкий", "цкая", "skaya"),
    ("ський", "ська", "ska"),
    ("цький", "цька", "ska"),
    ("ов", "ова", "a"),
    ("ев", "ева", "a"),
    ("ёв", "ёва", "a"),
    ("ин", "ина", "a"),
)


def _feminine_latin(word: str, ending: str) -> str:
    if ending == "a":
        return f"{word.removesuffix('ff')}{'v' * word.endswith('ff')}a"
    stem = word.rpartition("sk")[0]
    return stem + ending if stem else word


@cache
def _shares() -> tuple[float, ...]:
    total = 0.0
    return tuple(total := total + culture.share for culture in cultures())


@cache
def _table() -> tuple[tuple[str, str, Name], ...]:
    text = (files(__package__) / "names.csv").read_text(encoding="utf-8")
    return tuple((row["pool"], row["part"], _name(row)) for row in csv.DictReader(text.splitlines()))


def _name(row: dict[str, str]) -> Name:
    return Name(row["native"], tuple(row["spellings"].split("/")), (row["short"],) if row["short"] else ())


def _own(pool: str, part: str) -> tuple[Name, ...]:
    names = [name for owner, kind, name in _table() if (owner, kind) == (pool, part)]
    # The table is written family by family of names; common and rare ones should mix.
    return tuple(random.Random(f"{pool} {part}").sample(names, len(names)))


def _given(pool: str) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    return _own(pool, "woman"), _own(pool, "man")


def _whole(pool: str) -> tuple[tuple[Name, ...], tuple[Name, ...], tuple[Name, ...]]:
    return *_given(pool), _own(pool, "family")


def _drawn(locale: str) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    return _faker(locale, "first_names_female"), _faker(locale, "first_names_male")


def _listed(name: str, region: str, language: str, share: float, locale: str) -> Culture:
    return Culture(name, region, language, "Latin", share, *_drawn(locale), _faker(locale, "last_names"))


def _faker(locale: str, attribute: str) -> tuple[Name, ...]:
    """Names of one of Faker's lists, read as they stand: a generator for each culture would take seconds to start."""
    words = sorted(set(getattr(import_module(f"{person.__name__}.{locale}").Provider, attribute)))
    chosen = random.Random(f"{locale} {attribute}").sample(words, min(POOL, len(words)))
    return tuple(Name(word, _spellings(word)) for word in chosen)


def _spellings(word: str) -> tuple[str, ...]:
    """The name and its plain forms where it is Latin; transliterations of it where it is not."""
    plain = anyascii(word).replace("'", "")
    if all(ord(char) < 0x250 for char in word):
        return tuple(dict.fromkeys((word, word.translate(_UMLAUTS), plain)))
    latin = plain.capitalize()
    if "\u4e00" <= word[0] <= "\u9fff":
        return tuple(dict.fromkeys((latin, " ".join(_SYLLABLE.findall(plain)))))
    return tuple(dict.fromkeys((latin, *(usual.sub(other, latin) for usual, other in _CYRILLIC))))


_SYLLABLE: Final = re.compile(r"[A-Z][a-z]*")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_CYRILLIC: Final = tuple(
    (re.compile(usual), other)
    for usual, other in (("^Y(?=[aeu])", "I"), ("iy$", "y"), ("(?<=[oe])v$", "ff"), ("kh", "h"), ("(?<!^)ye", "e"))
)
