"""Every document that the frontend sends runs on the demo graph as it is written, with a fixed number of reads."""

from collections.abc import AsyncIterator
from typing import cast

import pytest

from cypher.driver import Connection
from cypher.store import GraphStore
from ingest.synthetic.showcase import DEMO_CLIENT_UID, HUSBAND_PROFILE_UID
from ingest.synthetic.spec import DEMO_NOW
from tests.api.asking import OPERATIONS, OPERATOR, Asker, Json, asker, operation

RUNS: list[tuple[str, str, dict[str, Json], int]] = [
    ("client_360", "Client360", {"id": DEMO_CLIENT_UID}, 22),
    ("clients", "Clients", {}, 2),
    ("search_clients", "SearchClients", {"text": "Leila Haddad"}, 1),
    ("neighbourhood", "Neighbourhood", {"id": DEMO_CLIENT_UID}, 2),
    ("review", "ReviewQueue", {}, 2),
    ("operate", "MyDay", {"on": "2026-11-01"}, 2),
    ("operate", "OpportunityBoard", {"pipeline": "sales"}, 1),
    ("trust", "Lineage", {"entityId": DEMO_CLIENT_UID, "field": "name"}, 1),
    ("neighbourhood", "PathBetween", {"from": DEMO_CLIENT_UID, "to": HUSBAND_PROFILE_UID}, 1),
]


# Documents of changes, run by test_review_documents and test_operate_documents.
CHANGES = {"oracle"}


@pytest.fixture
async def visitor(demo: GraphStore, connection: Connection) -> AsyncIterator[Asker]:
    """Somebody who asks about the demo graph in its own present."""
    async with asker(connection, DEMO_NOW) as somebody:
        yield somebody


def test_every_document_is_run() -> None:
    names = {path.stem for path in OPERATIONS.glob("*.graphql")} - {"fragments"}
    assert names == {name for name, *_ in RUNS} | CHANGES


@pytest.mark.parametrize(("name", "title", "variables", "round_trips"), RUNS, ids=[title for _, title, *_ in RUNS])
async def test_a_document_runs_as_written(
    visitor: Asker, name: str, title: str, variables: dict[str, Json], round_trips: int
) -> None:
    answer = await visitor.ask(operation(name), OPERATOR, title, **variables)
    assert answer.errors == []
    assert all(value is not None for value in answer.data.values())
    assert answer.round_trips == round_trips


async def test_leila_has_something_in_every_section(visitor: Asker) -> None:
    answer = await visitor.ask(operation("client_360"), id=DEMO_CLIENT_UID)
    client = cast("dict[str, Json]", answer.at("client"))
    empty = {name for name, value in client.items() if value == [] or (isinstance(value, dict) and value.get("edges") == [])}
    assert empty <= {"unresolvedColumns"}  # the demo is no file, so no column of it waits for a meaning
    assert client["displayName"] == "Leila Haddad"


async def test_leila_is_found_first_by_a_misspelt_name(visitor: Asker) -> None:
    answer = await visitor.ask(operation("search_clients"), text="laila hadad")
    assert answer.at("searchClients", "edges", 0, "node", "id") == DEMO_CLIENT_UID
