"""Listening to the queue: over a real WebSocket, signed in by the first message."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from cypher.driver import Connection
from cypher.store import GraphStore
from graph_schema.actors import ActorKind, Role
from graph_schema.proposals import ProposalKind, Verdict
from service.app import create_app
from service.settings import Settings
from service.tokens import TokenBook
from tests.api.asking import operation
from tests.support.builders import a_person, put
from tests.support.reviewing import decide_fully, propose

PATIENCE = 20
PROTOCOL = Subprotocol("graphql-transport-ws")


@asynccontextmanager
async def listening(connection: Connection, folder: Path) -> AsyncIterator[tuple[str, TokenBook]]:
    """The service on a port."""
    tokens = TokenBook(folder / "tokens.json")
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(Settings(), connection, tokens, b"key of the tests")
    server = uvicorn.Server(uvicorn.Config(app, lifespan="on", log_config=None))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"ws://127.0.0.1:{listener.getsockname()[1]}/graphql", tokens
    finally:
        server.should_exit = True
        await running


async def say(ws: ClientConnection, **message: object) -> None:
    await ws.send(json.dumps(message))


async def hear(ws: ClientConnection) -> dict[str, object]:
    heard: dict[str, object] = json.loads(await asyncio.wait_for(ws.recv(), PATIENCE))
    return heard


async def test_a_listener_hears_what_comes_and_what_is_decided(
    graph: GraphStore, connection: Connection, tmp_path: Path
) -> None:
    people = [a_person("Ada Lovelace", "crm", "1"), a_person("Ada King", "portal", "2")]
    for person in people:
        put(graph, person)
    left, right = (person.entities[1].uid for person in people)
    async with listening(connection, tmp_path) as (url, tokens):
        token = tokens.create("rita", ActorKind.HUMAN, (Role.REVIEWER,)).secret
        async with connect(url, subprotocols=[PROTOCOL]) as ws:
            await say(ws, type="connection_init", payload={"authorization": f"Bearer {token}"})
            assert (await hear(ws))["type"] == "connection_ack"
            payload = {"query": operation("review"), "operationName": "ReviewQueueChanged", "variables": {}}
            await say(ws, type="subscribe", id="1", payload=payload)
            await asyncio.sleep(2)  # the subscription begins when the server says so, and it does not say so
            proposal = await asyncio.to_thread(propose, graph, ProposalKind.IDENTITY_LINK, left, right)
            assert await hear(ws) == news(proposal, "PROPOSED")
            await asyncio.to_thread(decide_fully, graph, proposal, Verdict.SAME)
            assert await hear(ws) == news(proposal, "ACCEPTED")


@pytest.mark.parametrize("payload", [{}, {"authorization": "Bearer vel_wrong"}])
async def test_a_stranger_hears_nothing(
    migrated: GraphStore, connection: Connection, tmp_path: Path, payload: dict[str, str]
) -> None:
    async with listening(connection, tmp_path) as (url, _), connect(url, subprotocols=[PROTOCOL]) as ws:
        await say(ws, type="connection_init", payload=payload)
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(ws.recv(), PATIENCE)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4403


def news(proposal: str, state: str) -> dict[str, object]:
    """What a listener hears."""
    change = {"taskId": proposal, "state": state, "kind": "IDENTITY_LINK"}
    return {"id": "1", "type": "next", "payload": {"data": {"reviewQueueChanged": change}}}
