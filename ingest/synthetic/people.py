"""People and households as they truly are, before any system writes them down."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import phonenumbers
from anyascii import anyascii

from ingest.synthetic.cultures import Culture, Name, draw_culture
from ingest.synthetic.portfolio import Unit, units

_SINGLE, _COUPLE, _FAMILY, _NAMESAKES = "single", "couple", "family", "namesakes"
_HOUSEHOLDS: Final = ((_SINGLE, 0.62), (_COUPLE, 0.26), (_FAMILY, 0.09), (_NAMESAKES, 0.03))
_STREETS: Final = (
    "Al Wasl Road",
    "Beach Road",
    "King Street",
    "Rue de la Paix",
    "Via Roma",
    "Lindenstrasse",
    "Nevsky Prospekt",
    "Park Avenue",
    "Harbour Lane",
    "Garden Walk",
    "Hill Crescent",
    "Sheikh Zayed Road",
)
_CITIES: Final = {
    "AE": "Dubai",
    "GB": "London",
    "IN": "Mumbai",
    "RU": "Moscow",
    "CN": "Shanghai",
    "IR": "Tehran",
    "FR": "Paris",
    "DE": "Berlin",
    "IT": "Milan",
    "NG": "Lagos",
}
_MOBILE: Final = {
    "AE": "50#######",
    "GB": "7400######",
    "IN": "98########",
    "RU": "91########",
    "CN": "138########",
    "IR": "912#######",
    "FR": "6########",
    "DE": "1512#######",
    "IT": "347#######",
    "NG": "803#######",
}
_MAIL: Final = ("example.com", "mail.example.com", "example.org", "post.example.net", "example.net")


@dataclass(frozen=True, slots=True)
class Home:
    """A postal address."""

    line: str
    city: str
    postcode: str
    country: str


@dataclass(frozen=True, slots=True)
class Taste:
    """What a person truly wants; budgets in AED."""

    area: str
    kind: str
    budget: float
    bedrooms: int


@dataclass(frozen=True, slots=True)
class Person:
    """One real person. `key` is unique in the demo; `earlier_family` and `earlier_home` are from before a wedding or a move."""

    key: str
    culture: Culture
    is_woman: bool
    given: Name
    family: Name
    earlier_family: Name | None
    born: date
    phone: str
    family_phone: str | None
    email: str
    home: Home
    earlier_home: Home | None
    taste: Taste
    records: int


@dataclass(frozen=True, slots=True)
class HouseholdOfPeople:
    """People who decide together, and what ties them."""

    key: str
    kind: str
    people: tuple[Person, ...]


def draw_household(seed: int, number: int) -> HouseholdOfPeople:
    """The household with this number: its own stream of chance, so that any part of a demo can be made apart."""
    chance = random.Random(f"household {seed} {number}")
    culture = draw_culture(chance)
    kind = chance.choices([name for name, _ in _HOUSEHOLDS], weights=[weight for _, weight in _HOUSEHOLDS])[0]
    size = {_SINGLE: 1, _COUPLE: 2, _FAMILY: 3, _NAMESAKES: 2}[kind]
    family, home, shared = chance.choice(culture.families), draw_home(chance, culture), mobile(chance, culture.region)
    shares_phone = size > 1 and chance.random() < 0.55
    first_name = chance.choice(culture.men)
    people = tuple(
        _person(
            random.Random(f"person {seed} {number} {member}"),
            f"{seed}-{number}-{member}",
            culture,
            family,
            home,
            family_phone=shared if shares_phone else None,
            is_woman=member % 2 == 1 if kind != _NAMESAKES else False,
            given=first_name if kind == _NAMESAKES else None,
            generation=member if kind == _NAMESAKES else 0,
        )
        for member in range(size)
    )
    return HouseholdOfPeople(f"{seed}-{number}", kind, people)


def _person(
    chance: random.Random,
    key: str,
    culture: Culture,
    family: Name,
    home: Home,
    *,
    family_phone: str | None,
    is_woman: bool,
    given: Name | None,
    generation: int,
) -> Person:
    name = given or chance.choice(culture.women if is_woman else culture.men)
    born = date(1950, 1, 1) + timedelta(days=chance.randint(0, 12_000) + 9_000 * generation)
    has_moved, has_married = chance.random() < 0.08, is_woman and chance.random() < 0.08
    return Person(
        key=key,
        culture=culture,
        is_woman=is_woman,
        given=name,
        family=family,
        earlier_family=chance.choice(culture.families) if has_married else None,
        born=born,
        phone=mobile(chance, culture.region),
        family_phone=family_phone,
        email=_email(chance, name, family, key),
        home=home,
        earlier_home=draw_home(chance, culture) if has_moved else None,
        taste=draw_taste(chance),
        records=chance.choices((1, 2, 3), weights=(0.58, 0.29, 0.13))[0],
    )


def draw_home(chance: random.Random, culture: Culture) -> Home:
    """A made-up address in the culture's country."""
    line = f"{chance.randint(1, 220)} {chance.choice(_STREETS)}"
    return Home(line, _CITIES[culture.region], f"{chance.randint(10_000, 99_999)}", culture.region)


def draw_taste(chance: random.Random) -> Taste:
    """An area, a kind and a price that a person keeps coming back to."""
    wanted: Unit = chance.choice(units())
    return Taste(wanted.area, wanted.kind, round(wanted.price_aed * chance.uniform(0.85, 1.3), -5), wanted.bedrooms)


def mobile(chance: random.Random, region: str) -> str:
    """A valid mobile number of the country in E.164."""
    digits = "".join(str(chance.randint(0, 9)) if char == "#" else char for char in _MOBILE[region])
    return f"+{phonenumbers.country_code_for_region(region)}{digits}"


def _email(chance: random.Random, given: Name, family: Name, key: str) -> str:
    first, last = (_ascii(name.latin[0]) for name in (given, family))
    local = chance.choice((f"{first}.{last}", f"{first[0]}{last}", f"{last}.{first}", f"{first}{chance.randint(60, 99)}"))
    return f"{local}{key.replace('-', '')[-5:]}@{chance.choice(_MAIL)}"


def _ascii(text: str) -> str:
    return "".join(char for char in anyascii(text).lower() if char.isalnum()) or "x"


def affinity(taste: Taste, unit: Unit) -> float:
    """How well a unit fits a taste, from 0 to 1."""
    price = max(0.0, 1 - abs(unit.price_aed - taste.budget) / taste.budget)
    rooms = max(0.0, 1 - abs(unit.bedrooms - taste.bedrooms) / 3)
    return 0.35 * (unit.area == taste.area) + 0.2 * (unit.kind == taste.kind) + 0.3 * price + 0.15 * rooms
