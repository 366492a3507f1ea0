"""Demo people as one person table with messy formats; who they are stands in a file of its own."""

import csv
import random
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Final

from ingest.synthetic.people import HouseholdOfPeople, Person, draw_household
from ingest.synthetic.records import Record, records_of
from ingest.synthetic.spec import DEMO_NOW

HEADER: Final = ("id", "source", "full_name", "phone", "email", "birth_date", "address", "city", "postcode", "country")
TRUTH_HEADER: Final = ("id", "cluster", "household", "household_size", "script")
# How systems write days: most in ISO 8601, some as people do.
_DAY_FORMATS: Final = ("%Y-%m-%d",) * 4 + ("%d/%m/%Y", "%d.%m.%Y")
_UPPER_CASE, _FAMILY_FIRST = 0.05, 0.08


def write_demo_people(records: int, seed: int, folder: Path) -> None:
    """`records.csv` and `truth.csv` of at least so many records: whole households, the same for the same seed."""
    with (
        (folder / "records.csv").open("w", encoding="utf-8", newline="") as table,
        (folder / "truth.csv").open("w", encoding="utf-8", newline="") as truth,
    ):
        rows, known = csv.writer(table), csv.writer(truth)
        rows.writerow(HEADER)
        known.writerow(TRUTH_HEADER)
        written = 0
        for household in _households(seed):
            for person in household.people:
                for row in _rows(person):
                    rows.writerow(row)
                    size, script = str(len(household.people)), person.culture.script
                    known.writerow((row[0], person.key, household.key, size, script))
                    written += 1
            if written >= records:
                return


def _households(seed: int) -> Iterator[HouseholdOfPeople]:
    return (draw_household(seed, number, random.Random(f"household {seed} {number}")) for number in count())


def _rows(person: Person) -> Iterator[tuple[str, ...]]:
    chance = random.Random(f"records {person.key}")
    return (_row(record, chance) for record in records_of(person, DEMO_NOW, chance))


def _row(record: Record, chance: random.Random) -> tuple[str, ...]:
    home = record.home
    place = (home.line, home.city, home.postcode, home.country) if home else ("",) * 4
    email = record.email.value if record.email else record.agency_email or ""
    phone = _phone(record.phone.value, chance) if record.phone else ""
    return record.uid, record.source, _name(record, chance), phone, email, _day(record.born, chance), *place


def _name(record: Record, chance: random.Random) -> str:
    way = chance.random()
    if way < _UPPER_CASE:
        return record.spelt.name.upper()
    if way < _FAMILY_FIRST and record.spelt.script != "Han":
        return f"{record.spelt.family}, {record.spelt.given}"
    return record.spelt.name


def _phone(number: str, chance: random.Random) -> str:
    grouped = f"{number[:4]} {number[4:7]} {number[7:]}"
    dashed = f"{number[:3]}-{number[3:6]}-{number[6:]}"
    return chance.choice((number, number, f"00{number[1:]}", grouped, f"0{number[-9:]}", dashed))


def _day(born: date | None, chance: random.Random) -> str:
    return born.strftime(chance.choice(_DAY_FORMATS)) if born else ""
