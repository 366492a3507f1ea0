"""The people of the import benchmark: 10 columns, clean values, the same for the same number of rows.

Every row is another person with an ID, so that both ways of loading do the same work on each row. The values are written
as they will be stored (E.164, lower-case e-mails, ISO days): what is measured is the way into the graph, not how dirty a
file is. One row in twenty has the telephone of the row before it, as couples do.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

HEADER: Final = (
    "ID", "Full name", "Mobile", "Email", "Company", "Interested in", "Visit date", "Notes", "Owner", "Campaign",
)  # fmt: skip
# The telephone numbers below stay real and different up to here.
MOST_ROWS: Final = 300_000
SEED: Final = 1
COUPLE_EVERY: Final = 20
COMPANIES, UNITS, AGENTS, CAMPAIGNS = 2_000, 3_000, 40, 25
_FIRST_NUMBER: Final = 3_000_000
_DOMAINS: Final = ("example.com", "example.org", "example.net", "mail.example.com", "post.example.org")
_GIVEN_NAMES: Final = """
Ada Omar Yulia Wei Priya Marco Leila Jean Fatima Igor Aisha Hans Chiara Noor Lina Karim Sofia Peter Amina Luca Elena David
Zara Tomas Nadia Felix Mariam Anton Rania Paul Sana Oscar Dina Hugo Maya Samir Clara Viktor Hana Leon Tara Adam Ines Rashid
Olga Martin Salma Boris Greta Khalid Vera Simon Layla Emil Anya Faisal Julia Ravi Nina Kaito
"""
_FAMILY_NAMES: Final = """
Haddad Petrova Rossi Schmidt Zhang Iyer Okafor Moreau Smith Khan Novak Almeida Fischer Costa Ivanov Larsen Mansour Nguyen
Ortega Patel Quinn Romano Silva Tanaka Ueda Varga Weber Yilmaz Zimmer Abbas Bianchi Carter Dubois Eriksen Farouk Garcia
Hoffman Ibrahim Jansen Kowalski Lopez Meyer Nasser Olsen Popov Rahman Sato Torres Usman Vogel Wagner Xavier Younes Zaman
Anders Becker Castro Daher Evans Ferrari
"""
_GIVEN: Final = tuple(_GIVEN_NAMES.split())
_FAMILY: Final = tuple(_FAMILY_NAMES.split())
_LIKED: Final = ("the view", "the kitchen", "the terrace", "the lobby", "the light", "the pool deck", "the plan")
_ASKED: Final = ("a lower floor", "a payment plan", "two parking places", "the service charge", "the handover date")


@dataclass(frozen=True, slots=True)
class Person:
    """One row, in the order of the header."""

    key: str
    name: str
    phone: str
    email: str
    company: str
    unit: str
    visited_on: str
    note: str
    owner: str
    campaign: str


def people(rows: int) -> Iterator[Person]:
    """So many people, from the first; more rows begin with the same ones."""
    chance = random.Random(SEED)
    return (_person(chance, number) for number in range(rows))


def write_people(path: Path, rows: int) -> None:
    """The file that `velocity import` is given."""
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(HEADER)
        writer.writerows(astuple(person) for person in people(rows))


def _person(chance: random.Random, number: int) -> Person:
    given, middle, family = chance.choice(_GIVEN), chance.choice(_GIVEN), chance.choice(_FAMILY)
    number_of_couple = number - 1 if number % COUPLE_EVERY == COUPLE_EVERY - 1 else number
    company = chance.randrange(COMPANIES)
    return Person(
        key=f"P{number:07d}",
        name=f"{given} {middle} {family}",
        phone=f"+97150{_FIRST_NUMBER + number_of_couple:07d}",
        email=f"{given}.{family}.{number}@{chance.choice(_DOMAINS)}".lower(),
        company=f"{_FAMILY[company % len(_FAMILY)]} Trading {company}",
        unit=f"Marina Vista {chance.randrange(UNITS)}",
        visited_on=f"2026-{chance.randint(1, 9):02d}-{chance.randint(1, 28):02d}",
        note=f"Liked {chance.choice(_LIKED)}, asked for {chance.choice(_ASKED)}; call back after {chance.randint(9, 18)}:00",
        owner=f"{_GIVEN[chance.randrange(AGENTS)]} {_FAMILY[0]}",
        campaign=f"Campaign {chance.randrange(CAMPAIGNS)}",
    )
