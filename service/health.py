"""Whether the service lives, and whether it can answer."""

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from cypher.migrate import read_migrations
from cypher.queries.schema import APPLIED_MIGRATIONS
from cypher.query import NoParams
from cypher.store import AsyncGraphStore
from graph_schema.errors import DatabaseUnavailable

# A probe must hear "no" sooner than its own patience ends.
ASK_SECONDS: Final = 5.0
_EXPECTED: Final = frozenset(migration.number for migration in read_migrations())


async def live(_: Request) -> Response:
    """The process runs and its loop turns."""
    return JSONResponse({"live": True})


async def ready(request: Request) -> Response:
    """The database answers and its schema is ours."""
    problem = await why_not_ready(request.app.state.served.store())
    return JSONResponse({"ready": not problem, "problem": problem}, 503 if problem else 200)


async def why_not_ready(store: AsyncGraphStore) -> str | None:
    """What stands in the way; None if nothing does."""
    try:
        applied = {migration.number for migration in await store.many(APPLIED_MIGRATIONS, NoParams(), seconds=ASK_SECONDS)}
    except DatabaseUnavailable:
        return "the database does not answer"
    missing = len(_EXPECTED - applied)
    return f"{missing} migrations are not applied" if missing else None
