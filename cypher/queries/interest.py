"""Bindings about what a client wants."""

from datetime import datetime

import msgspec

from cypher.queries.source import PageAt, PropertyCard, Source
from cypher.query import Query


class InterestSource(Source, frozen=True, kw_only=True):
    """An edge that says how somebody thinks of a unit."""

    preference: str | None = None
    viewed_count: int | None = None
    last_viewed_at: datetime | None = None


class InterestEdgeRow(msgspec.Struct, frozen=True):
    """A unit and how the client thinks of it."""

    cursor: str
    node: PropertyCard
    sources: list[InterestSource]


class RequirementRow(msgspec.Struct, frozen=True):
    """One version of what a buyer asks for."""

    id: str
    kinds: list[str]
    areas: list[str]
    must_haves: list[str]
    deal_breakers: list[str]
    stated: bool | None = None
    version: int | None = None
    budget_min_amount: float | None = None
    budget_max_amount: float | None = None
    budget_currency: str | None = None
    bedrooms_min: int | None = None


class RequirementEdgeRow(msgspec.Struct, frozen=True):
    """What a buyer asks for, with its sources."""

    cursor: str
    node: RequirementRow
    sources: list[Source]


CLIENT_INTERESTS = Query("read.client_interests", PageAt, InterestEdgeRow)
CLIENT_REQUIREMENTS = Query("read.client_requirements", PageAt, RequirementEdgeRow)
