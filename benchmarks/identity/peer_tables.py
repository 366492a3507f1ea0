"""Person tables as the peers get them: cleaned as their documentation advises, the same for each peer.

A task is a JSON file: files, is_link (no file holds a person twice), columns (standard name -> column), dates (formats), out.
Standard names: given, surname, full_name, dob, email, phone, number, address, city, postcode.
"""

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

# Up to here single columns block; larger tables block on two columns, as candidates grow with the square.
SMALL_TABLE = 12_000
SINGLE = (("given",), ("surname",), ("dob",), ("email",), ("phone",), ("number",), ("address",))
PAIRED = (
    ("given", "surname"), ("given", "dob"), ("surname", "dob"), ("email",), ("phone",), ("number",), ("dob", "postcode"),
    ("given", "postcode"), ("surname", "postcode"), ("given", "address"), ("surname", "address"), ("given", "city"),
)  # fmt: skip
_EMPTY = {"", "nan", "none", "null", "n/a"}


@dataclass(frozen=True)
class Task:
    """Tables with the columns id and the standard ones that the set has; None where nothing is known."""

    tables: list[pd.DataFrame]
    blocking: list[tuple[str, ...]]
    is_link: bool
    out: Path

    @property
    def is_small(self) -> bool:
        """Whether single columns block, and fuzzy rules stay rare."""
        return sum(map(len, self.tables)) <= SMALL_TABLE

    @property
    def columns(self) -> list[str]:
        """Standard columns of the set."""
        return [name for name in self.tables[0].columns if name != "id"]


def read_task(path: str) -> Task:
    """Read and clean."""
    said = json.loads(Path(path).read_text(encoding="utf-8"))
    tables = [_cleaned(Path(file), said["columns"], said["dates"]) for file in said["files"]]
    rules = SINGLE if sum(map(len, tables)) <= SMALL_TABLE else PAIRED
    known = set(tables[0].columns)
    return Task(tables, [rule for rule in rules if known.issuperset(rule)], said["is_link"], Path(said["out"]))


def write_pairs(first: pd.Series, second: pd.Series, probability: pd.Series, out: Path) -> None:
    """id_a, id_b, probability."""
    pd.DataFrame({"id_a": first, "id_b": second, "probability": probability}).to_csv(out, index=False)


def _cleaned(file: Path, columns: dict[str, list[str]], dates: list[str]) -> pd.DataFrame:
    raw = pd.read_csv(file, dtype=str, keep_default_na=False)
    table = pd.DataFrame({"id": raw[raw.columns[0]]})
    for name, sources in columns.items():
        text = raw[sources].agg(" ".join, axis=1).map(_folded)
        if name == "full_name":
            names = text.map(_name_parts)
            table["given"], table["surname"] = names.str[0], names.str[1]
        elif name == "dob":
            table[name] = _days(text, dates)
        elif name == "phone":
            table[name] = text.str.replace(r"\D", "", regex=True).str[-9:]
        else:
            table[name] = text
    blank = table.map(lambda cell: cell is None or cell in _EMPTY)
    return table.astype(object).mask(blank, None)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def _name_parts(text: str) -> tuple[str, str]:
    if "," in text:
        family, _, given = text.partition(",")
        text = f"{given.strip()} {family.strip()}"
    words = text.split()
    return (words[0], words[-1]) if len(words) > 1 else ("", text)


def _days(text: pd.Series, formats: list[str]) -> pd.Series:
    days = pd.Series(pd.NaT, index=text.index)
    for form in formats:
        days = days.fillna(pd.to_datetime(text, format=form, errors="coerce"))
    return days.dt.strftime("%Y-%m-%d").fillna("")
