"""A person's words as a Lucene query. Whatever was typed, the query is one of ours: words are escaped, operators are added.

Each word may be meant exactly, as a beginning, or with typing errors; exact ones count most. Digits alone are a
phone number, looked up by the endings under which phones are indexed.
"""

import re
from typing import Final

from graph_schema.folding import fold

# A name of four letters with one error is still a name; shorter ones turn into other names.
ONE_ERROR_FROM: Final = 4
TWO_ERRORS_FROM: Final = 8
SHORTEST_BEGINNING: Final = 2
# Nobody types more words than this to find somebody; each costs the index three lookups.
MOST_WORDS: Final = 12
# Phones are indexed in full and by these endings: with or without country and area.
PHONE_ENDINGS: Final = (9, 7)
SHORTEST_PHONE: Final = 5

_WORD: Final = re.compile(r"\w+")
_SPECIAL: Final = re.compile(r'([+\-&|!(){}\[\]^"~*?:\\/<>=@#])')
_PHONE: Final = re.compile(r"[\d\s+()./-]+")


def lucene_query(text: str) -> str | None:
    """The query for a text; None if nothing in it can be looked up."""
    folded = fold(text)
    if phone := _phone_clauses(folded):
        return " OR ".join(phone)
    chunks = [chunk for chunk in folded.split() if _WORD.search(chunk)][:MOST_WORDS]
    words = dict.fromkeys(word for chunk in chunks for word in _WORD.findall(chunk))
    clauses = [_whole(chunk) for chunk in chunks if not chunk.isalnum()]
    clauses += [clause for word in list(words)[:MOST_WORDS] for clause in _clauses(word)]
    return " OR ".join(clauses) or None


def _clauses(word: str) -> list[str]:
    clauses = [f"{_escape(word)}^4"]
    if len(word) >= SHORTEST_BEGINNING:
        clauses.append(f"{_escape(word)}*^2")
    if len(word) >= ONE_ERROR_FROM and not word.isdecimal():
        clauses.append(f"{_escape(word)}~{2 if len(word) >= TWO_ERRORS_FROM else 1}")
    return clauses


def _whole(chunk: str) -> str:
    """An e-mail address or a unit number in one piece; as a phrase, so that the index cuts it as it cut the value."""
    return f'"{_escape(chunk)}"^8'


def _phone_clauses(folded: str) -> list[str]:
    if not _PHONE.fullmatch(folded):
        return []
    digits = "".join(char for char in folded if char.isdecimal()).lstrip("0")
    if len(digits) < SHORTEST_PHONE:
        return []
    endings = [digits, *(digits[-size:] for size in PHONE_ENDINGS if len(digits) > size)]
    return [*(f"{ending}^{8 - position}" for position, ending in enumerate(endings)), f"{digits}*^4"]


def _escape(word: str) -> str:
    """No character of the word has a meaning for Lucene. Folding has made it lower case, so it is no operator either."""
    return _SPECIAL.sub(r"\\\1", word)
