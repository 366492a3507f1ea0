"""The web application: GraphQL by POST, health, and the console's files. Composed here, decided elsewhere."""

import json
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
import neo4j
import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from cypher.driver import Connection, open_async_driver
from cypher.store import AsyncGraphStore
from graph_schema.actors import Actor
from graph_schema.errors import InputRefused, NotAllowed, VelocityError
from resolvers.context import Context
from resolvers.schema import build_schema
from service.health import is_ready
from service.tokens import TokenBook

MAX_BODY_BYTES: Final = 1 << 20
CONSOLE: Final = Path(__file__).resolve().parent.parent / "console"
ROUND_TRIPS: Final = "x-velocity-round-trips"
_SAFE_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'self'; frame-ancestors 'none'",
    "cache-control": "no-store",
}
log = logging.getLogger("velocity.service")


class Operation(msgspec.Struct, frozen=True, rename="camel"):
    """The body of a GraphQL request."""

    query: str
    variables: dict[str, object] | None = None
    operation_name: str | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """What all requests share."""

    schema: strawberry.Schema
    driver: neo4j.AsyncDriver
    database: str
    tokens: TokenBook
    cursor_key: bytes


def create_app(connection: Connection, tokens: TokenBook, cursor_key: bytes | None = None) -> Starlette:
    """The application over one database. `cursor_key` must be shared by all processes that serve the same graph."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_async_driver(connection) as driver:
            key = cursor_key or secrets.token_bytes(32)
            app.state.served = Served(build_schema(), driver, connection.database, tokens, key)
            yield

    routes: list[BaseRoute] = [
        Route("/graphql", graphql, methods=["POST"]),
        Route("/health/live", live),
        Route("/health/ready", ready),
    ]
    if CONSOLE.is_dir():
        routes += [
            Route("/", lambda _: RedirectResponse("/console/")),
            Mount("/console", StaticFiles(directory=CONSOLE, html=True)),
        ]
    return Starlette(routes=routes, lifespan=lifespan, exception_handlers={Exception: _crashed})


async def graphql(request: Request) -> Response:
    """One operation: read, signed in, executed; the answer is JSON whatever happens."""
    served: Served = request.app.state.served
    request_id = secrets.token_hex(8)
    try:
        operation = await _operation(request)
        actor = _actor(request, served.tokens)
    except VelocityError as error:
        return _answer({"errors": [problem(error)]}, 401 if isinstance(error, NotAllowed) else 400, request_id)
    store = AsyncGraphStore(served.driver, served.database)
    context = Context(store=store, actor=actor, now=datetime.now(UTC), cursor_key=served.cursor_key, request_id=request_id)
    result = await served.schema.execute(
        operation.query,
        variable_values=operation.variables,
        operation_name=operation.operation_name,
        context_value=context,
    )
    body: dict[str, object] = {"data": result.data}
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    response = _answer(body, 200, request_id)
    response.headers[ROUND_TRIPS] = str(store.round_trips)
    return response


async def live(_: Request) -> Response:
    """The process runs."""
    return JSONResponse({"live": True})


async def ready(request: Request) -> Response:
    """The database answers and its schema is ours."""
    served: Served = request.app.state.served
    fine = await is_ready(AsyncGraphStore(served.driver, served.database))
    return JSONResponse({"ready": fine}, 200 if fine else 503)


def problem(error: VelocityError) -> dict[str, object]:
    """An error in the shape of GraphQL."""
    return {"message": error.message, "extensions": {"code": error.error_code, "hint": error.hint}}


async def _operation(request: Request) -> Operation:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise InputRefused(f"the request is larger than {MAX_BODY_BYTES} bytes", hint="send files by their own upload")
    try:
        return msgspec.json.decode(bytes(body), type=Operation)
    except msgspec.DecodeError as error:
        raise InputRefused(
            f"the request is no GraphQL operation: {error}", hint="send JSON with query and variables"
        ) from error


def _actor(request: Request, tokens: TokenBook) -> Actor | None:
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, secret = header.partition(" ")
    actor = tokens.who(secret.strip(), datetime.now(UTC)) if scheme.lower() == "bearer" else None
    if actor is None:
        raise NotAllowed("this token opens nothing", hint="send `Authorization: Bearer TOKEN`", code="unauthenticated")
    return actor


def _answer(body: dict[str, object], status: int, request_id: str) -> Response:
    headers = {**_SAFE_HEADERS, "x-request-id": request_id}
    return Response(msgspec.json.encode(body, enc_hook=str), status, headers, "application/json")


async def _crashed(request: Request, error: Exception) -> Response:
    request_id = secrets.token_hex(8)
    log.error("request failed", exc_info=error, extra={"request_id": request_id, "path": request.url.path})
    hint = f"tell an engineer the request id {request_id}"
    text = json.dumps({"errors": [{"message": "internal error", "extensions": {"code": "internal", "hint": hint}}]})
    return Response(text, 500, {**_SAFE_HEADERS, "x-request-id": request_id}, "application/json")
