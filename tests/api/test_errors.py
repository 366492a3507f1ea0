"""What leaves the house when something goes wrong."""

import logging

import pytest

from cypher.driver import Connection, open_async_driver
from cypher.store import AsyncGraphStore, GraphStore
from tests.api.asking import Asker, about, operation
from tests.api.story_ids import MOHAMMED, NOW, OPEN_TASK


async def test_a_defect_of_ours_is_masked_and_logged(told: GraphStore, reader: Asker, caplog: pytest.LogCaptureFixture) -> None:
    told.schema(f"MATCH (task:Entity {{uid: '{OPEN_TASK}'}}) SET task.state = 'SECRET STATE'")
    with caplog.at_level(logging.ERROR, logger="resolvers.errors"):
        answer = await reader.ask(about(MOHAMMED, "tasks { edges { cursor } }"))
    told.schema(f"MATCH (task:Entity {{uid: '{OPEN_TASK}'}}) SET task.state = 'OPEN'")
    assert answer.code == "internal_error"
    assert answer.errors[0]["message"] == "internal error"
    assert "SECRET" not in str(answer.errors)
    extensions = answer.errors[0]["extensions"]
    assert isinstance(extensions, dict)
    assert str(extensions["requestId"]) in caplog.text
    assert "SECRET STATE" in caplog.text


async def test_a_database_that_does_not_answer_is_named_as_such(told: GraphStore, connection: Connection) -> None:
    async with open_async_driver(connection) as driver:
        store = AsyncGraphStore(driver, connection.database)
    answer = await Asker(store, NOW).ask(operation("client_360"), id=MOHAMMED)
    assert answer.code == "database_unavailable"
    assert connection.uri not in str(answer.errors)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("{ clien(id: 1) { id } }", "bad_request"),
        ("{ client(id: 1) { displayNam } }", "bad_request"),
        ("{ client(idd: 1) { id } }", "bad_request"),
        ("{ client(id: 1) { ... on Clientt { id } } }", "bad_request"),
        ("{ clients(orderBy: {field: QD_SCOR}) { totalCount } }", "bad_request"),
        ('{ client(id: 1, validAt: "soon") { id } }', "bad_request"),
        ("{ client(id: 1", "bad_request"),
        ("query($x: Int!) { clients(orderBy: {field: QD_SCORE}, first: $x) { totalCount } }", "bad_request"),
    ],
)
async def test_a_bad_question_is_told_what_is_wrong_and_nothing_else(reader: Asker, document: str, code: str) -> None:
    answer = await reader.ask(document)
    assert {error["extensions"]["code"] for error in answer.errors if isinstance(error["extensions"], dict)} == {code}
    assert "Did you mean" not in str(answer.errors)
    assert answer.round_trips == 0


async def test_every_error_has_a_code_and_a_hint(reader: Asker) -> None:
    bad_page = about(MOHAMMED, "tasks(first: -1) { edges { cursor } }")
    for document in ("{ nothing }", "{", bad_page):
        for error in (await reader.ask(document)).errors:
            extensions = error["extensions"]
            assert isinstance(extensions, dict)
            assert extensions["code"]
            assert extensions["hint"]
