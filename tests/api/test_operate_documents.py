"""Daily work by the documents that the frontend sends, on the demo graph: done, shown, superseded, refused."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from cypher.driver import Connection
from cypher.graph_hash import graph_hash
from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from ingest.synthetic.showcase import DEMO_CLIENT_UID as LEILA
from ingest.synthetic.spec import DEMO_NOW
from tests.api.asking import OPERATOR, Asker, Json, about, asker, operation
from tests.support.graph import lawful

OPERATE = operation("operate")
LATER = DEMO_NOW + timedelta(days=2)
_KEYS = iter(range(10**6))


@pytest.fixture
async def desk(demo: GraphStore, connection: Connection) -> AsyncIterator[Asker]:
    """Somebody at work."""
    async with asker(connection, LATER) as somebody:
        yield somebody


@pytest.fixture(autouse=True)
def law(demo: GraphStore) -> Iterator[None]:
    """Whatever a test did, the graph stays lawful."""
    yield
    assert lawful(demo) == []


async def act(desk: Asker, title: str, /, **fields: Json) -> dict[str, Json]:
    """The answer of a change."""
    answer = await desk.ask(OPERATE, OPERATOR, title, input={"idempotencyKey": f"key {next(_KEYS)}", **fields})
    return cast("dict[str, Json]", answer.at(title[0].lower() + title[1:]))


async def shows(desk: Asker, fields: str) -> dict[str, Json]:
    """What Leila's page shows."""
    return cast("dict[str, Json]", (await desk.ask(about(LEILA, fields))).at("client"))


async def a_unit(desk: Asker) -> str:
    interests = await shows(desk, "propertyInterests(first: 1) { edges { node { id } } }")
    return str(cast("dict[str, list[dict[str, dict[str, Json]]]]", interests["propertyInterests"])["edges"][0]["node"]["id"])


async def test_an_interaction_is_on_the_timeline_at_once(desk: Asker) -> None:
    at = (LATER - timedelta(hours=1)).isoformat()
    fields: dict[str, Json] = {"clientId": LEILA, "kind": "CALL", "summary": "Asked about parking", "occurredAt": at}
    done = await act(desk, "LogInteraction", **fields, propertyIds=[await a_unit(desk)])
    assert done["__typename"] == "InteractionPayload", done
    page = await shows(desk, "timeline(first: 9) { edges { node { ... on Interaction { id summary } } } } lastInteractionAt")
    logged = cast("dict[str, Json]", done["interaction"])["id"]
    edges = cast("dict[str, list[dict[str, Json]]]", page["timeline"])["edges"]
    assert {"id": logged, "summary": "Asked about parking"} in [edge["node"] for edge in edges]  # after what is planned
    assert datetime.fromisoformat(str(page["lastInteractionAt"])) == LATER - timedelta(hours=1)


async def test_what_has_not_happened_yet_is_no_interaction(desk: Asker) -> None:
    at = (LATER + timedelta(hours=1)).isoformat()
    done = await act(desk, "LogInteraction", clientId=LEILA, kind="CALL", summary="Later", occurredAt=at)
    assert done["__typename"] == "InvalidInput"


async def test_a_task_is_made_seen_and_done_once(desk: Asker) -> None:
    before = cast("int", (await shows(desk, "openTaskCount"))["openTaskCount"])
    due = datetime(2026, 11, 3, 9, tzinfo=UTC).isoformat()
    made = await act(desk, "CreateTask", clientId=LEILA, title="Send the floor plan", dueAt=due)
    assert made["__typename"] == "TaskPayload", made
    task = cast("dict[str, Json]", made["task"])
    assert (await shows(desk, "openTaskCount"))["openTaskCount"] == before + 1
    day = await desk.ask(OPERATE, OPERATOR, "MyDay", on="2026-11-03")
    mine = {entry["id"]: entry for entry in cast("list[dict[str, Json]]", day.at("myDay", "tasks"))}
    assert cast("dict[str, Json]", mine[task["id"]]["client"])["id"] == LEILA
    stale = await act(desk, "CompleteTask", id=task["id"], expectedVersion=7)
    assert stale["__typename"] == "StaleProposal"
    done = await act(desk, "CompleteTask", id=task["id"], expectedVersion=task["version"])
    assert done["task"] == {"id": task["id"], "state": "DONE", "version": 2}
    assert (await act(desk, "CompleteTask", id=task["id"]))["__typename"] == "StateConflict"
    assert (await shows(desk, "openTaskCount"))["openTaskCount"] == before


