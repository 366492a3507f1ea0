"""How sources write people down: one profile a record, each with its own mistakes."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from graph_schema.ids import Prefix, stable_id
from graph_schema.natural_keys import profile_uid
from ingest.synthetic.contacts import Home, agency_email
from ingest.synthetic.mistakes import Mishaps, mishaps, mistyped, mistyped_email, nicknames, swapped_date
from ingest.synthetic.people import Person
from ingest.synthetic.portfolio import SOURCES

_SOURCES: Final = tuple(name for name, _ in SOURCES)
_NETWORKS: Final = {"CN": "wechat", "RU": "telegram", "UA": "telegram", "US": "instagram", "GB": "instagram"}


@dataclass(frozen=True, slots=True)
class Spelt:
    """A name as written, and its parts."""

    name: str
    given: str
    family: str
    script: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A number or an address, and whether several people use it."""

    value: str
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One profile: who wrote it, when, and what it says. `uid` is the profile's."""

    uid: str
    source: str
    source_key: str
    written_at: datetime
    spelt: Spelt
    phone: Contact | None = None
    email: Contact | None = None
    agency_email: str | None = None
    home: Home | None = None
    born: date | None = None
    passport: str | None = None
    handle: tuple[str, str] | None = None
    noise: tuple[str, ...] = ()


def records_of(person: Person, now: datetime, chance: random.Random) -> tuple[Record, ...]:
    """All records about a person, each from another source, oldest first."""
    sources = chance.sample(_SOURCES, person.records)
    moments = sorted(now - timedelta(days=chance.randint(20, 540), minutes=chance.randint(0, 1_000)) for _ in sources)
    # Only somebody with a later record has an outdated one: else nobody could find out.
    return tuple(
        _record(chance, person, source, moment, is_old=index == 0 and person.records > 1)
        for index, (source, moment) in enumerate(zip(sources, moments, strict=True))
    )


def _record(chance: random.Random, person: Person, source: str, moment: datetime, *, is_old: bool) -> Record:
    noise: list[str] = []
    happens = mishaps(chance, noise)
    spelt = _spelt(chance, person, happens, is_old=is_old)
    phone = _phone(person, happens, is_old=is_old)
    agency = agency_email(chance) if happens("agency_email") else None
    has_no_email = agency is not None or (phone is not None and happens("no_email"))
    key = _source_key(source, person.key)
    return Record(
        uid=profile_uid(source, key),
        source=source,
        source_key=key,
        written_at=moment,
        spelt=spelt,
        phone=phone,
        email=None if has_no_email else _email(chance, person, happens),
        agency_email=agency,
        home=_home(person, happens, is_old=is_old),
        born=_born(person, happens) if chance.random() < 0.4 else None,
        passport=_passport(person) if source == "registry" and chance.random() < 0.6 else None,
        handle=_handle(person) if source in {"crm", "portal"} and chance.random() < 0.1 else None,
        noise=tuple(dict.fromkeys(noise)),
    )


def _source_key(source: str, key: str) -> str:
    """A key that tells nothing: whoever learns from the graph must not find the person's number in all their records."""
    return f"{source[:2]}-{stable_id(Prefix.PROFILE, source, key)[-10:]}".upper()


def _spelt(chance: random.Random, person: Person, happens: Mishaps, *, is_old: bool) -> Spelt:
    family, latin_family, is_former = person.family, person.family_spelling, False
    if happens("old_family_name", only_if=is_old and person.earlier_family is not None) and person.earlier_family:
        family, latin_family, is_former = person.earlier_family, person.earlier_family.latin[0], True
    if happens("native_script", only_if=person.culture.script != "Latin"):
        return _joined(chance, person, happens, person.given.native, family.native, person.culture.script)
    given = _latin_given(chance, person, happens)
    if not is_former and len(family.latin) > 1 and happens("transliteration"):
        latin_family = chance.choice([word for word in family.latin if word != latin_family])
    return _joined(chance, person, happens, given, latin_family, "Latin")


def _latin_given(chance: random.Random, person: Person, happens: Mishaps) -> str:
    usual = person.given_spelling
    pet_names = person.given.short or nicknames(usual)
    if happens("nickname", only_if=bool(pet_names)):
        return chance.choice(pet_names)
    if happens("initial"):
        return f"{usual[0]}."
    others = [word for word in person.given.latin if word != usual]
    return chance.choice(others) if happens("transliteration", only_if=bool(others)) else usual


def _joined(chance: random.Random, person: Person, happens: Mishaps, given: str, family: str, script: str) -> Spelt:
    if happens("typo"):
        family = mistyped(chance, family)
    if script == "Han":
        return Spelt(f"{family}{given}", given, family, script)
    is_family_first = person.culture.is_family_first != happens("swapped_name")
    return Spelt(f"{family} {given}" if is_family_first else f"{given} {family}", given, family, script)


def _phone(person: Person, happens: Mishaps, *, is_old: bool) -> Contact | None:
    if person.family_phone and happens("family_phone"):
        return Contact(person.family_phone, is_shared=True)
    if happens("no_phone"):
        return None
    if person.earlier_phone and is_old and happens("old_phone"):
        return Contact(person.earlier_phone)
    return Contact(person.phone)


def _email(chance: random.Random, person: Person, happens: Mishaps) -> Contact:
    if person.family_email and happens("family_email"):
        return Contact(person.family_email, is_shared=True)
    address = person.work_email if person.work_email and happens("other_email") else person.email
    return Contact(mistyped_email(chance, address) if happens("email_typo") else address)


def _home(person: Person, happens: Mishaps, *, is_old: bool) -> Home | None:
    if happens("no_home"):
        return None
    return person.earlier_home if person.earlier_home and is_old and happens("old_home") else person.home


def _born(person: Person, happens: Mishaps) -> date:
    can_swap = person.born.day <= 12 and person.born.day != person.born.month
    return swapped_date(person.born) if happens("birth_date_swapped", only_if=can_swap) else person.born


def _passport(person: Person) -> str:
    """The same number from whoever asks for it."""
    return f"P{random.Random(f'passport {person.key}').randint(1_000_000, 9_999_999)}"


def _handle(person: Person) -> tuple[str, str]:
    local = person.email.partition("@")[0]
    return _NETWORKS.get(person.culture.region, "whatsapp"), local
