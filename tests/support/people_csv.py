"""A CSV of made-up people, the same each time: couples that share a phone, people who return, a column that nobody knows."""

import csv
import random
from pathlib import Path

HEADER = [
    "ID",
    "Full name",
    "Mobile",
    "Email",
    "Company",
    "Interested in",
    "Visit date",
    "Notes",
    "Owner",
    "Campaign",
    "Zodiac",
]
GIVEN = ["Ada", "Omar", "Yulia", "Wei", "Priya", "Marco", "Leila", "Jean", "Fatima", "Igor", "Aisha", "Hans", "Chiara", "Noor"]
FAMILY = ["Haddad", "Petrova", "Rossi", "Schmidt", "Zhang", "Iyer", "Okafor", "Moreau", "Al Farsi", "Smith", "Khan", "Novak"]
ZODIAC = ["lion", "fish", "", "ram"]


def write_people(path: Path, rows: int, seed: int = 1) -> Path:
    """Write `rows` data rows (every tenth one repeats an earlier ID) and answer the path."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(HEADER)
        for number in range(rows):
            writer.writerow(_row(chance, number if number % 10 else max(0, number - 5)))
    return path


def _row(chance: random.Random, person: int) -> list[str]:
    who = random.Random(person)
    given, family = who.choice(GIVEN), who.choice(FAMILY)
    # Person 2k and 2k+1 are a couple with one phone.
    phone = f"+97150{1000000 + person // 2:07d}"
    email = f"{given}.{family}.{person}@example.com".replace(" ", "").lower()
    return [
        f"P{person:06d}",
        f"{given} {family}",
        phone,
        email,
        f"Company {person % 97}",
        f"Marina Vista {person % 300}",
        f"2026-0{chance.randint(1, 9)}-{chance.randint(10, 28)}",
        f"Liked the view, asked for floor {chance.randint(1, 60)}",
        f"Agent {person % 12}",
        f"Campaign {person % 7}",
        chance.choice(ZODIAC),
    ]
