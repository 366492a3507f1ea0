"""Bindings about why something is believed: the history of a field, and the record of who did what."""

import msgspec

from cypher.queries.auditing import ChainedEvent
from cypher.queries.source import Source
from cypher.query import Query


class FieldOf(msgspec.Struct, frozen=True):
    """Which field of which entity."""

    entity_id: str
    field: str
    limit: int


class CellRow(msgspec.Struct, frozen=True):
    """The cell that a fact was read from."""

    id: str
    batch_id: str
    batch_name: str | None
    number: int
    first_line: int | None
    column: str | None
    raw_text: str | None


class HistoryRow(msgspec.Struct, frozen=True):
    """One thing that was said about the field."""

    value: str
    evidence: list[CellRow]
    source: Source


class EventsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Which events; empty texts and zero mean all."""

    actor: str
    action: str
    subject: str
    before: int
    limit: int


FACT_HISTORY = Query("read.fact_history", FieldOf, HistoryRow)
AUDIT_EVENTS = Query("read.audit_events", EventsPage, ChainedEvent)
