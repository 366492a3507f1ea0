"""Where a value came from, who did what, and forgetting somebody, on the demo graph."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import cast

import pytest

from cypher.driver import Connection
from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from ingest.synthetic.showcase import DEMO_CLIENT_UID as LEILA
from ingest.synthetic.spec import DEMO_NOW
from resolvers.context import Oblivion
from tests.api.asking import OPERATOR, Asker, Json, asker, operation
from tests.support.erasing import KEY
from tests.support.graph import lawful

LINEAGE = """query($id: ID!, $field: String!) { factHistory(entityId: $id, field: $field) {
  value state provenance { system } evidence { rawText row { number firstLine batch { id } } column } } }"""
EVENTS = """query($filter: AuditFilter, $first: Int!, $after: String) {
  auditEvents(filter: $filter, first: $first, after: $after) {
    edges { node { sequence action actor { id kind } hash previousHash } } pageInfo { hasNextPage endCursor } } }"""
PLAN = """mutation($input: PlanErasureInput!) { planErasure(input: $input) {
  __typename ... on ErasurePlanPayload { plan { hash nodes edges rawCells transcripts embeddings } } } }"""
EXECUTE = """mutation($input: ExecuteErasureInput!) { executeErasure(input: $input) {
  __typename ... on ProposalPayload { proposal { id kind state } } ... on UserError { code message } } }"""
AUDITOR = Actor("otto", ActorKind.HUMAN, frozenset({Role.AUDITOR}))
ADMINS = [Actor(name, ActorKind.HUMAN, frozenset({Role.ADMIN}), signed_in_at=DEMO_NOW) for name in ("alma", "abel")]


@dataclass
class Files:
    """Counts how often the bytes of files were asked to follow."""

    asked: list[int] = field(default_factory=list)


@pytest.fixture
async def desk(demo: GraphStore, connection: Connection) -> AsyncIterator[Asker]:
    """Somebody who asks."""
    async with asker(connection, DEMO_NOW) as somebody:
        yield somebody


async def test_a_field_tells_its_history(desk: Asker) -> None:
    history = await desk.ask(LINEAGE, id=LEILA, field="name")
    versions = cast("list[dict[str, Json]]", history.at("factHistory"))
    assert "Leila Haddad" in [version["value"] for version in versions]
    assert {version["state"] for version in versions} <= {"LIVE", "RETIRED"}


async def test_the_record_is_a_chain_a_page_at_a_time(desk: Asker) -> None:
    first = await desk.ask(EVENTS, AUDITOR, first=2)
    after = first.at("auditEvents", "pageInfo", "endCursor")
    second = await desk.ask(EVENTS, AUDITOR, first=1, after=after)
    newer = cast("dict[str, Json]", first.at("auditEvents", "edges", 1, "node"))
    older = cast("dict[str, Json]", second.at("auditEvents", "edges", 0, "node"))
    assert newer["previousHash"] == older["hash"]
    assert cast("int", newer["sequence"]) == cast("int", older["sequence"]) + 1
    nothing = await desk.ask(EVENTS, AUDITOR, first=5, filter={"action": "no such action"})
    assert nothing.at("auditEvents", "edges") == []


async def test_forgetting_takes_a_plan_a_proposal_and_two_people(desk: Asker, demo: GraphStore) -> None:
    files = Files()
    forgetful = replace(desk, privacy=Oblivion(KEY, lambda: files.asked.append(1)))
    someone = str(
        demo.records("MATCH (c:Client) WHERE c.uid <> $leila RETURN c.uid AS uid LIMIT 1", {"leila": LEILA})[0]["uid"]
    )
    planned = await forgetful.ask(PLAN, OPERATOR, input={"clientId": someone})
    plan = cast("dict[str, Json]", planned.at("planErasure", "plan"))
    assert cast("int", plan["nodes"]) > 1
    fields: dict[str, Json] = {"clientId": someone, "planHash": plan["hash"], "idempotencyKey": "erase"}
    stale = await forgetful.ask(EXECUTE, OPERATOR, input={**fields, "planHash": "x", "idempotencyKey": "stale"})
    assert stale.at("executeErasure", "__typename") == "StaleProposal"
    proposed = await forgetful.ask(EXECUTE, OPERATOR, input=fields)
    proposal = str(proposed.at("executeErasure", "proposal", "id"))
    review = operation("review")
    shown = (await forgetful.ask(review, ADMINS[0], "ReviewTask", id=proposal)).at("reviewTask", "shownHash")
    for number, admin in enumerate(ADMINS):
        said: dict[str, Json] = {"id": proposal, "verdict": "ACCEPT", "shownHash": shown, "idempotencyKey": f"k{number}"}
        done = await forgetful.ask(review, admin, "DecideReviewTask", input=said)
        assert done.at("decideReviewTask", "__typename") == "DecisionPayload"
    assert done.at("decideReviewTask", "task", "state") == "ACCEPTED"
    assert demo.records("MATCH (c:Entity {uid: $uid}) RETURN c.uid AS uid", {"uid": someone}) == []
    assert files.asked == [1]
    assert lawful(demo) == []
