"""How every change is made: in a thread, in one transaction, once for each idempotency key; a refusal is an answer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from cypher.queries.client import CLIENT, ClientAt
from cypher.store import Work
from graph_schema.actors import Actor
from resolvers.context import Context
from resolvers.moment import moment_of
from resolvers.permissions import known
from resolvers.types.client import Client, show_client
from resolvers.types.refusal import REFUSED, Refusal, refusal
from review.receipts import Asked, once

A = TypeVar("A", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, by which field of the API, under which key; `said` is what the key is bound to."""

    field: str
    key: str
    said: object


async def change(context: Context, request: Request, answer: type[A], act: Callable[[Work, Actor], A]) -> A | Refusal:
    """Act, or say why not."""
    actor = known(context.actor)
    asked = Asked(actor=actor, key=request.key, request=(request.field, request.said), now=context.now)

    def run() -> A:
        return context.blocking.write(lambda work: once(work, asked, answer, lambda: act(work, actor)))

    try:
        return await asyncio.to_thread(run)
    except REFUSED as error:
        return refusal(error, ["input"])


async def load_client(context: Context, client_id: str) -> Client:
    """A client as it is now, for the answer of a change."""
    moment = moment_of(context.now, None, None)
    params = ClientAt(client_id=client_id, valid_at=moment.valid_at, known_at=moment.known_at, is_past=False)
    return show_client(await context.store.one(CLIENT, params), moment, asked=client_id)
