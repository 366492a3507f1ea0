"""Which of several stated values a client shows, and which lose. Losers stay: they are facts too, and may win again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

# Fields of which a person has one: two values are a contradiction, not a list.
HELD_ONCE = frozenset({"birth_date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value that a record states. `is_ours` tells that a person of ours said it, which outranks every source."""

    profile: str
    field: str
    value: str
    trust: int
    since: datetime
    is_ours: bool = False
    edge: str = ""


@dataclass(frozen=True, slots=True)
class FieldWinner:
    """What a client shows for a field, from which record, and the other values that records state."""

    field: str
    value: str
    profile: str
    loses: tuple[str, ...]


def survive(stated: Iterable[Stated]) -> tuple[FieldWinner, ...]:
    """For each field: our own word, then the most trusted source, then the latest validity, then the alphabet.

    `write.refresh_clients` and `read.client_names` order by the same rule; a test holds the three together.
    """
    ordered = sorted(stated, key=lambda s: s.field)
    found = []
    for field, group in groupby(ordered, key=lambda s: s.field):
        ranked = sorted(group, key=_rank)
        winner = ranked[0]
        losers = tuple(dict.fromkeys(s.value for s in ranked if s.value != winner.value))
        found.append(FieldWinner(field, winner.value, winner.profile, losers))
    return tuple(found)


def is_held_once(field: str) -> bool:
    """Whether a person has one of these, so that two values contradict each other."""
    return field in HELD_ONCE or field.startswith("national_id.")


def _rank(stated: Stated) -> tuple[bool, int, float, str, str]:
    return (not stated.is_ours, -stated.trust, -stated.since.timestamp(), stated.value, stated.edge)
