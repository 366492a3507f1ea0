"""Countries by their names in ten languages, from CLDR with the usual short forms; `countries.csv` here has them."""

import csv
from functools import lru_cache
from importlib.resources import files
from typing import Final

from graph_schema.folding import fold

_TABLE: Final = "countries.csv"


def region_of(text: str) -> str:
    """The ISO 3166 alpha-2 code of a country given by code or name (`UAE`, `Deutschland`, `الإمارات`), or '' when unknown."""
    return _regions().get(fold(text), "")


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    table = (files(__package__) / _TABLE).read_text(encoding="utf-8")
    rows = [(row["region"], row["names"].split("|")) for row in csv.DictReader(table.splitlines())]
    regions = {fold(name): region for region, names in rows for name in names}
    return regions | {region.lower(): region for region, _ in rows}
