"""Bindings for taking a snapshot of the graph."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from cypher.query import NoParams, Query

Texts = list[str | None]
Millis = list[int | None]


class NodeColumns(msgspec.Struct, frozen=True, array_like=True):
    """Nodes by columns: uids, whether each has no edge at all, and of each property (texts, moments, lists) its values."""

    uids: list[str]
    alone: list[bool]
    texts: list[Texts]
    moments: list[Millis]
    lists: list[list[list[str] | None]]


class LinkColumns(msgspec.Struct, frozen=True, array_like=True):
    """Edges of one type by columns; `sources` are places in the page's nodes, `targets` uids."""

    type: str
    sources: list[int]
    targets: list[str]
    confidence: list[float | None]
    valid_from: Millis
    valid_to: Millis
    texts: list[Texts]
    moments: list[Millis]


class PageAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Parameters of snapshot_page."""

    after: str
    until: str
    limit: int
    known_at: datetime
    texts: Sequence[str]
    moments: Sequence[str]
    lists: Sequence[str]
    own_texts: Mapping[str, Sequence[str]]
    own_moments: Mapping[str, Sequence[str]]


class SnapshotPage(msgspec.Struct, frozen=True):
    """Nodes of a label and the edges that start at them; `last` is None behind the last page. Moments in ms since 1970, UTC."""

    last: str | None
    nodes: NodeColumns
    links: list[LinkColumns]


SNAPSHOT_PAGE = Query("read.snapshot_page", PageAsked, SnapshotPage)


class LastErasure(msgspec.Struct, frozen=True):
    """In ms since 1970, UTC."""

    at_ms: int | None


LAST_ERASURE = Query("read.last_erasure", NoParams, LastErasure)
