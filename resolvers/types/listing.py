"""The client list and the search: what comes in and what goes out."""

from datetime import datetime

import strawberry

from resolvers.types.client import Client
from resolvers.types.enums import ClientOrderField, Direction


@strawberry.input
class ClientFilter:
    """Which clients to list; all parts must hold."""

    text: str | None = None
    owner_id: strawberry.ID | None = None
    has_open_tasks: bool | None = None
    min_qd_score: float | None = None
    last_interaction_after: datetime | None = None
    last_interaction_before: datetime | None = None


@strawberry.input
class ClientOrder:
    """How to sort clients. Those without a value come last in both directions."""

    field: ClientOrderField
    direction: Direction = Direction.DESC


@strawberry.type
class ClientEdge:
    """A client in its list."""

    cursor: str
    node: Client


@strawberry.type
class ClientSearchEdge:
    """A client that a text found: how well, and by what (`name: Mohammed Al Farsi`)."""

    score: float
    matched_on: str
    node: Client


@strawberry.type
class ClientSearchConnection:
    """Clients that a text found, the best first."""

    edges: list[ClientSearchEdge]
