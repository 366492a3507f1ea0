"""A record that another system sends: once for each key, its own client at once, and the best one named."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from cypher.driver import Connection
from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from ingest.evidence_store import EvidenceStore
from service.home import Home
from service.wiring import privacy_desk
from tests.api.asking import Asker, Json, asker
from tests.support.builders import NOW
from tests.support.graph import counts, lawful

RECEIVE = """mutation($input: ReceiveRecordInput!) { receiveRecord(input: $input) {
  __typename ... on UserError { code } ... on ReceivedRecordPayload {
    outcome client { id displayName } profileId bestClientId confidence candidateClientIds proposalIds } } }"""


@pytest.fixture
async def door(graph: GraphStore, connection: Connection, tmp_path: Path) -> AsyncIterator[Asker]:
    """Somebody who sends."""
    async with asker(connection, NOW) as somebody:
        yield replace(somebody, files=EvidenceStore(tmp_path / "evidence"), privacy=privacy_desk(Home(tmp_path), graph))


def said(source: str, key: str, **fields: str) -> dict[str, Json]:
    told: list[Json] = [{"meaning": meaning, "text": text} for meaning, text in fields.items()]
    return {"sourceSystem": source, "fields": told, "idempotencyKey": key}


async def test_a_record_comes_in_and_the_best_client_is_named(door: Asker, graph: GraphStore) -> None:
    first = await door.ask(RECEIVE, input=said("portal", "a", FULL_NAME="Ada Lovelace", EMAIL="ada@example.com"))
    assert first.at("receiveRecord", "outcome") == "NEW"
    assert first.at("receiveRecord", "client", "displayName") == "Ada Lovelace"
    second_input = said("crm", "b", SOURCE_KEY="7", FULL_NAME="Ada Lovelace", EMAIL="ada@example.com")
    second = await door.ask(RECEIVE, input=second_input)
    assert second.at("receiveRecord", "outcome") == "BEST"
    assert second.at("receiveRecord", "bestClientId") == first.at("receiveRecord", "client", "id")
    assert len(cast("list[Json]", second.at("receiveRecord", "proposalIds"))) == 1
    before = counts(graph)
    assert (await door.ask(RECEIVE, input=second_input)).data == second.data
    assert counts(graph) == before
    other = await door.ask(RECEIVE, input={**second_input, "sourceSystem": "web"})
    assert other.at("receiveRecord", "code") == "key_reused"
    assert lawful(graph) == []


async def test_what_names_nobody_is_refused(door: Asker, graph: GraphStore) -> None:
    before = counts(graph)
    refused = await door.ask(RECEIVE, input=said("portal", "a", NOTE="called"))
    assert refused.at("receiveRecord", "code") == "input_refused"
    analyst = Actor("ana", ActorKind.HUMAN, frozenset({Role.ANALYST}))
    assert (await door.ask(RECEIVE, analyst, input=said("portal", "b", EMAIL="a@example.com"))).code == "not_allowed"
    assert (await door.ask(RECEIVE, None, input=said("portal", "b", EMAIL="a@example.com"))).code == "unauthenticated"
    assert counts(graph) == before
