"""The review console's and Oracle's documents on the demo graph: seen, claimed, decided, taken back, refused."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import cast

import pytest

from cypher.driver import Connection
from cypher.graph_hash import graph_hash
from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from ingest.synthetic.showcase import DEMO_CLIENT_UID, HUSBAND_PROFILE_UID
from ingest.synthetic.spec import DEMO_NOW
from tests.api.asking import Answer, Asker, Json, asker, operation
from tests.support.graph import lawful

REVIEWER = Actor("rita", ActorKind.HUMAN, frozenset({Role.REVIEWER}), "Rita", signed_in_at=DEMO_NOW)
SECOND = replace(REVIEWER, id="saul", name="Saul")
ORACLE = Actor("oracle", ActorKind.AGENT, frozenset({Role.AGENT}), "Oracle", delegated_by="rita")
REVIEW, ORACLES = operation("review"), operation("oracle")
_KEYS = iter(range(10**6))


@pytest.fixture
async def desk(demo: GraphStore, connection: Connection) -> AsyncIterator[Asker]:
    """Somebody at the review desk."""
    async with asker(connection, DEMO_NOW) as somebody:
        yield somebody


@pytest.fixture(autouse=True)
def law(demo: GraphStore) -> Iterator[None]:
    """Whatever a test did, the graph stays lawful."""
    yield
    assert lawful(demo) == []


def said(**fields: Json) -> dict[str, Json]:
    """An input with a key of its own."""
    return {"idempotencyKey": f"key {next(_KEYS)}", **fields}


async def act(desk: Asker, title: str, actor: Actor, document: str = REVIEW, /, **fields: Json) -> dict[str, Json]:
    """The answer of a change."""
    answer = await desk.ask(document, actor, title, input=said(**fields))
    return cast("dict[str, Json]", answer.at(title[0].lower() + title[1:]))


async def first_task(desk: Asker, kind: str, number: int = 0) -> dict[str, Json]:
    """An opened proposal of a kind."""
    queue = await desk.ask(REVIEW, REVIEWER, "ReviewQueue", filter={"kinds": [kind], "states": ["PROPOSED"]})
    task_id = queue.at("reviewQueue", "edges", number, "node", "id")
    return cast("dict[str, Json]", (await opened(desk, str(task_id))).at("reviewTask"))


async def opened(desk: Asker, task_id: str) -> Answer:
    return await desk.ask(REVIEW, REVIEWER, "ReviewTask", id=task_id)


async def test_the_queue_counts_and_pages(desk: Asker) -> None:
    whole = await desk.ask(REVIEW, REVIEWER, "ReviewQueue", first=200)
    total = cast("int", whole.at("reviewQueue", "totalCount"))
    ids = [edge["node"]["id"] for edge in cast("list[dict[str, dict[str, Json]]]", whole.at("reviewQueue", "edges"))]
    assert len(ids) == min(total, 200) > 10
    first = await desk.ask(REVIEW, REVIEWER, "ReviewQueue", first=3)
    after = first.at("reviewQueue", "pageInfo", "endCursor")
    second = await desk.ask(REVIEW, REVIEWER, "ReviewQueue", first=3, after=after)
    paged = [cast("str", a.at("reviewQueue", "edges", n, "node", "id")) for a in (first, second) for n in range(3)]
    assert paged == ids[:6]


async def test_a_merge_is_previewed_claimed_decided_and_taken_back(desk: Asker, demo: GraphStore) -> None:
    before = graph_hash(demo)
    task = await first_task(desk, "IDENTITY_LINK")
    assert task["subjects"]
    assert task["evidence"]
    preview = cast("dict[str, Json]", task["preview"])
    assert cast("int", preview["edgesAdded"]) > 1
    claimed = await act(desk, "ClaimReviewTask", REVIEWER, id=task["id"])
    assert claimed["__typename"] == "ReviewTaskPayload"
    held = await act(desk, "DecideReviewTask", SECOND, id=task["id"], verdict="SAME", shownHash=task["shownHash"])
    assert held["__typename"] == "LeaseHeld"
    fields: dict[str, Json] = {"id": task["id"], "verdict": "SAME", "shownHash": task["shownHash"], "reason": "SAME_CONTACT"}
    done = await act(desk, "DecideReviewTask", REVIEWER, **fields)
    assert done["__typename"] == "DecisionPayload", done
    if cast("dict[str, Json]", done["task"])["state"] == "AWAITING_SECOND":
        done = await act(desk, "DecideReviewTask", SECOND, **fields)
        assert done["__typename"] == "DecisionPayload", done
    (client,) = cast("list[dict[str, Json]]", done["clients"])
    winners = cast("list[dict[str, Json]]", preview["fieldWinners"])
    assert client["displayName"] == next(w["value"] for w in winners if w["field"] == "name")
    assert graph_hash(demo) != before
    decision = cast("dict[str, Json]", done["decision"])["id"]
    undone = await act(desk, "UndoDecision", REVIEWER, decisionId=decision)
    assert undone["__typename"] == "DecisionPayload", undone
    assert graph_hash(demo) == before


async def test_two_reviewers_see_one_decision(desk: Asker) -> None:
    task = await first_task(desk, "HOUSEHOLD")
    fields: dict[str, Json] = {"id": task["id"], "verdict": "NOT_SAME", "shownHash": task["shownHash"]}
    assert (await act(desk, "DecideReviewTask", REVIEWER, **fields))["__typename"] == "DecisionPayload"
    assert (await act(desk, "DecideReviewTask", SECOND, **fields))["__typename"] == "AlreadyDecided"


async def test_what_moved_since_it_was_shown_is_refused_by_name(desk: Asker) -> None:
    task = await first_task(desk, "IDENTITY_LINK", 1)
    shown = "-".join(["0" * 16, *str(task["shownHash"]).split("-")[1:]])
    stale = await act(desk, "DecideReviewTask", REVIEWER, id=task["id"], verdict="SAME", shownHash=shown)
    assert stale["__typename"] == "StaleProposal"
    assert "proposal" in str(stale["message"])


async def test_oracle_proposes_and_cannot_decide_nor_can_its_principal(desk: Asker, demo: GraphStore) -> None:
    evidence: dict[str, Json] = {"confidence": 0.8, "reasons": ["said_so: on the phone"], "evidenceIds": [HUSBAND_PROFILE_UID]}
    about: dict[str, Json] = {"clientId": DEMO_CLIENT_UID, **evidence}
    fact = await act(desk, "ProposeFact", ORACLE, ORACLES, field="job_title", value="Surgeon", **about)
    assert fact["__typename"] == "ProposalPayload", fact
    proposal = str(cast("dict[str, Json]", fact["proposal"])["id"])
    shown = (await opened(desk, proposal)).at("reviewTask", "shownHash")
    fields: dict[str, Json] = {"id": proposal, "verdict": "ACCEPT", "shownHash": shown}
    assert (await act(desk, "DecideReviewTask", ORACLE, **fields))["__typename"] == "NotPermitted"
    assert (await act(desk, "DecideReviewTask", REVIEWER, **fields))["__typename"] == "OwnProposal"
    done = await act(desk, "DecideReviewTask", SECOND, **fields)
    assert done["__typename"] == "DecisionPayload", done
    stated = demo.records("MATCH (:Profile)-[s:STATES]->(f:Fact {value: 'Surgeon'}) RETURN s.prov_origin AS origin", {})
    assert stated == [{"origin": "decided"}]


async def test_a_withdrawn_task_is_gone_and_a_made_up_subject_is_refused(desk: Asker) -> None:
    about: dict[str, Json] = {"confidence": 0.5, "reasons": ["idle: no call for weeks"], "evidenceIds": [DEMO_CLIENT_UID]}
    task = await act(desk, "ProposeTask", ORACLE, ORACLES, clientId=DEMO_CLIENT_UID, title="Call Leila", **about)
    proposal = cast("dict[str, Json]", task["proposal"])["id"]
    assert (await act(desk, "WithdrawProposal", REVIEWER, ORACLES, id=proposal))["__typename"] == "ProposalPayload"
    gone = await act(desk, "WithdrawProposal", ORACLE, ORACLES, id=proposal)
    assert gone["__typename"] == "AlreadyDecided"
    nobody = await act(desk, "ProposeTask", ORACLE, ORACLES, clientId="cli_nobody", title="Call", **about)
    assert (nobody["__typename"], "cli_nobody" in str(nobody["message"])) == ("InvalidInput", True)


async def test_the_same_key_gives_the_same_answer_and_another_body_is_refused(desk: Asker) -> None:
    task = await first_task(desk, "IDENTITY_LINK", 2)
    ask = {"id": task["id"], "idempotencyKey": "one key"}
    one = (await desk.ask(REVIEW, REVIEWER, "ClaimReviewTask", input=ask)).at("claimReviewTask")
    two = (await desk.ask(REVIEW, REVIEWER, "ClaimReviewTask", input=ask)).at("claimReviewTask")
    assert one == two
    other = {**ask, "expectedVersion": 99}
    assert (await desk.ask(REVIEW, REVIEWER, "ClaimReviewTask", input=other)).at("claimReviewTask", "__typename") == "KeyReused"


@pytest.mark.parametrize("title", ["DecideReviewTask", "ClaimReviewTask", "UndoDecision"])
async def test_nobody_and_the_wrong_roles_change_nothing(desk: Asker, demo: GraphStore, title: str) -> None:
    before = graph_hash(demo)
    fields: dict[str, dict[str, Json]] = {
        "DecideReviewTask": {"id": "pro_x", "verdict": "SAME", "shownHash": "x"},
        "ClaimReviewTask": {"id": "pro_x"},
        "UndoDecision": {"decisionId": "dec_x"},
    }
    answer = await desk.ask(REVIEW, None, title, input=said(**fields[title]))
    assert answer.code == "unauthenticated"
    analyst = Actor("ana", ActorKind.HUMAN, frozenset({Role.ANALYST}))
    assert (await desk.ask(REVIEW, analyst, title, input=said(**fields[title]))).code == "not_allowed"
    assert graph_hash(demo) == before
