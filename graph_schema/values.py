"""Normalised values. A text either becomes one of these or stays `Unreadable`, with the reason; both are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

PropertyValue = str | int | float | bool | datetime | date | Sequence[str] | Sequence[float]
Properties = Mapping[str, PropertyValue]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that could not become a value, kept as it was, with why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Email:
    """A normalised address (lower case, domain in ASCII). Role addresses (`info@`) and placeholders never become match keys."""

    value: str
    local: str
    domain: str
    is_role: bool = False
    is_placeholder: bool = False


@dataclass(frozen=True, slots=True)
class Phone:
    """An E.164 number (`+97150…`) and the region it belongs to (ISO 3166 alpha-2, empty when unknown)."""

    value: str
    region: str = ""
    is_placeholder: bool = False


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as written, its parts where they can be told, and `folded`: lower-case ASCII for comparison and search."""

    value: str
    given: str
    family: str
    folded: str
    script: str = "Latin"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `folded` is lower-case ASCII of all parts, for comparison."""

    line: str
    city: str
    postcode: str
    country: str
    folded: str
