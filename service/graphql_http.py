"""GraphQL over HTTP: one operation by POST as JSON, signed in by a bearer token; the answer is JSON whatever happens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from strawberry.types import ExecutionResult

from cypher.store import AsyncGraphStore, GraphStore
from graph_schema.actors import Actor
from graph_schema.errors import InputRefused, NotAllowed, NotFound, VelocityError
from ingest.evidence_store import EvidenceStore
from resolvers.context import Context, PrivacyDesk
from resolvers.schema import VelocitySchema
from service.settings import Settings
from service.tokens import TokenBook

MAX_BODY_BYTES: Final = 1 << 20
ROUND_TRIPS: Final = "x-velocity-round-trips"
EXPLORER: Final = "/console/explore.html"
JSON: Final = "application/json"
# With this media type a request that could not be run at all is a 400; with plain JSON it is a 200 with errors.
GRAPHQL_JSON: Final = "application/graphql-response+json"


class Operation(msgspec.Struct, frozen=True, rename="camel"):
    """The body of a GraphQL request."""

    query: str
    variables: dict[str, object] | None = None
    operation_name: str | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """What all requests share."""

    schema: VelocitySchema
    store: Callable[[], AsyncGraphStore]
    """Makes a store for each request over the one driver, so that each request's round trips are counted."""
    gate: GraphStore
    """Blocking, for changes: they run in threads, since a transaction of the gate is one function from start to end."""
    tokens: TokenBook
    cursor_key: bytes
    settings: Settings
    privacy: Callable[[GraphStore], PrivacyDesk] | None = None
    files: EvidenceStore | None = None


async def graphql(request: Request) -> Response:
    """Answer one operation; a browser that comes without one is shown the explorer, where that is allowed."""
    served: Served = request.app.state.served
    if request.method != "POST":
        return _by_hand(request, served)
    try:
        operation = await read_operation(request)
        actor = signed_in(request, served.tokens)
    except VelocityError as error:
        return refused(error)
    return await _answer(request, served, operation, actor)


async def _answer(request: Request, served: Served, operation: Operation, actor: Actor | None) -> Response:
    store = served.store()
    result = await served.schema.execute(
        operation.query,
        variable_values=operation.variables,
        operation_name=operation.operation_name,
        context_value=Context(
            store=store,
            gate=served.gate,
            privacy=served.privacy(served.gate) if served.privacy else None,
            files=served.files,
            actor=actor,
            now=datetime.now(UTC),
            cursor_key=served.cursor_key,
            request_id=request.state.request_id,
        ),
    )
    response = _shown(result, GRAPHQL_JSON if GRAPHQL_JSON in request.headers.get("accept", "") else JSON)
    if served.settings.is_development:
        response.headers[ROUND_TRIPS] = str(store.round_trips)
    return response


def _shown(result: ExecutionResult, media_type: str) -> Response:
    body: dict[str, object] = {"data": result.data}
    if result.errors:
        body = {"errors": [error.formatted for error in result.errors], **body}
    # An error with a path came from a resolver, so the operation ran.
    never_ran = result.data is None and not any(error.path for error in result.errors or [])
    return _json(body, 400 if never_ran and media_type == GRAPHQL_JSON else 200, media_type)


def _by_hand(request: Request, served: Served) -> Response:
    if request.method == "GET" and served.settings.is_development and "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(EXPLORER)
    response = refused(InputRefused("operations are sent by POST", hint="POST JSON with query and variables"), 405)
    response.headers["allow"] = "POST"
    return response


async def read_operation(request: Request) -> Operation:
    """The request's body, read no further than we are willing to.

    Raises:
        InputRefused: it is not JSON, too large, or no operation.
    """
    # Only JSON: a form of a stranger's page cannot send it without asking us first, and we never say yes.
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise InputRefused("the request is not JSON", hint=f"send it with content-type: {JSON}", code="not_json")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise InputRefused(
                f"the request is larger than {MAX_BODY_BYTES:,} bytes", hint="ask in several requests", code="too_large"
            )
    try:
        return msgspec.json.decode(body, type=Operation)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # The decoder's words name types and places, never values.
        raise InputRefused(
            f"the request is no GraphQL operation: {error}", hint="send an object with query and variables", code="bad_request"
        ) from error


def signed_in(request: Request, tokens: TokenBook) -> Actor | None:
    """Who asks; None if nobody says who they are.

    Raises:
        NotAllowed: a token was sent that opens nothing.
    """
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, secret = header.partition(" ")
    actor = tokens.who(secret.strip(), datetime.now(UTC)) if scheme.lower() == "bearer" else None
    if actor is None:
        raise NotAllowed(
            "this token opens nothing: it is unknown, revoked or expired",
            hint="send `Authorization: Bearer TOKEN`; `velocity token create` makes one",
            code="unauthenticated",
        )
    return actor


_STATUS: Final = {"unauthenticated": 401, "not_json": 415, "too_large": 413, "not_allowed": 403, "not_found": 404}


def refused(error: VelocityError, status: int | None = None) -> Response:
    """An error before anything ran, in the shape of GraphQL."""
    if not isinstance(error, InputRefused | NotAllowed | NotFound):
        raise error
    told = {"message": error.message, "extensions": {"code": error.error_code, "hint": error.hint}}
    response = _json({"errors": [told]}, status or _STATUS.get(error.error_code, 400))
    if response.status_code == 401:
        response.headers["www-authenticate"] = "Bearer"
    return response


def _json(body: object, status: int, media_type: str = JSON) -> Response:
    return Response(msgspec.json.encode(body, enc_hook=str), status, {"cache-control": "no-store"}, media_type)
