"""The statements behind one Client 360: written down while the resolvers run them, then run again by the bare driver."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import neo4j

import resolvers
from cypher.query import P, Query, R, parameters_of
from cypher.store import READ_SECONDS, AsyncGraphStore
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import InvariantBroken
from resolvers.context import Context
from resolvers.schema import VelocitySchema

_OPERATIONS: Final = Path(resolvers.__path__[0]) / "operations"
_READER: Final = Actor("bench", ActorKind.HUMAN, frozenset({Role.REVIEWER, Role.OPERATOR}), "bench")


@dataclass(frozen=True, slots=True)
class Statement:
    """One query file's text with its parameters, as the driver is given them."""

    text: str
    parameters: Mapping[str, object]


def operation() -> str:
    """The document of the dossier page as the frontend sends it, with the fragments that it spreads."""
    text = (_OPERATIONS / "client_360.graphql").read_text(encoding="utf-8")
    fragments = (_OPERATIONS / "fragments.graphql").read_text(encoding="utf-8").split("\n\n")
    return "\n".join([text, *(part for part in fragments if f"...{part.split()[1]}" in text)])


async def statements_for(schema: VelocitySchema, driver: neo4j.AsyncDriver, client_id: str) -> list[Statement]:
    """Every statement that the resolvers run for this client, in the order in which they begin.

    Raises:
        InvariantBroken: the operation was answered with errors.
    """
    store = _Recording(driver)
    context = Context(store=store, actor=_READER, now=datetime.now(UTC), cursor_key=bytes(32))
    result = await schema.execute(operation(), variable_values={"id": client_id}, context_value=context)
    if result.errors or not (result.data and result.data["client"]):
        raise InvariantBroken(f"no Client 360 of {client_id}: {result.errors}")
    return store.statements


class _Recording(AsyncGraphStore):
    def __init__(self, driver: neo4j.AsyncDriver) -> None:
        super().__init__(driver)
        self.statements: list[Statement] = []

    async def many(self, query: Query[P, R], params: P, *, seconds: float = READ_SECONDS) -> list[R]:
        self.statements.append(Statement(query.file.text, parameters_of(params)))
        return await super().many(query, params, seconds=seconds)


async def run_in_turn(driver: neo4j.AsyncDriver, statements: Sequence[Statement]) -> None:
    """One after the other in one session, every record fetched."""
    async with driver.session(database="neo4j", default_access_mode=neo4j.READ_ACCESS) as session:
        for statement in statements:
            await _fetch(session, statement)


async def run_at_once(driver: neo4j.AsyncDriver, statements: Sequence[Statement]) -> None:
    """All together, a session each, every record fetched: no resolver could be quicker, as some need another's answer."""
    await asyncio.gather(*(_alone(driver, statement) for statement in statements))


async def _alone(driver: neo4j.AsyncDriver, statement: Statement) -> None:
    async with driver.session(database="neo4j", default_access_mode=neo4j.READ_ACCESS) as session:
        await _fetch(session, statement)


async def _fetch(session: neo4j.AsyncSession, statement: Statement) -> None:
    result = await session.run(neo4j.Query(statement.text, timeout=READ_SECONDS), dict(statement.parameters))
    [record async for record in result]
