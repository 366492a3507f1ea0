"""One way to compare texts of any script: compatibility forms, ASCII, lower case, single spaces."""

import unicodedata
from functools import lru_cache

from anyascii import anyascii


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """`'  Žofie  MÜLLER'` -> `'zofie muller'`; Arabic, Cyrillic, Han and other scripts are transliterated."""
    if text.isascii():
        return " ".join(text.casefold().split())
    return " ".join(anyascii(unicodedata.normalize("NFKC", text)).casefold().split())