async def test_a_deal_moves_and_remembers(desk: Asker) -> None:
    deals = await shows(desk, "opportunities(first: 1) { edges { node { id stage version } } }")
    deal = cast("dict[str, list[dict[str, dict[str, Json]]]]", deals["opportunities"])["edges"][0]["node"]
    stage = "WON" if deal["stage"] != "WON" else "OFFER"
    moved = await act(desk, "MoveStage", id=deal["id"], stage=stage, expectedVersion=deal["version"] or 1)
    assert cast("dict[str, Json]", moved["opportunity"])["stage"] == stage, moved
    assert (await act(desk, "MoveStage", id=deal["id"], stage=stage))["__typename"] == "StateConflict"
    assert (await act(desk, "MoveStage", id=deal["id"], stage="DREAM"))["__typename"] == "InvalidInput"


async def test_our_word_supersedes_our_earlier_word(desk: Asker, demo: GraphStore) -> None:
    unit = await a_unit(desk)
    for preference in ("DISCARD", "FAVORITE"):
        done = await act(desk, "SetPropertyPreference", clientId=LEILA, propertyId=unit, preference=preference)
        assert done["preference"] == preference, done
    live = demo.records(
        "MATCH (:Profile)-[i:INTERESTED_IN]->(u:Entity {uid: $unit}) WHERE i.prov_origin = 'manual' "
        "RETURN i.preference AS said, i.retired_at IS NULL AS live ORDER BY said",
        {"unit": unit},
    )
    assert live == [{"said": "DISCARD", "live": False}, {"said": "FAVORITE", "live": True}]


async def test_a_correction_shows_and_sources_keep_what_they_say(desk: Asker) -> None:
    before = await shows(desk, "version names { value }")
    names = cast("list[dict[str, Json]]", before["names"])
    done = await act(
        desk, "UpdateClientFields", clientId=LEILA, expectedVersion=before["version"],
        fields=[{"field": "name", "value": "Leila Haddad-Karam"}],
    )  # fmt: skip
    assert cast("dict[str, Json]", done["client"])["displayName"] == "Leila Haddad-Karam", done
    after = cast("list[dict[str, Json]]", (await shows(desk, "names { value }"))["names"])
    assert after == [{"value": "Leila Haddad-Karam"}, *names]
    stale = await act(
        desk, "UpdateClientFields", clientId=LEILA, expectedVersion=before["version"], fields=[{"field": "name", "value": "X"}]
    )
    assert stale["__typename"] == "StaleProposal"


async def test_a_consent_is_recorded_and_the_earlier_ones_stay(desk: Asker) -> None:
    before = cast("list[Json]", (await shows(desk, "consents { state }"))["consents"])
    done = await act(desk, "RecordConsent", clientId=LEILA, channel="EMAIL", purpose="MARKETING", state="WITHDRAWN")
    consents = cast("list[dict[str, Json]]", cast("dict[str, Json]", done["client"])["consents"])
    assert {"channel": "EMAIL", "purpose": "MARKETING", "state": "WITHDRAWN"} in consents
    assert len(consents) == len(before) + 1


@pytest.mark.parametrize("actor", [None, Actor("ana", ActorKind.HUMAN, frozenset({Role.ANALYST}))])
async def test_who_may_not_operate_changes_nothing(desk: Asker, demo: GraphStore, actor: Actor | None) -> None:
    before = graph_hash(demo)
    fields: dict[str, Json] = {"clientId": LEILA, "title": "Call", "idempotencyKey": "k"}
    assert (await desk.ask(OPERATE, actor, "CreateTask", input=fields)).code in {"unauthenticated", "not_allowed"}
    assert graph_hash(demo) == before
