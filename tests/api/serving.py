"""The service as its callers meet it: over HTTP, with tokens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from cypher.driver import Connection
from graph_schema.actors import ActorKind, Role
from service.app import create_app
from service.home import Home
from service.settings import Settings
from service.tokens import TokenBook

WHO_AM_I = '{ searchClients(text: "nobody at all") { edges { score } } }'


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a connection, and perhaps with a token."""

    http: httpx.AsyncClient
    tokens: TokenBook

    def token(self, *roles: Role, kind: ActorKind = ActorKind.HUMAN) -> str:
        """A new token with these roles."""
        return self.tokens.create("ada", kind, roles, delegated_by="eve" if kind is ActorKind.AGENT else None).secret

    async def ask(self, query: str = WHO_AM_I, *, token: str | None = None, accept: str = "*/*") -> httpx.Response:
        """Send a query as JSON."""
        headers = {"accept": accept} | ({"authorization": f"Bearer {token}"} if token else {})
        return await self.http.post("/graphql", json={"query": query}, headers=headers)


def code(answer: httpx.Response) -> str:
    """The code of the first error."""
    found = answer.json()["errors"][0]["extensions"]["code"]
    assert isinstance(found, str)
    return found


@asynccontextmanager
async def serving(
    connection: Connection, folder: Path, settings: Settings | None = None, home: Home | None = None
) -> AsyncIterator[Caller]:
    """The application over a database, without a socket between."""
    tokens = TokenBook(folder / "tokens.json")
    app = create_app(settings or Settings(), connection, tokens, b"key of the tests", home=home)
    transport = httpx.ASGITransport(app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
        yield Caller(http, tokens)
