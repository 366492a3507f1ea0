"""Telephone numbers, e-mail addresses and homes that nobody else in the demo has, unless they share them on purpose."""

import csv
import random
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import phonenumbers
from anyascii import anyascii

# Mobile numbers by country: what they begin with, and how many digits follow.
_MOBILE: Final = {
    "AE": ("50 52 54 55 56 58", 7),
    "LB": ("70 71 81", 6),
    "GB": ("7400 7401 7402 7403 7404 7405 7406 7407 7408 7409", 6),
    "US": ("21255 31055 30555 61755 31255 71355 41555 20655 40455 70255 51255 61955 60255 21555 30355 50355", 5),
    "IN": ("98 99 97 96", 8),
    "RU": ("910 915 916 903 926", 7),
    "UA": ("50 67 63 95", 7),
    "CN": ("138 139 136 135", 8),
    "IR": ("912", 7),
    "FR": ("60 61 62 64 65 66 67 68", 7),
    "DE": ("1512 1511", 7),
    "IT": ("347 348", 7),
    "NG": ("803 806", 7),
}
# Multiplying by a large prime spreads neighbouring numbers over all that there are, and keeps different ones different.
_SPREAD: Final = 2_654_435_761
# Another prime for what stands in e-mail addresses: else their digits would give away the telephone number.
_SPREAD_OF_MAIL: Final = 3_266_489_917
_MAIL_NUMBERS: Final = 10_000_000
_SEEDS_APART: Final = 104_729
_MAIL: Final = ("example.com", "mail.example.com", "example.org", "post.example.net", "example.net", "home.example.com")
_WORK: Final = ("office.example.com", "holding.example.net", "partners.example.org", "group.example.com")
_DESKS: Final = ("bookings", "info", "sales", "office", "contact")
AGENCIES: Final = 400


@dataclass(frozen=True, slots=True)
class Home:
    """A postal address."""

    line: str
    city: str
    postcode: str
    country: str


def mobile(region: str, slot: int, seed: int) -> str:
    """The valid mobile number of this slot, in E.164; no two slots have the same, as long as a country has enough."""
    prefixes, digits = _mobile(region)
    place = (slot + seed * _SEEDS_APART) * _SPREAD % (len(prefixes) * 10**digits)
    prefix, rest = divmod(place, 10**digits)
    return f"{prefixes[prefix]}{rest:0{digits}}"


@cache
def _mobile(region: str) -> tuple[tuple[str, ...], int]:
    prefixes, digits = _MOBILE[region]
    return tuple(f"+{phonenumbers.country_code_for_region(region)}{prefix}" for prefix in prefixes.split()), digits


def private_email(chance: random.Random, given: str, family: str, slot: int, seed: int) -> str:
    """A private address with a number of its own behind the name."""
    first, last = _letters(given), _letters(family)
    local = chance.choice((f"{first}.{last}", f"{first[0]}{last}", f"{last}.{first}", first, f"{first}_{last}"))
    return f"{local}{_own_number(slot, seed)}@{chance.choice(_MAIL)}"


def work_email(chance: random.Random, given: str, family: str, slot: int, seed: int) -> str:
    """An address at work."""
    return f"{_letters(given)}.{_letters(family)}{_own_number(slot, seed)}@{chance.choice(_WORK)}"


def family_email(chance: random.Random, family: str, slot: int, seed: int) -> str:
    """An address that a household reads together."""
    return f"{_letters(family)}.family{_own_number(slot, seed)}@{chance.choice(_MAIL)}"


def agency_email(chance: random.Random) -> str:
    """The desk of an agency; a few agencies have most of the clients."""
    number = int(AGENCIES * chance.random() ** 3) + 1
    return f"{_DESKS[number % len(_DESKS)]}@agency{number}.example.com"


def draw_home(chance: random.Random, region: str) -> Home:
    """A made-up address in the country."""
    place = _places()[region]
    postcode = "".join(_sign(chance, char) for char in place["postcode"])
    city, street = chance.choice(place["cities"].split("/")), chance.choice(place["streets"].split("/"))
    return Home(f"{chance.randint(1, 220)} {street}", city, postcode, region)


def _sign(chance: random.Random, pattern: str) -> str:
    if pattern == "#":
        return str(chance.randint(0, 9))
    return chance.choice("ABDEFGHJLNPRSTUWXYZ") if pattern == "@" else pattern


@cache
def _places() -> dict[str, dict[str, str]]:
    text = (files(__package__) / "homes.csv").read_text(encoding="utf-8")
    return {row["region"]: row for row in csv.DictReader(text.splitlines())}


def _own_number(slot: int, seed: int) -> int:
    return (slot + seed * _SEEDS_APART) * _SPREAD_OF_MAIL % _MAIL_NUMBERS


@cache
def _letters(text: str) -> str:
    return "".join(char for char in anyascii(text).lower() if "a" <= char <= "z") or "x"
