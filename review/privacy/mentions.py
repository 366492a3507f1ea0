"""Where texts speak of a person: which rows of files are theirs though no record names them, and what to strike from texts."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import msgspec

from graph_schema.folding import fold

ERASED_TEXT: Final = "[erased]"
# A national number without its trunk zero has nine digits nearly everywhere; fewer would meet strangers.
_TELLING_DIGITS: Final = 9
_LEAST_DIGITS: Final = 7
# Shorter values ("AE", "yes", "2") say nothing about anybody where they stand inside another text.
LEAST_NEEDLE: Final = 4
_LEAST_SIGNS: Final = 2
_LEAST_NAME: Final = 3
_EMAIL: Final = re.compile(r"[^\s<>,;:\"'()\[\]|]+@[^\s<>,;:\"'()\[\]|]+")
_PARTS: Final = re.compile(r"[/;,|\n]")
_NO_DIGIT: Final = re.compile(r"\D")
_WORD: Final = re.compile(r"\w+")

# Which properties of which label hold what a person said, is called, or can be reached by. All else is a code or a moment.
PERSONAL: Final[Mapping[str, tuple[str, ...]]] = {
    "Account": ("name",),
    "Address": ("line", "folded"),
    "Campaign": ("name",),
    "Client": ("display_name",),
    "Email": ("value",),
    "Fact": ("value",),
    "Handle": ("value",),
    "Household": ("name",),
    "Interaction": ("summary", "outcome"),
    "NationalId": ("value",),
    "Opportunity": ("title",),
    "PersonName": ("value", "folded"),
    "Phone": ("value",),
    "Profile": ("title", "source_key"),
    "Project": ("name",),
    "Property": ("name",),
    "Reminder": ("text",),
    "Requirement": ("areas", "must_haves", "deal_breakers"),
    "RiskSignal": ("reason",),
    "Task": ("title",),
    "Utterance": ("text",),
}


def personal_texts(label: str, properties: Mapping[str, object]) -> tuple[str, ...]:
    """The personal texts of a node."""
    values = [properties.get(name) for name in PERSONAL.get(label, ())]
    texts = [text for value in values for text in (value if isinstance(value, list) else [value])]
    return tuple(text for text in texts if isinstance(text, str) and text.strip())


@dataclass(frozen=True)
class Traits:
    """What tells a person in a row: contact points of theirs alone, shared ones together with a name, keys by source system."""

    emails: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    shared_emails: frozenset[str] = frozenset()
    shared_numbers: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    keys: frozenset[tuple[str, str]] = frozenset()
    names: frozenset[str] = frozenset()

    @cached_property
    def name_words(self) -> tuple[frozenset[str], ...]:
        """The words of each name, folded."""
        return tuple(words_of(name) for name in sorted(self.names) if words_of(name))

    def are_in(self, cells: Sequence[str], source_system: str, key_position: int | None) -> bool:
        """Whether a row is about this person. A shared contact point needs the name beside it: the other holder stays."""
        key = cells[key_position].strip() if key_position is not None and key_position < len(cells) else ""
        if key and (source_system, key) in self.keys:
            return True
        emails, numbers = _emails(cells), _numbers(cells)
        if emails & self.emails or numbers & self.numbers or {cell.strip().casefold() for cell in cells} & self.others:
            return True
        if not (emails & self.shared_emails or numbers & self.shared_numbers):
            return False
        words = words_of(" ".join(cells))
        return any(name <= words for name in self.name_words)


def words_of(text: str) -> frozenset[str]:
    """The words of a text, folded, whatever stands between them."""
    return frozenset(_WORD.findall(fold(text)))


def digits_of(phone: str) -> str:
    """What two ways of writing one number share."""
    return _NO_DIGIT.sub("", phone)[-_TELLING_DIGITS:]


def _emails(cells: Iterable[str]) -> set[str]:
    return {found.rstrip(".") for cell in cells if "@" in cell for found in _EMAIL.findall(cell.casefold())}


def _numbers(cells: Iterable[str]) -> set[str]:
    parts = (part for cell in cells if any(map(str.isdigit, cell)) for part in _PARTS.split(cell))
    digits = (_NO_DIGIT.sub("", part) for part in parts)
    return {found[-_TELLING_DIGITS:] for found in digits if len(found) >= _LEAST_DIGITS}


Strike = Callable[[str], str]


def striker(needles: Iterable[str], mark: str = ERASED_TEXT) -> Strike:
    """A function that replaces each of these texts, wherever it stands as words of its own, by a mark."""
    wanted = sorted({needle.strip() for needle in needles if _is_telling(needle.strip())}, key=len, reverse=True)
    if not wanted:
        return lambda text: text
    pattern = re.compile("|".join(map(_as_words, wanted)), re.IGNORECASE)
    return lambda text: pattern.sub(mark, text)


def _is_telling(needle: str) -> bool:
    # Two signs are a whole name in Chinese.
    return len(needle) >= (LEAST_NEEDLE if needle.isascii() else _LEAST_SIGNS)


def _as_words(needle: str) -> str:
    """Scripts without spaces have no ends of words to look for."""
    before, after = (r"(?<!\w)" if needle[0].isascii() else ""), (r"(?!\w)" if needle[-1].isascii() else "")
    return f"{before}{re.escape(needle)}{after}"


def name_needles(names: Iterable[str], given: Iterable[str]) -> frozenset[str]:
    """How a person is called in texts that stay for others: the whole name, both ways round, and the given name."""
    whole = {name for name in names if name.strip()}
    turned = {" ".join([*words[-1:], *words[:-1]]) for name in whole if len(words := name.split()) > 1}
    return frozenset(whole | turned | {word for word in given if len(word) > _LEAST_NAME})


def strike_json(text: str, strike: Strike) -> str:
    """Strike from every text inside a JSON document; its shape, keys and numbers stay. What is no JSON is struck as text."""
    try:
        content = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return strike(text)
    struck = _struck(content, strike)
    return text if struck == content else msgspec.json.encode(struck).decode()


def _struck(content: object, strike: Strike) -> object:
    match content:
        case str():
            return strike(content)
        case list():
            return [_struck(part, strike) for part in content]
        case dict():
            return {name: _struck(part, strike) for name, part in content.items()}
    return content


def strike_samples(profile_json: str, cells: Mapping[int, frozenset[str]]) -> str:
    """Take out of a column profile the samples that stand in emptied cells, and what quotes such a cell as a proof."""
    try:
        columns = msgspec.json.decode(profile_json, type=list[dict[str, object]])
    except msgspec.DecodeError:
        return "[]"
    for column in columns:
        gone = cells.get(_position(column), frozenset())
        samples = column.get("samples")
        if isinstance(samples, list):
            column["samples"] = [sample for sample in samples if not any(cell.startswith(sample) for cell in gone)]
        proof = column.get("date_order")
        if isinstance(proof, dict):
            proof["evidence"] = _unless_quoted(str(proof.get("evidence", "")), gone)
    return msgspec.json.encode(columns).decode()


def strike_reasons(manifest_json: str, cells: Mapping[int, frozenset[str]]) -> str:
    """Take out of a mapping's reasons what quotes an emptied cell. Positions, headers and meanings stay."""
    manifest = msgspec.json.decode(manifest_json, type=dict[str, object])
    columns = manifest.get("columns")
    for column in columns if isinstance(columns, list) else ():
        gone = cells.get(_position(column), frozenset())
        for name in {"reason", "why"} & column.keys():
            column[name] = _unless_quoted(str(column[name]), gone)
    return msgspec.json.encode(manifest).decode()


def _position(column: Mapping[str, object]) -> int:
    position = column.get("position", -1)
    return position if isinstance(position, int) else -1


def _unless_quoted(text: str, gone: Iterable[str]) -> str:
    return striker(cell.strip() for cell in gone)(text)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A span of a transcript: its uid, who is said to speak, and the words."""

    uid: str
    speaker: str
    text: str


def spoken_by(spans: Iterable[Spoken], names: Iterable[str], roles: frozenset[str], others: frozenset[str]) -> tuple[str, ...]:
    """The spans that this person spoke: under their name, or under a role that nobody else in the conversation had."""
    called = {words_of(name) for name in names}
    alone = {fold(role) for role in roles - others if role}
    return tuple(span.uid for span in spans if words_of(span.speaker) in called or fold(span.speaker) in alone)
