"""Bindings about what must not come back."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cypher.queries.reviewing import KnownUid, Uids
from cypher.query import NoParams, Query
from graph_schema.privacy import SuppressionKind, SuppressionState


class SuppressionKeyRow(msgspec.Struct, frozen=True):
    """A key that suppressions were made with."""

    key_id: str


class SuppressionRef(msgspec.Struct, frozen=True):
    """Which suppression."""

    uid: str


class SuppressionsIn(msgspec.Struct, frozen=True):
    """Which suppressions."""

    states: Sequence[str]
    limit: int


class SuppressionRow(msgspec.Struct, frozen=True):
    """One suppression; nothing in it tells whom it hides."""

    uid: str
    kind: SuppressionKind
    state: SuppressionState
    ordered_at: datetime
    proposal: str
    released_by: str | None
    release_reason: str | None


LIVE_SUPPRESSIONS = Query("read.live_suppressions", Uids, KnownUid)
SUPPRESSION_KEYS = Query("read.suppression_keys", NoParams, SuppressionKeyRow)
SUPPRESSIONS = Query("read.suppressions", SuppressionsIn, SuppressionRow)
SUPPRESSION = Query("read.suppression", SuppressionRef, SuppressionRow)
