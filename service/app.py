"""The web application: GraphQL by POST, health, and the console's files. Composed here, decided elsewhere."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

import resolvers
from cypher.driver import Connection, open_async_driver, open_driver
from cypher.store import AsyncGraphStore, GraphStore
from graph_schema.errors import VelocityError
from ingest.evidence_store import EvidenceStore
from resolvers.context import PrivacyDesk
from resolvers.schema import build_schema
from resolvers.warm import warm
from service.envelope import Envelope
from service.exports import EXPORTS, download
from service.graphql_http import Served, graphql
from service.graphql_ws import Listening
from service.health import live, ready
from service.home import CHECKOUT, Home
from service.settings import Settings
from service.tokens import TokenBook

log = logging.getLogger(__name__)

# In a checkout beside us, in a wheel inside us.
CONSOLE: Final = next(folder for folder in (CHECKOUT / "console", Path(__file__).parent / "console") if folder.is_dir())
# The documents that the frontend sends; the console sends the same files.
OPERATIONS: Final = Path(resolvers.__path__[0]) / "operations"


def create_app(
    settings: Settings,
    connection: Connection,
    tokens: TokenBook,
    cursor_key: bytes,
    privacy: Callable[[GraphStore], PrivacyDesk] | None = None,
    *,
    home: Home | None = None,
    warm_up: bool = False,
) -> Starlette:
    """The application over one database. `cursor_key` must be shared by all processes that serve the same graph."""

    schema = build_schema()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with open_driver(connection) as blocking:
            async with open_async_driver(connection) as driver:
                store = partial(AsyncGraphStore, driver, connection.database)
                gate = GraphStore(blocking, connection.database)
                app.state.exports = home.exports if home else None
                files = EvidenceStore(home.evidence) if home else None
                app.state.served = Served(schema, store, gate, tokens, cursor_key, settings, privacy, files)
                if privacy:
                    # What a crash between an erasure's commit and its files left undone.
                    await asyncio.to_thread(privacy(gate).finish)
                warming = asyncio.create_task(_warm(store())) if warm_up else None
                yield
                if warming:
                    warming.cancel()

    return Starlette(
        routes=[*_routes(), WebSocketRoute("/graphql", Listening(schema))],
        lifespan=lifespan,
        middleware=[
            Middleware(Envelope),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False),
        ],
    )


async def _warm(store: AsyncGraphStore) -> None:
    """Let Neo4j plan what people will ask, beside the service, so that nobody waits ten seconds for the first page."""
    try:
        asked = await warm(store, datetime.now(UTC))
    except VelocityError as error:
        log.warning("warming up ended early: %s", error.error_code)
    else:
        log.info("warmed up with %d questions", asked)
    # What stands now stays for ever (modules, schema, plans): looking through it again and again for garbage is what
    # one request in ten waited 70 ms for.
    gc.collect()
    gc.freeze()


def _routes() -> list[BaseRoute]:
    return [
        Route("/graphql", graphql, methods=["GET", "POST"]),
        Route("/health/live", live),
        Route("/health/ready", ready),
        Route("/", _to_console),
        Route(f"{EXPORTS}/{{name}}", download),
        Mount("/operations", StaticFiles(directory=OPERATIONS)),
        Mount("/console", StaticFiles(directory=CONSOLE, html=True)),
    ]


def _to_console(_: Request) -> Response:
    return RedirectResponse("/console/")
