"""The client list: filters, orders and pages, by index and narrowed."""

from itertools import product
from typing import cast

import pytest

from cypher.store import GraphStore
from tests.api.asking import Answer, Asker, Json, operation
from tests.api.story_ids import FATIMA, MOHAMMED, SARAH

DOCUMENT = operation("clients")
ORDERS = list(product(("LAST_INTERACTION_AT", "DISPLAY_NAME", "QD_SCORE", "OPEN_TASK_COUNT"), ("ASC", "DESC")))
PLENTY = 23


def ids(answer: Answer) -> list[str]:
    """The ids of a page."""
    return [edge["node"]["id"] for edge in cast("list[dict[str, dict[str, str]]]", answer.at("clients", "edges"))]


async def test_it_shows_live_clients_the_latest_first(reader: Asker) -> None:
    answer = await reader.ask(DOCUMENT)
    assert ids(answer) == [MOHAMMED, FATIMA]
    assert answer.at("clients", "totalCount") == 2
    assert answer.at("clients", "edges", 0, "node") == {
        "id": MOHAMMED,
        "displayName": "Mohammed Al Farsi",
        "lastInteractionAt": "2026-04-05T15:30:00+00:00",
        "openTaskCount": 1,
        "qdScore": 0.7,
        "owner": {"id": SARAH, "name": "Sarah Lind"},
    }
    assert answer.round_trips == 2  # the page and the count


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"text": "fatema"}, [FATIMA]),
        ({"text": "marina 1204"}, [MOHAMMED]),
        ({"text": "+971 50 123 4567"}, [MOHAMMED, FATIMA]),
        ({"text": "???"}, []),
        ({"text": "nobody at all"}, []),
        ({"ownerId": SARAH}, [MOHAMMED]),
        ({"ownerId": SARAH, "text": "noor"}, []),
        ({"ownerId": "stf_unknown"}, []),
        ({"hasOpenTasks": True}, [MOHAMMED]),
        ({"hasOpenTasks": False}, [FATIMA]),
        ({"minQdScore": 0.7}, [MOHAMMED]),
        ({"minQdScore": 0.71}, []),
        ({"lastInteractionAfter": "2026-04-05T15:30:00Z"}, [MOHAMMED]),
        ({"lastInteractionAfter": "2026-04-05T15:30:01Z"}, []),
        ({"lastInteractionBefore": "2026-04-05T15:30:00Z"}, []),
        ({"lastInteractionBefore": "2026-04-06T00:00:00+04:00"}, [MOHAMMED]),
        ({"text": "farsi", "minQdScore": 0.9}, []),
    ],
)
async def test_filters(reader: Asker, chosen: dict[str, Json], expected: list[str]) -> None:
    answer = await reader.ask(DOCUMENT, filter=chosen)
    assert ids(answer) == expected
    assert answer.at("clients", "totalCount") == len(expected)


async def test_a_time_without_a_zone_is_refused(reader: Asker) -> None:
    assert (await reader.ask(DOCUMENT, filter={"lastInteractionAfter": "2026-04-05T15:30:00"})).code == "bad_moment"


@pytest.fixture(scope="module")
def plenty(told: GraphStore) -> GraphStore:
    """More clients, with equal values and without values, and names of several scripts."""
    told.schema(f"""
    UNWIND range(1, {PLENTY - 2}) AS n
    CREATE (:Entity:Client {{
      uid: 'cli_' + right('00' + toString(n), 3), state: 'LIVE', version: 1, open_task_count: n % 3, owner_uid: '{SARAH}',
      display_name: ['Ada', 'Žofie', '李小龍', 'Ａda', 'ada', '😀 Bob', ''][n % 7],
      qd_score: CASE WHEN n % 4 > 0 THEN (n % 5) / 7.0 END,
      last_interaction_at: CASE WHEN n % 5 > 0 THEN datetime({{epochSeconds: 1770000000 + n % 6, nanosecond: n % 6}}) END
    }})""")
    return told


async def walk(reader: Asker, size: int, order: dict[str, Json], chosen: dict[str, Json] | None = None) -> list[str]:
    """All ids, page by page."""
    seen: list[str] = []
    after: Json = None
    while True:
        answer = await reader.ask(DOCUMENT, first=size, after=after, orderBy=order, filter=chosen)
        seen += ids(answer)
        assert len(seen) <= PLENTY
        info = cast("dict[str, Json]", answer.at("clients", "pageInfo"))
        after = info["endCursor"]
        if not info["hasNextPage"]:
            return seen


@pytest.mark.parametrize(("field", "direction"), ORDERS)
@pytest.mark.parametrize("chosen", [None, {"ownerId": SARAH}], ids=["by index", "narrowed"])
async def test_page_by_page_is_the_whole(
    plenty: GraphStore, reader: Asker, field: str, direction: str, chosen: dict[str, Json] | None
) -> None:
    order: dict[str, Json] = {"field": field, "direction": direction}
    whole = await reader.ask(DOCUMENT, first=200, orderBy=order, filter=chosen)
    expected = PLENTY if chosen is None else PLENTY - 1
    assert len(set(ids(whole))) == whole.at("clients", "totalCount") == expected
    assert await walk(reader, 4, order, chosen) == ids(whole)


@pytest.mark.parametrize(("field", "direction"), ORDERS)
async def test_values_are_in_order_and_clients_without_one_come_last(
    plenty: GraphStore, reader: Asker, field: str, direction: str
) -> None:
    name = {
        "LAST_INTERACTION_AT": "lastInteractionAt",
        "DISPLAY_NAME": "displayName",
        "QD_SCORE": "qdScore",
        "OPEN_TASK_COUNT": "openTaskCount",
    }[field]
    whole = await reader.ask(DOCUMENT, first=200, orderBy={"field": field, "direction": direction})
    edges = cast("list[dict[str, dict[str, str]]]", whole.at("clients", "edges"))
    values = [edge["node"][name] for edge in edges]
    present = [value for value in values if value is not None]
    assert values == present + [None] * (len(values) - len(present))
    assert present == sorted(present, reverse=direction == "DESC")


async def test_a_cursor_of_another_order_is_refused(plenty: GraphStore, reader: Asker) -> None:
    cursor = (await reader.ask(DOCUMENT, first=1)).at("clients", "pageInfo", "endCursor")
    order: dict[str, Json] = {"field": "QD_SCORE", "direction": "DESC"}
    assert (await reader.ask(DOCUMENT, first=1, after=cursor, orderBy=order)).code == "bad_cursor"
