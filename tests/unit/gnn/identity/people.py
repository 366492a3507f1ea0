"""People with mistakes, as files."""

import random
from pathlib import Path

GIVEN = (
    "ada", "alan", "grace", "edsger", "barbara", "donald", "frances", "john", "kathleen", "linus", "margaret",
    "niklaus", "radia", "tony", "ursula", "vint",
)  # fmt: skip
SURNAMES = (
    "lovelace", "turing", "hopper", "dijkstra", "liskov", "knuth", "allen", "backus", "booth", "torvalds",
    "hamilton", "wirth", "perlman", "hoare", "cerf", "moore",
)  # fmt: skip
HEADER = "id,first_name,surname,dob,email,phone,city"


def people(count: int, seed: int = 1) -> list[str]:
    """Rows of `count` people, two records each; the second has mistakes. Ids are `<person>-<record>`."""
    chance, rows = random.Random(seed), []
    for person in range(count):
        given, surname = chance.choice(GIVEN), chance.choice(SURNAMES) + chance.choice(("", "s", "er", "ova", "son"))
        born = f"{chance.randint(1940, 2000)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        email, phone = f"{given}.{surname}{chance.randint(1, 999)}@example.com", f"07{chance.randint(10**8, 10**9 - 1)}"
        city = chance.choice(("london", "paris", "rome", "cairo", "dubai", "lagos"))
        rows.append(f"{person}-0,{given},{surname},{born},{email},{phone},{city}")
        typo = surname[:2] + surname[3:] if chance.random() < 0.3 else surname
        known = born if chance.random() < 0.8 else "", email if chance.random() < 0.5 else ""
        rows.append(f"{person}-1,{given},{typo},{known[0]},{known[1]},,{city}")
    return rows


def write(path: Path, rows: list[str], header: str = HEADER) -> Path:
    """A CSV file."""
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path
