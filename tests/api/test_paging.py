"""Pages: complete, in order, without repetition; cursors that nobody else can make."""

from collections.abc import Callable
from typing import cast

import pytest
from graphql import GraphQLObjectType, get_named_type

from tests.api.asking import SCHEMA, Asker, Json, about
from tests.api.story_ids import FATIMA, MOHAMMED


def connections() -> list[str]:
    """Every field of a client that is a list with pages."""
    client = SCHEMA._schema.get_type("Client")
    assert isinstance(client, GraphQLObjectType)
    return sorted(name for name, field in client.fields.items() if "after" in field.args)


async def page(reader: Asker, section: str, first: int, after: str | None = None) -> dict[str, Json]:
    """One page of a section."""
    info = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
    fields = f"{section}(first: $first, after: $after) {{ edges {{ cursor }} {info} }}"
    document = f"query($first: Int!, $after: String) {about(MOHAMMED, fields)}"
    return cast("dict[str, Json]", (await reader.ask(document, first=first, after=after)).at("client", section))


def cursors(shown: dict[str, Json]) -> list[str]:
    """The cursors of a page."""
    return [edge["cursor"] for edge in cast("list[dict[str, str]]", shown["edges"])]


def test_every_connection_of_a_client_takes_first_and_after() -> None:
    client = SCHEMA._schema.get_type("Client")
    assert isinstance(client, GraphQLObjectType)
    for field in client.fields.values():
        if str(get_named_type(field.type)).endswith("Connection"):
            assert {"first", "after"} <= set(field.args)
    assert len(connections()) == 14


@pytest.mark.parametrize("section", connections())
async def test_page_by_page_is_the_whole(reader: Asker, section: str) -> None:
    whole = await page(reader, section, 200)
    assert cursors(whole)
    assert whole["pageInfo"] == {
        "hasNextPage": False,
        "hasPreviousPage": False,
        "startCursor": cursors(whole)[0],
        "endCursor": cursors(whole)[-1],
    }
    seen: list[str] = []
    after: str | None = None
    while True:
        shown = await page(reader, section, 1, after)
        seen += cursors(shown)
        info = cast("dict[str, Json]", shown["pageInfo"])
        assert info["hasPreviousPage"] == (after is not None)
        after = cast("str", info["endCursor"])
        if not info["hasNextPage"]:
            break
    assert seen == cursors(whole)


async def test_an_empty_page_tells_whether_there_is_more(reader: Asker) -> None:
    shown = await page(reader, "timeline", 0)
    assert shown == {
        "edges": [],
        "pageInfo": {"hasNextPage": True, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
    }


@pytest.mark.parametrize("first", [-1, 201, 2_000_000_000])
async def test_page_sizes_out_of_bounds_are_refused(reader: Asker, first: int) -> None:
    answer = await reader.ask(
        "query($first: Int!) " + about(MOHAMMED, "tasks(first: $first) { edges { cursor } }"), first=first
    )
    assert answer.code in {"bad_page", "too_large"}
    assert answer.round_trips <= 1


CHANGES: list[Callable[[str], str]] = [
    lambda cursor: cursor[:-3] + "AAA",
    lambda cursor: "A" + cursor[1:],
    lambda cursor: cursor + "%",
    lambda cursor: cursor + "\n",
    lambda _: "",
    lambda _: "ö",
]


@pytest.mark.parametrize("change", CHANGES)
async def test_a_changed_cursor_is_refused(reader: Asker, change: Callable[[str], str]) -> None:
    cursor = cursors(await page(reader, "timeline", 1))[0]
    document = "query($after: String) " + about(MOHAMMED, "timeline(after: $after) { edges { cursor } }")
    assert (await reader.ask(document, after=change(cursor))).code == "bad_cursor"


async def test_a_cursor_of_another_list_or_client_is_refused(reader: Asker) -> None:
    cursor = cursors(await page(reader, "timeline", 1))[0]
    for client, section in ((MOHAMMED, "viewings"), (FATIMA, "timeline")):
        document = "query($after: String) " + about(client, f"{section}(after: $after) {{ edges {{ cursor }} }}")
        assert (await reader.ask(document, after=cursor)).code == "bad_cursor"
