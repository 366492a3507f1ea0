"""Bindings about what a clustering is asked: links that wait, and what records say of things that a person has once."""

from collections.abc import Sequence

import msgspec

from cypher.query import Query


class MostLinks(msgspec.Struct, frozen=True):
    """How many."""

    limit: int


class OpenIdentityLink(msgspec.Struct, frozen=True):
    """A proposal that two records are one person."""

    proposal: str
    left: str
    right: str
    left_client: str
    right_client: str
    confidence: float
    evidence: tuple[str, ...]


class RecordIds(msgspec.Struct, frozen=True):
    """Which records."""

    profile_ids: Sequence[str]


class HardValue(msgspec.Struct, frozen=True):
    """A value of which a person has one; `node` is its own uid."""

    kind: str
    value: str
    node: str


class HardRow(msgspec.Struct, frozen=True):
    """A record with what it says of such things."""

    profile: str
    source: str
    identifiers: tuple[HardValue, ...]


OPEN_IDENTITY_LINKS = Query("read.open_identity_links", MostLinks, OpenIdentityLink)
HARD_IDENTIFIERS = Query("read.hard_identifiers", RecordIds, HardRow)
