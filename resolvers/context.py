"""What one request carries into every resolver."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

import strawberry

from cypher.store import AsyncGraphStore
from graph_schema.actors import Actor


@dataclass(slots=True, kw_only=True)
class Context:
    """One request: who asks (None: nobody we know), when, and the store that answers.

    `cursor_key` signs page cursors; it is the same for all processes that serve one graph.
    """

    store: AsyncGraphStore
    actor: Actor | None
    now: datetime
    cursor_key: bytes = field(repr=False)
    request_id: str = field(default_factory=lambda: uuid.uuid4().hex)


Info = strawberry.Info[Context, None]
