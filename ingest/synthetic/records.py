"""How sources write people down: one profile a record, each with its own mistakes."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final, Protocol

from nicknames import NickNamer

from graph_schema.natural_keys import profile_uid
from ingest.synthetic.people import Home, Person
from ingest.synthetic.portfolio import SOURCES

# What can go wrong with a record, and how often.
NOISE: Final = {
    "typo": 0.12,
    "nickname": 0.15,
    "transliteration": 0.35,
    "native_script": 0.25,
    "swapped_name": 0.05,
    "agency_email": 0.04,
    "no_email": 0.22,
    "no_phone": 0.15,
    "family_phone": 0.6,
    "old_home": 0.5,
    "old_family_name": 0.5,
    "no_home": 0.45,
}
AGENCY_EMAILS: Final = tuple(f"bookings@agency{number}.example.com" for number in range(1, 9))


@dataclass(frozen=True, slots=True)
class Record:
    """One profile: who wrote it, when, and what it says."""

    uid: str
    source: str
    source_key: str
    name: str
    given: str
    family: str
    script: str
    phone: str | None
    is_family_phone: bool
    email: str | None
    is_agency_email: bool
    home: Home | None
    states_birth_date: bool
    written_at: datetime
    noise: tuple[str, ...]


def records_of(person: Person, now: datetime) -> tuple[Record, ...]:
    """All records about a person, each from another source, oldest first."""
    chance = random.Random(f"records {person.key}")
    sources = chance.sample([name for name, _ in SOURCES], person.records)
    moments = sorted(now - timedelta(days=chance.randint(20, 560), minutes=chance.randint(0, 1_000)) for _ in sources)
    pairs = zip(sources, moments, strict=True)
    return tuple(_record(chance, person, source, moment, index) for index, (source, moment) in enumerate(pairs))


def _record(chance: random.Random, person: Person, source: str, moment: datetime, index: int) -> Record:
    noise: list[str] = []

    def happens(what: str, *, only_if: bool = True) -> bool:
        if only_if and chance.random() < NOISE[what]:
            noise.append(what)
            return True
        return False

    given, family, script = _names(chance, person, happens, is_first=index == 0)
    if happens("typo"):
        family = _typo(chance, family)
    family_first = person.culture.family_first != happens("swapped_name")
    is_family_phone = bool(person.family_phone) and happens("family_phone")
    has_no_phone = not is_family_phone and happens("no_phone")
    is_agency = happens("agency_email")
    has_email = is_agency or has_no_phone or not happens("no_email")
    key = f"{source[:2].upper()}-{person.key}"
    return Record(
        uid=profile_uid(source, key),
        source=source,
        source_key=key,
        name=f"{family} {given}" if family_first else f"{given} {family}",
        given=given,
        family=family,
        script=script,
        phone=None if has_no_phone else person.family_phone if is_family_phone else person.phone,
        is_family_phone=is_family_phone,
        email=chance.choice(AGENCY_EMAILS) if is_agency else person.email if has_email else None,
        is_agency_email=is_agency,
        home=_home(person, happens, is_first=index == 0),
        states_birth_date=chance.random() < 0.4,
        written_at=moment,
        noise=tuple(noise),
    )


def _names(chance: random.Random, person: Person, happens: "_Happens", *, is_first: bool) -> tuple[str, str, str]:
    family = person.family
    if person.earlier_family and is_first and happens("old_family_name"):
        family = person.earlier_family
    if happens("native_script", only_if=person.culture.script != "Latn"):
        return person.given.native, family.native, person.culture.script
    given = person.given.latin[0]
    if happens("nickname", only_if=bool(_nicknames(given))):
        given = chance.choice(_nicknames(given))
    elif happens("transliteration", only_if=len(person.given.latin) > 1):
        given = chance.choice(person.given.latin[1:])
    return given, chance.choice(family.latin) if len(family.latin) > 1 else family.latin[0], "Latn"


def _home(person: Person, happens: "_Happens", *, is_first: bool) -> Home | None:
    if happens("no_home"):
        return None
    return person.earlier_home if person.earlier_home and is_first and happens("old_home") else person.home


def _typo(chance: random.Random, word: str) -> str:
    at = chance.randrange(max(1, len(word) - 1))
    kind = chance.choice(("swap", "drop", "double"))
    if kind == "swap":
        return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    return word[:at] + word[at + 1 :] if kind == "drop" and len(word) > 2 else word[:at] + word[at] + word[at:]


@cache
def _nicknames(given: str) -> tuple[str, ...]:
    # Sorted, because the package answers a set, whose order differs from run to run.
    return tuple(sorted(name.capitalize() for name in _book().nicknames_of(given))) if given.isascii() else ()


@cache
def _book() -> NickNamer:
    return NickNamer()


class _Happens(Protocol):
    """Draws whether a kind of noise strikes."""

    def __call__(self, what: str, *, only_if: bool = True) -> bool: ...
