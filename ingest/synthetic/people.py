"""People and households as they truly are, before any system writes them down."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ingest.synthetic.contacts import Home, draw_home, family_email, mobile, private_email, work_email
from ingest.synthetic.cultures import Culture, Name, draw_culture, draw_name
from ingest.synthetic.tastes import Taste, draw_taste

SINGLE, COUPLE, FAMILY, NAMESAKES = "single", "couple", "family", "namesakes"
_TIES: Final = (SINGLE, COUPLE, FAMILY, NAMESAKES)
_TIE_WEIGHTS: Final = (0.6, 0.27, 0.09, 0.04)
_ROLES: Final = {
    SINGLE: ("self",),
    COUPLE: ("spouse",) * 2,
    FAMILY: ("spouse", "spouse", "child"),
    NAMESAKES: ("father", "son"),
}
_WIVES_KEEP_NAMES: Final = frozenset({"Arabic", "Han"})
# Numbers of contact points that a household may use up; its own come after those of its people.
_SLOTS: Final = 12
_OWN_SLOT: Final = 10
# How often somebody has already found out that a person's records belong together; the rest is for review to find.
ALREADY_RESOLVED: Final = 0.6


@dataclass(frozen=True, slots=True)
class Person:
    """One real person. `key` is unique in the demo; what is `earlier` is from before a wedding, a move or a new phone."""

    key: str
    role: str
    culture: Culture
    is_woman: bool
    given: Name
    family: Name
    earlier_family: Name | None
    given_spelling: str
    family_spelling: str
    born: date
    phone: str
    earlier_phone: str | None
    family_phone: str | None
    email: str
    work_email: str | None
    family_email: str | None
    home: Home
    earlier_home: Home | None
    taste: Taste
    records: int
    is_resolved: bool


@dataclass(frozen=True, slots=True)
class HouseholdOfPeople:
    """People who decide together, and what ties them."""

    key: str
    tie: str
    people: tuple[Person, ...]

    @property
    def clients(self) -> int:
        """How many clients its people are, as far as the graph knows."""
        return sum(1 if person.is_resolved else person.records for person in self.people)


@dataclass(frozen=True, slots=True)
class _Common:
    """What the people of a household have in common."""

    seed: int
    number: int
    tie: str
    culture: Culture
    family: Name
    first_name: Name
    home: Home
    phone: str | None
    email: str | None
    taste: Taste
    eldest: date


def draw_household(seed: int, number: int, chance: random.Random) -> HouseholdOfPeople:
    """The household with this number; `chance` belongs to it alone, so that any part of a demo can be made apart."""
    culture, tie = draw_culture(chance), chance.choices(_TIES, _TIE_WEIGHTS)[0]
    family, slot = draw_name(chance, culture.families), number * _SLOTS + _OWN_SLOT
    common = _Common(
        seed=seed,
        number=number,
        tie=tie,
        culture=culture,
        family=family,
        first_name=draw_name(chance, culture.men),
        home=draw_home(chance, culture.region),
        phone=mobile(culture.region, slot, seed) if tie != SINGLE and chance.random() < 0.55 else None,
        email=family_email(chance, family.latin[0], slot, seed) if tie != SINGLE and chance.random() < 0.2 else None,
        taste=draw_taste(chance),
        eldest=date(1948, 1, 1) + timedelta(days=chance.randint(0, 12_500)),
    )
    people = tuple(_person(chance, common, member, role) for member, role in enumerate(_ROLES[tie]))
    return HouseholdOfPeople(f"{seed}-{number}", tie, people)


def _person(chance: random.Random, common: _Common, member: int, role: str) -> Person:
    culture, seed, slot = common.culture, common.seed, common.number * _SLOTS + 3 * member
    is_woman = _is_woman(chance, common.tie, member)
    given = common.first_name if common.tie == NAMESAKES else draw_name(chance, culture.women if is_woman else culture.men)
    own = (
        draw_name(chance, culture.families) if is_woman and role == "spouse" and _keeps_name(chance, culture) else common.family
    )
    family = culture.family_of(own, is_woman=is_woman)
    given_spelling, family_spelling = _usual(chance, given.latin), _usual(chance, family.latin)
    has_married, has_moved = is_woman and chance.random() < 0.1, chance.random() < 0.1
    return Person(
        key=f"{seed}-{common.number}-{member}",
        role=role,
        culture=culture,
        is_woman=is_woman,
        given=given,
        family=family,
        earlier_family=culture.family_of(draw_name(chance, culture.families), is_woman=True) if has_married else None,
        given_spelling=given_spelling,
        family_spelling=family_spelling,
        born=_born(chance, common.eldest, role),
        phone=mobile(culture.region, slot, seed),
        earlier_phone=mobile(culture.region, slot + 1, seed) if chance.random() < 0.25 else None,
        family_phone=common.phone,
        email=private_email(chance, given_spelling, family_spelling, slot, seed),
        work_email=work_email(chance, given_spelling, family_spelling, slot + 1, seed) if chance.random() < 0.3 else None,
        family_email=common.email,
        home=common.home,
        earlier_home=draw_home(chance, culture.region) if has_moved else None,
        taste=common.taste if common.tie == COUPLE and chance.random() < 0.7 else draw_taste(chance),
        records=chance.choices((1, 2, 3), (0.58, 0.29, 0.13))[0],
        is_resolved=chance.random() < ALREADY_RESOLVED,
    )


def _is_woman(chance: random.Random, tie: str, member: int) -> bool:
    if tie == NAMESAKES:
        return False
    return member == 1 if tie != SINGLE and member < 2 else chance.random() < 0.45


def _usual(chance: random.Random, spellings: tuple[str, ...]) -> str:
    """How the person spells it; most people take the usual spelling."""
    return spellings[0] if chance.random() < 0.6 else chance.choice(spellings)


def _keeps_name(chance: random.Random, culture: Culture) -> bool:
    """Whether a wife goes by the name of her own family: the rule in some cultures, a choice in others."""
    return chance.random() < (0.85 if culture.script in _WIVES_KEEP_NAMES else 0.2)


def _born(chance: random.Random, eldest: date, role: str) -> date:
    first, last = (8_000, 13_000) if role in {"child", "son"} else (0, 3_000)
    return eldest + timedelta(days=chance.randint(first, last))
