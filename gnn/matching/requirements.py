"""What a client asked for, held against a listing: each constraint holds, fails or is unknown, and says so.

Constraints are hard: a listing that fails one never stands above one that fails none, however well it scores. And they are
monotone: moving a listing further into what was asked for never makes a verdict worse. Nothing is hidden: failing listings stay
in the list, below, each with what it fails.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

Value: TypeAlias = float | str | frozenset[str] | None
Listing: TypeAlias = Mapping[str, Value]


class Verdict(StrEnum):
    """What became of a constraint. UNKNOWN: the listing does not say."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """One constraint held against one listing: the verdict, a sentence, and how far off it is (0 unless it fails)."""

    constraint: "Constraint"
    verdict: Verdict
    said: str
    shortfall: float = 0.0


class Constraint(Protocol):
    """Something that was asked for."""

    @property
    def attribute(self) -> str:
        """What of the listing it is about."""

    def check(self, listing: Listing) -> Check:
        """The verdict on a listing."""


@dataclass(frozen=True)
class AtMost:
    """No more than `limit`, such as a budget. Off by the part of the limit that it is above."""

    attribute: str
    limit: float

    def check(self, listing: Listing) -> Check:
        """A number at or below the limit holds."""
        value = _number(listing.get(self.attribute))
        if value is None:
            return Check(self, Verdict.UNKNOWN, f"{self.attribute} is not known; at most {self.limit:,g} was asked for")
        holds = value <= self.limit
        off = 0.0 if holds else (value - self.limit) / max(abs(self.limit), 1e-9)
        return _checked(self, holds=holds, said=f"{self.attribute} {value:,g}, at most {self.limit:,g}", off=off)


@dataclass(frozen=True)
class AtLeast:
    """No less than `limit`, such as bedrooms. Off by the part of the limit that is missing."""

    attribute: str
    limit: float

    def check(self, listing: Listing) -> Check:
        """A number at or above the limit holds."""
        value = _number(listing.get(self.attribute))
        if value is None:
            return Check(self, Verdict.UNKNOWN, f"{self.attribute} is not known; at least {self.limit:,g} was asked for")
        holds = value >= self.limit
        off = 0.0 if holds else (self.limit - value) / max(abs(self.limit), 1e-9)
        return _checked(self, holds=holds, said=f"{self.attribute} {value:,g}, at least {self.limit:,g}", off=off)


@dataclass(frozen=True)
class OneOf:
    """One of these values, such as areas; of several values one is enough."""

    attribute: str
    allowed: frozenset[str]

    def check(self, listing: Listing) -> Check:
        """A shared value holds."""
        values = _words(listing.get(self.attribute))
        asked = " or ".join(sorted(self.allowed))
        if not values:
            return Check(self, Verdict.UNKNOWN, f"{self.attribute} is not known; {asked} was asked for")
        holds = bool(values & self.allowed)
        said = f"{self.attribute} {', '.join(sorted(values))}, one of {asked}"
        return _checked(self, holds=holds, said=said, off=float(not holds))


@dataclass(frozen=True)
class NoneOf:
    """None of these values: deal breakers. Off by how many of them are there."""

    attribute: str
    banned: frozenset[str]

    def check(self, listing: Listing) -> Check:
        """Known values without a banned one hold."""
        values = _words(listing.get(self.attribute))
        if not values:
            return Check(self, Verdict.UNKNOWN, f"{self.attribute} is not known; not {' or '.join(sorted(self.banned))}")
        found = values & self.banned
        said = f"{self.attribute} {', '.join(sorted(values))}, none of {', '.join(sorted(self.banned))}"
        return _checked(self, holds=not found, said=said, off=float(len(found)))


@dataclass(frozen=True)
class Fit:
    """All checks of one listing."""

    checks: tuple[Check, ...]

    @property
    def failing(self) -> tuple[Check, ...]:
        """What fails, in the order in which it was asked for."""
        return tuple(check for check in self.checks if check.verdict is Verdict.FAILS)

    @property
    def unknown(self) -> tuple[Check, ...]:
        """What the listing does not say."""
        return tuple(check for check in self.checks if check.verdict is Verdict.UNKNOWN)

    @property
    def shortfall(self) -> float:
        """How far off it is in all."""
        return sum(check.shortfall for check in self.checks)


def fit(constraints: Sequence[Constraint], listing: Listing) -> Fit:
    """Every constraint held against a listing."""
    return Fit(tuple(constraint.check(listing) for constraint in constraints))


def arranged(scores: Sequence[float], fits: Sequence[Fit]) -> list[int]:
    """Places in the order to show: what fails nothing by score; below, what fails by how many, how far off, and score.

    What is unknown counts as not failing: a listing without a price may be the right one, and its check says so.
    Equal ones keep their order.
    """
    if len(scores) != len(fits):
        raise ValueError("each score needs its fit")
    return sorted(range(len(scores)), key=lambda at: (len(fits[at].failing), fits[at].shortfall, -scores[at], at))


def _checked(constraint: Constraint, *, holds: bool, said: str, off: float) -> Check:
    return Check(constraint, Verdict.HOLDS if holds else Verdict.FAILS, said, off)


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _words(value: Value) -> frozenset[str]:
    if isinstance(value, int | float):
        return frozenset({f"{value:g}"})
    if isinstance(value, str):
        return frozenset({value}) if value else frozenset()
    return value if isinstance(value, frozenset) else frozenset()
