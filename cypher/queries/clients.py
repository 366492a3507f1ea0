"""Bindings about many clients: the list, and the search."""

from datetime import datetime

import msgspec

from cypher.queries.client import ClientRow
from cypher.query import Query


class ListAfter(msgspec.Struct, frozen=True, kw_only=True):
    """Parameters of a page of the client list: order, filter, and the last client seen.

    `from_id` is empty for the first page; `in_rest` tells that the last client seen had no value.
    """

    descending: bool
    from_value: str
    from_id: str
    in_rest: bool
    has_open_tasks: bool | None
    min_qd_score: float | None
    since: datetime | None
    until: datetime | None
    limit: int


class NarrowedAfter(ListAfter, frozen=True, kw_only=True):
    """Parameters of clients_narrowed; query or owner may be empty."""

    query: str
    owner_id: str
    sort_by: str
    hits: int
    fan_out: int
    valid_at: datetime
    known_at: datetime


class ListFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Parameters of clients_count."""

    is_filtered: bool
    has_open_tasks: bool | None
    min_qd_score: float | None
    since: datetime | None
    until: datetime | None


class ListedClientRow(ClientRow, frozen=True):
    """One client of the list, with the value that orders it, as text."""

    sort_value: str | None


class NarrowedClients(msgspec.Struct, frozen=True):
    """A page of few clients, and how many they are in all."""

    clients: list[ListedClientRow]
    total: int


class Total(msgspec.Struct, frozen=True):
    """How many there are."""

    total: int


class SearchFor(msgspec.Struct, frozen=True, kw_only=True):
    """Parameters of search_clients."""

    query: str
    hits: int
    fan_out: int
    limit: int
    valid_at: datetime
    known_at: datetime


class FoundClientRow(ClientRow, frozen=True):
    """One client that a text finds, and by what."""

    score: float
    matched_on: str


CLIENTS_BY_LAST_INTERACTION = Query("read.clients_by_last_interaction", ListAfter, ListedClientRow)
CLIENTS_BY_NAME = Query("read.clients_by_name", ListAfter, ListedClientRow)
CLIENTS_BY_QD_SCORE = Query("read.clients_by_qd_score", ListAfter, ListedClientRow)
CLIENTS_BY_OPEN_TASKS = Query("read.clients_by_open_tasks", ListAfter, ListedClientRow)
CLIENTS_NARROWED = Query("read.clients_narrowed", NarrowedAfter, NarrowedClients)
CLIENTS_COUNT = Query("read.clients_count", ListFilter, Total)
SEARCH_CLIENTS = Query("read.search_clients", SearchFor, FoundClientRow)
