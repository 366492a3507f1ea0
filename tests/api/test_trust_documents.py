"""Where a value came from, who did what, and forgetting somebody, on the demo graph."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from cypher.driver import Connection
from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from ingest.synthetic.showcase import DEMO_CLIENT_UID as LEILA
from ingest.synthetic.spec import DEMO_NOW
from resolvers.context import PrivacyDesk, SubjectFile
from service.home import Home
from service.wiring import privacy_desk
from tests.api.asking import OPERATOR, Asker, Json, asker, operation
from tests.api.serving import code, serving
from tests.support.erasing import KEY
from tests.support.graph import lawful

TRUST = operation("trust")
AUDITOR = Actor("otto", ActorKind.HUMAN, frozenset({Role.AUDITOR}))
ADMINS = [Actor(name, ActorKind.HUMAN, frozenset({Role.ADMIN}), signed_in_at=DEMO_NOW) for name in ("alma", "abel")]


@dataclass
class Files:
    """Counts how often the bytes of files were asked to follow."""

    asked: list[int] = field(default_factory=list)


def no_export(client_id: str, now: datetime) -> SubjectFile:
    """Forgetting writes nothing down."""
    raise AssertionError(f"{client_id} was exported at {now}")


@pytest.fixture
async def desk(demo: GraphStore, connection: Connection) -> AsyncIterator[Asker]:
    """Somebody who asks."""
    async with asker(connection, DEMO_NOW) as somebody:
        yield somebody


async def test_a_field_tells_its_history(desk: Asker) -> None:
    history = await desk.ask(TRUST, OPERATOR, "Lineage", entityId=LEILA, field="name")
    versions = cast("list[dict[str, Json]]", history.at("factHistory"))
    assert "Leila Haddad" in [version["value"] for version in versions]
    assert {version["state"] for version in versions} <= {"LIVE", "RETIRED"}


async def test_the_record_is_a_chain_a_page_at_a_time(desk: Asker) -> None:
    first = await desk.ask(TRUST, AUDITOR, "AuditEvents", first=2)
    after = first.at("auditEvents", "pageInfo", "endCursor")
    second = await desk.ask(TRUST, AUDITOR, "AuditEvents", first=1, after=after)
    newer = cast("dict[str, Json]", first.at("auditEvents", "edges", 1, "node"))
    older = cast("dict[str, Json]", second.at("auditEvents", "edges", 0, "node"))
    assert newer["previousHash"] == older["hash"]
    assert cast("int", newer["sequence"]) == cast("int", older["sequence"]) + 1
    nothing = await desk.ask(TRUST, AUDITOR, "AuditEvents", first=5, filter={"action": "no such action"})
    assert nothing.at("auditEvents", "edges") == []


async def test_forgetting_takes_a_plan_a_proposal_and_two_people(desk: Asker, demo: GraphStore) -> None:
    files = Files()
    forgetful = replace(desk, privacy=PrivacyDesk(KEY, lambda: files.asked.append(1), no_export))
    someone = str(
        demo.records("MATCH (c:Client) WHERE c.uid <> $leila RETURN c.uid AS uid LIMIT 1", {"leila": LEILA})[0]["uid"]
    )
    planned = await forgetful.ask(TRUST, OPERATOR, "PlanErasure", input={"clientId": someone})
    plan = cast("dict[str, Json]", planned.at("planErasure", "plan"))
    assert cast("int", plan["nodes"]) > 1
    fields: dict[str, Json] = {"clientId": someone, "planHash": plan["hash"], "idempotencyKey": "erase"}
    stale = await forgetful.ask(TRUST, OPERATOR, "ExecuteErasure", input={**fields, "planHash": "x", "idempotencyKey": "stale"})
    assert stale.at("executeErasure", "__typename") == "StaleProposal"
    proposed = await forgetful.ask(TRUST, OPERATOR, "ExecuteErasure", input=fields)
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


async def test_what_is_held_about_a_person_is_written_down_and_fetched(
    desk: Asker, demo: GraphStore, connection: Connection, tmp_path: Path
) -> None:
    home = Home(tmp_path)
    now = datetime.now(UTC)
    written = await replace(desk, now=now, privacy=privacy_desk(home, demo)).ask(
        TRUST, OPERATOR, "SubjectExport", clientId=LEILA
    )
    url, digest = str(written.at("subjectExport", "url")), written.at("subjectExport", "sha256")
    async with serving(connection, tmp_path, home=home) as caller:
        nobody = await caller.http.get(url)
        assert (nobody.status_code, code(nobody)) == (401, "unauthenticated")
        analyst = await caller.http.get(url, headers=bearer(caller.token(Role.ANALYST)))
        assert (analyst.status_code, code(analyst)) == (403, "not_allowed")
        mine = bearer(caller.token(Role.OPERATOR))
        for other in ("/exports/cli_x-20260101T000000Z.jsonl", "/exports/..%2Ftokens.json", "/exports/tokens.json"):
            assert (await caller.http.get(other, headers=mine)).status_code == 404
        fetched = await caller.http.get(url, headers=mine)
    assert fetched.status_code == 200
    assert hashlib.sha256(fetched.content).hexdigest() == digest
    assert "Leila Haddad" in fetched.text
    assert fetched.headers["cache-control"] == "no-store"
    assert "attachment" in fetched.headers["content-disposition"]


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}
