"""Asking the schema as the service does: a context, a document, an answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias, cast

from cypher.driver import Connection, open_async_driver, open_driver
from cypher.store import AsyncGraphStore, GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from ingest.evidence_store import EvidenceStore
from resolvers.context import Context, PrivacyDesk
from resolvers.schema import build_schema

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

OPERATIONS: Final = Path(__file__).parents[2] / "resolvers" / "operations"
OPERATOR: Final = Actor("ada", ActorKind.HUMAN, frozenset({Role.OPERATOR}), "Ada")
ANALYST: Final = Actor("ana", ActorKind.HUMAN, frozenset({Role.ANALYST}), "Ana")
SCHEMA: Final = build_schema()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how often the database was asked."""

    data: dict[str, Json]
    errors: list[dict[str, Json]]
    round_trips: int

    def at(self, *path: str | int) -> Json:
        """The value at a path; fails when the answer has errors."""
        assert self.errors == []
        value: Json = self.data
        for step in path:
            value = cast("dict[str | int, Json]", value)[step]
        return value

    @property
    def code(self) -> Json:
        """The code of the only error."""
        assert len(self.errors) == 1, self.errors
        return cast("dict[str, Json]", self.errors[0]["extensions"])["code"]


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks."""

    store: AsyncGraphStore
    now: datetime
    gate: GraphStore | None = None
    privacy: PrivacyDesk | None = None
    files: EvidenceStore | None = None

    async def ask(
        self, document: str, actor: Actor | None = OPERATOR, operation: str | None = None, /, **variables: Json
    ) -> Answer:
        """The answer to a document."""
        before = self.store.round_trips
        context = Context(
            store=self.store,
            gate=self.gate,
            actor=actor,
            now=self.now,
            cursor_key=b"key of the tests",
            privacy=self.privacy,
            files=self.files,
        )
        result = await SCHEMA.execute(document, variable_values=variables, context_value=context, operation_name=operation)
        errors = [cast("dict[str, Json]", error.formatted) for error in result.errors or []]
        return Answer(cast("dict[str, Json]", result.data or {}), errors, self.store.round_trips - before)


@asynccontextmanager
async def asker(connection: Connection, now: datetime) -> AsyncIterator[Asker]:
    """Somebody who asks this database at this moment."""
    with open_driver(connection) as blocking:
        async with open_async_driver(connection) as driver:
            yield Asker(AsyncGraphStore(driver, connection.database), now, GraphStore(blocking, connection.database))


def operation(name: str) -> str:
    """A document exactly as the frontend sends it, with the fragments it uses."""
    text = (OPERATIONS / f"{name}.graphql").read_text(encoding="utf-8")
    fragments = (OPERATIONS / "fragments.graphql").read_text(encoding="utf-8").split("\n\n")
    return "\n".join([text, *(part for part in fragments if f"...{part.split()[1]}" in text)])


def about(client_id: str, fields: str) -> str:
    """A document that asks for some fields of one client."""
    return f'{{ client(id: "{client_id}") {{ {fields} }} }}'
