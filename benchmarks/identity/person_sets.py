"""The sets: files, truth, and what their columns are for the peers, who do not find that out by themselves."""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from benchmarks.identity.demo_people import write_demo_people
from service.home import CHECKOUT

PEERS_PYTHON: Final = CHECKOUT / ".venv-peers" / "bin" / "python"
_FAKE_1000: Final = CHECKOUT / "tests" / "data" / "fake_1000" / "records.csv"
# Nobody looked at the people of this seed while anything here was built.
UNSEEN_SEED: Final = 90_517
DEMO_SEED: Final = 11


@dataclass(frozen=True)
class PersonSet:
    """`make` writes the `files` and truth.csv into a folder. `columns` and `dates` are told to the peers alone."""

    name: str
    make: Callable[[Path], None]
    columns: Mapping[str, list[str]]
    dates: tuple[str, ...]
    files: tuple[str, ...] = ("records.csv",)
    groups: tuple[str, ...] = ()
    options: tuple[str, ...] = field(default=())

    @property
    def is_link(self) -> bool:
        """Whether no file holds a person twice."""
        return len(self.files) > 1


def _fake_1000(folder: Path) -> None:
    whole = pl.read_csv(_FAKE_1000, infer_schema=False)
    whole.drop("cluster").write_csv(folder / "records.csv")
    truth = whole.select(pl.col("unique_id").alias("id"), "cluster", pl.lit("").alias("household"))
    truth.write_csv(folder / "truth.csv")


def _outside(name: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        script = Path(__file__).with_name("outside_sets.py")
        subprocess.run([PEERS_PYTHON, script, name, folder], check=True, stderr=subprocess.DEVNULL)

    return make


def _demo(records: int, seed: int) -> PersonSet:
    columns = {
        "full_name": ["full_name"], "dob": ["birth_date"], "email": ["email"], "phone": ["phone"],
        "address": ["address"], "city": ["city"], "postcode": ["postcode"],
    }  # fmt: skip
    dates = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")
    name = f"demo people, {records:,} records, seed {seed}"
    groups = ("household_size", "script")
    return PersonSet(name, lambda folder: write_demo_people(records, seed, folder), columns, dates, groups=groups)


_FEBRL: Final = {
    "given": ["given_name"], "surname": ["surname"], "dob": ["date_of_birth"], "number": ["soc_sec_id"],
    "address": ["address_1"], "city": ["suburb"], "postcode": ["postcode"],
}  # fmt: skip
_POPULATION: Final = {
    "given": ["first_name"], "surname": ["last_name"], "dob": ["date_of_birth"], "number": ["ssn"],
    "address": ["street_number", "street_name"], "city": ["city"], "postcode": ["zipcode"],
}  # fmt: skip
SETS: Final[Mapping[str, PersonSet]] = {
    "fake_1000": PersonSet(
        "fake_1000",
        _fake_1000,
        {"given": ["first_name"], "surname": ["surname"], "dob": ["dob"], "city": ["city"], "email": ["email"]},
        ("%Y-%m-%d",),
        options=("--id", "unique_id"),
    ),
    "febrl3": PersonSet("FEBRL3", _outside("febrl3"), _FEBRL, ("%Y%m%d",)),
    "febrl4": PersonSet(
        "FEBRL4, two tables", _outside("febrl4"), _FEBRL, ("%Y%m%d",), ("first.csv", "second.csv"),
        options=("--no-duplicates",),
    ),
    "population": PersonSet("pseudopeople: census, tax forms, social security", _outside("population"), _POPULATION,
                            ("%m/%d/%Y", "%Y%m%d")),
    "demo_10k": _demo(10_000, DEMO_SEED),
    "demo_10k_unseen": _demo(10_000, UNSEEN_SEED),
    "demo_100k": _demo(100_000, DEMO_SEED),
}  # fmt: skip


def made(person_set: PersonSet, folder: Path) -> Path:
    """Write the set into an empty folder; answers it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    person_set.make(folder)
    return folder
