"""What people call their columns, in several languages; `header_words.csv` beside this file is the table, open to additions."""

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from graph_schema.folding import fold
from graph_schema.manifests import MappingTarget

_TABLE: Final = "header_words.csv"
# In the table, the words by which a header speaks of an agent, a spouse or whoever else is not the client.
_SOMEBODY_ELSE: Final = "somebody else"
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_A_WORD: Final = re.compile(r"[\W_]+")


def plain_header(header: str) -> str:
    """A header for comparison: `'Phone_No.'`, `'phoneNo'` and `'PHONE NO'` are all `'phone no'`."""
    return _NOT_A_WORD.sub(" ", fold(_CAMEL.sub(" ", header))).strip()


def _read_table() -> Mapping[str, tuple[str, ...]]:
    phrases: defaultdict[str, dict[str, None]] = defaultdict(dict)
    text = (files("ingest") / _TABLE).read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        phrases[row["meaning"]].update(dict.fromkeys(plain_header(phrase) for phrase in row["phrases"].split("|")))
    return {meaning: tuple(plain) for meaning, plain in phrases.items()}


_PHRASES: Final = _read_table()
PHRASES: Final = {MappingTarget(meaning): phrases for meaning, phrases in _PHRASES.items() if meaning != _SOMEBODY_ELSE}
OTHER_PEOPLE: Final = frozenset(_PHRASES[_SOMEBODY_ELSE])
