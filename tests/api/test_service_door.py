"""Who gets in. Anonymous, unknown, revoked and expired first; then what a role may do."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cypher.driver import Connection
from cypher.store import GraphStore
from graph_schema.actors import ActorKind, Role
from service.tokens import TokenBook
from tests.api.serving import Caller, code, serving


@pytest.fixture
async def caller(connection: Connection, migrated: GraphStore, tmp_path: Path) -> AsyncIterator[Caller]:
    async with serving(connection, tmp_path) as caller:
        yield caller


async def test_nobody_sees_nothing(caller: Caller) -> None:
    answer = await caller.ask()
    assert (answer.status_code, code(answer)) == (200, "unauthenticated")
    assert answer.json()["data"] is None
    assert answer.headers["x-velocity-round-trips"] == "0"


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer ", "Bearer", "Basic YWRhOmFkYQ==", "", "wrong"])
async def test_what_is_no_token_is_refused_before_anything_runs(caller: Caller, header: str) -> None:
    answer = await caller.http.post("/graphql", json={"query": "{ __typename }"}, headers={"authorization": header})
    assert (answer.status_code, code(answer)) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "data" not in answer.json()


async def test_a_token_opens_what_its_role_may(caller: Caller) -> None:
    answer = await caller.ask(token=caller.token(Role.OPERATOR))
    assert answer.json() == {"data": {"searchClients": {"edges": []}}}


async def test_a_role_without_the_permission_is_refused(caller: Caller) -> None:
    answer = await caller.ask(token=caller.token(Role.AUDITOR))
    assert (answer.status_code, code(answer), answer.json()["data"]) == (200, "not_allowed", None)


async def test_the_scheme_may_be_written_in_any_case(caller: Caller) -> None:
    headers = {"authorization": f"bEARER {caller.token(Role.OPERATOR)}"}
    assert (await caller.http.post("/graphql", json={"query": "{ __typename }"}, headers=headers)).status_code == 200


async def test_a_revoked_token_opens_nothing_at_once(caller: Caller, tmp_path: Path) -> None:
    token = caller.token(Role.OPERATOR)
    assert (await caller.ask(token=token)).status_code == 200
    elsewhere = TokenBook(tmp_path / "tokens.json")  # as `velocity token revoke` does it, in another process
    elsewhere.revoke(elsewhere.all()[0].id)
    assert (await caller.ask(token=token)).status_code == 401


async def test_an_expired_token_opens_nothing(caller: Caller) -> None:
    created = caller.tokens.create("ada", ActorKind.HUMAN, (Role.OPERATOR,), days=1)
    expires = created.stored.expires_at
    assert expires is not None
    assert caller.tokens.who(created.secret, datetime.now(UTC)) is not None
    assert caller.tokens.who(created.secret, expires) is None
