"""Bindings for taking a snapshot of the graph."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from cypher.query import NoParams, Query

Texts = list[str | None]
Millis = list[int | None]
# uid, whether it has no edge at all, and its properties: texts, moments, lists.
NodeCells = tuple[str, bool, Texts, Millis, list[list[str] | None]]
# type, uids of source and target, confidence, valid from and to, and its own properties: texts, moments.
LinkCells = tuple[str, str, str, float | None, int | None, int | None, Texts, Millis]


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
    nodes: list[NodeCells]
    links: list[LinkCells]


SNAPSHOT_PAGE = Query("read.snapshot_page", PageAsked, SnapshotPage)


class LastErasure(msgspec.Struct, frozen=True):
    """In ms since 1970, UTC."""

    at_ms: int | None


LAST_ERASURE = Query("read.last_erasure", NoParams, LastErasure)
