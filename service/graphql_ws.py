"""Subscriptions: GraphQL over a WebSocket, by graphql-transport-ws only, signed in by the first message."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from resolvers.context import Context
from resolvers.schema import VelocitySchema
from service.graphql_http import Served
from service.tokens import TokenBook

# Who opens a connection and says nothing holds a socket of ours.
SIGN_IN_WITHIN: Final = timedelta(seconds=10)
MOST_SUBSCRIPTIONS: Final = 20


class Listening(GraphQL[Context, None]):
    """The listening side of the API. `{"authorization": "Bearer …"}` is the payload of `connection_init`."""

    _tokens: TokenBook | None = None

    def __init__(self, schema: VelocitySchema) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
            connection_init_wait_timeout=SIGN_IN_WITHIN,
            max_subscriptions_per_connection=MOST_SUBSCRIPTIONS,
        )

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:  # noqa: ARG002 - strawberry's
        """Nobody, until the first message says who."""
        served: Served = request.app.state.served
        self._tokens = served.tokens
        return Context(store=served.store(), actor=None, now=datetime.now(UTC), cursor_key=served.cursor_key, gate=served.gate)

    async def on_ws_connect(self, context: Context) -> Mapping[str, object] | None:  # type: ignore[override]  # typed as async by strawberry
        """Let in who holds a token that opens something; everybody else is told why not."""
        said = context.connection_params.get("authorization", "")
        scheme, _, secret = str(said).partition(" ")
        if self._tokens and scheme.lower() == "bearer":
            context.actor = self._tokens.who(secret.strip(), datetime.now(UTC))
        if context.actor is None:
            raise ConnectionRejectionError({"code": "unauthenticated", "hint": "send {authorization: 'Bearer TOKEN'}"})
        return None
