"""What lies around a node, and the way to another: typed, bounded, with provenance."""

from typing import cast

import pytest

from cypher.store import GraphStore
from graph_schema.registry import all_edges
from resolvers.graph import FAN_OUT, PATH_TYPES
from tests.api.asking import OPERATOR, Answer, Asker, Json, operation
from tests.api.story_ids import BATCH, CRM, FATIMA, MARINA, MOHAMMED, PORTAL

DOCUMENT = operation("neighbourhood")


async def around(reader: Asker, node_id: str, **variables: Json) -> Answer:
    """The neighbourhood of a node."""
    return await reader.ask(DOCUMENT, OPERATOR, "Neighbourhood", id=node_id, **variables)


async def between(reader: Asker, start: str, end: str, depth: int = 6) -> Answer:
    """The way from one node to another."""
    variables: dict[str, Json] = {"from": start, "to": end, "maxDepth": depth}
    return await reader.ask(DOCUMENT, OPERATOR, "PathBetween", **variables)


def titles(answer: Answer, field: str = "neighbourhood") -> list[tuple[str, str]]:
    """Label and title of each node."""
    return [(node["label"], node["title"]) for node in cast("list[dict[str, str]]", answer.at(field, "nodes"))]


def types(answer: Answer, field: str = "neighbourhood") -> list[str]:
    """The type of each edge."""
    return [edge["type"] for edge in cast("list[dict[str, str]]", answer.at(field, "edges"))]


async def test_the_nearest_come_first_and_each_level_is_one_read(reader: Asker) -> None:
    answer = await around(reader, MOHAMMED, depth=2, edgeTypes=["RESOLVES_TO", "NAMED"])
    assert titles(answer)[0] == ("Client", "Mohammed Al Farsi")
    assert set(titles(answer)[1:3]) == {("Profile", "Mohammed Al Farsi"), ("Profile", "Mohd Alfarsi")}
    assert set(titles(answer)[3:]) == {("PersonName", "Mohammed Al Farsi"), ("PersonName", "Mohd Alfarsi")}
    assert sorted(types(answer)) == ["NAMED", "NAMED", "RESOLVES_TO", "RESOLVES_TO"]
    assert answer.at("neighbourhood", "truncated") is False
    assert answer.round_trips == 2


async def test_edges_keep_their_direction_and_their_source(reader: Asker) -> None:
    answer = await around(reader, MOHAMMED, depth=1, edgeTypes=["RESOLVES_TO"])
    edges = cast("list[dict[str, Json]]", answer.at("neighbourhood", "edges"))
    assert {(edge["from"], edge["to"]) for edge in edges} == {(CRM, MOHAMMED), (PORTAL, MOHAMMED)}
    by = {edge["from"]: cast("dict[str, Json]", edge["provenance"]) for edge in edges}
    assert by[CRM]["batch"] == {"id": BATCH, "fileName": "clients.csv"}
    assert by[PORTAL]["actor"] == "rita"


async def test_unsure_edges_are_left_out(reader: Asker) -> None:
    answer = await around(reader, MOHAMMED, depth=1, edgeTypes=["RESOLVES_TO"], minConfidence=0.95)
    assert [edge["from"] for edge in cast("list[dict[str, Json]]", answer.at("neighbourhood", "edges"))] == [CRM]


async def test_retired_and_no_longer_true_edges_are_left_out(reader: Asker) -> None:
    now = await around(reader, PORTAL, depth=1, edgeTypes=["RESOLVES_TO"])
    assert titles(now) == [("Profile", "Mohd Alfarsi"), ("Client", "Mohammed Al Farsi")]
    then = await around(reader, CRM, depth=1, edgeTypes=["LIVES_AT"], validAt="2024-01-01T00:00:00Z")
    assert ("Address", "Corniche 1") in titles(then)
    assert ("Address", "Corniche 1") not in titles(await around(reader, CRM, depth=1, edgeTypes=["LIVES_AT"]))


async def test_the_limit_cuts_and_says_so(reader: Asker) -> None:
    answer = await around(reader, MOHAMMED, depth=4, limit=5)
    assert len(titles(answer)) == 5
    assert answer.at("neighbourhood", "truncated") is True
    shown = {node["id"] for node in cast("list[dict[str, str]]", answer.at("neighbourhood", "nodes"))}
    for edge in cast("list[dict[str, str]]", answer.at("neighbourhood", "edges")):
        assert {edge["from"], edge["to"]} <= shown


async def test_many_edges_of_one_type_do_not_hide_the_others(told: GraphStore, reader: Asker) -> None:
    told.schema(f"""
    MATCH (profile:Entity {{uid: '{CRM}'}})
    UNWIND range(1, {FAN_OUT * 3}) AS n
    CREATE (profile)-[seen:SHOWED {{uid: 'lnk_many_' + n, prov_origin: 'synthetic'}}]->(event:Entity)
    SET event:QDEvent, event.uid = 'qde_many_' + n, seen.prov_system = 's',
      seen.prov_method = 'm', seen.prov_actor = 'a', seen.confidence = 1.0, seen.state = 'live',
      seen.recorded_at = datetime('2026-04-01T00:00:00Z')""")
    answer = await around(reader, CRM, depth=1)
    assert types(answer).count("SHOWED") == FAN_OUT
    assert {"NAMED", "HAS_IDENTIFIER", "LOOKED_AFTER_BY"} <= set(types(answer))
    assert answer.at("neighbourhood", "truncated") is True


async def test_an_unknown_node_is_null(reader: Asker) -> None:
    answer = await around(reader, "cli_unknown")
    assert answer.at("neighbourhood") is None
    assert (await between(reader, MOHAMMED, "cli_unknown")).at("pathBetween") is None


OUT_OF_BOUNDS: list[dict[str, Json]] = [
    {"depth": 0},
    {"depth": 5},
    {"depth": -1},
    {"limit": 0},
    {"limit": 2001},
    {"edgeTypes": ["KNOWS"]},
    {"edgeTypes": ["NAMED|RECORDS"]},
]


@pytest.mark.parametrize("variables", OUT_OF_BOUNDS)
async def test_what_is_out_of_bounds_is_refused(reader: Asker, variables: dict[str, Json]) -> None:
    answer = await reader.ask(DOCUMENT, OPERATOR, "Neighbourhood", **{"id": MOHAMMED, **variables})
    assert answer.code in {"input_refused", "bad_request", "too_large"}
    assert answer.round_trips == 0


async def test_no_edge_types_are_no_edges(reader: Asker) -> None:
    assert titles(await around(reader, MOHAMMED, edgeTypes=[])) == [("Client", "Mohammed Al Farsi")]


async def test_the_shortest_way_goes_over_what_two_people_share(reader: Asker) -> None:
    answer = await between(reader, FATIMA, MOHAMMED)
    assert titles(answer, "pathBetween") == [
        ("Client", "Fatima Noor"),
        ("Profile", "Fatima Noor"),
        ("Phone", "+971501234567"),
        ("Profile", "Mohammed Al Farsi"),
        ("Client", "Mohammed Al Farsi"),
    ]
    assert types(answer, "pathBetween") == ["RESOLVES_TO", "HAS_IDENTIFIER", "HAS_IDENTIFIER", "RESOLVES_TO"]
    assert answer.round_trips == 1


async def test_a_way_that_is_too_long_is_none(reader: Asker) -> None:
    assert (await between(reader, FATIMA, MOHAMMED, depth=3)).at("pathBetween") is None


async def test_the_way_to_oneself_is_no_step(reader: Asker) -> None:
    answer = await between(reader, MARINA, MARINA)
    assert titles(answer, "pathBetween") == [("Property", "Marina 1204")]
    assert types(answer, "pathBetween") == []


@pytest.mark.parametrize("depth", [0, 7])
async def test_a_path_has_bounds(reader: Asker, depth: int) -> None:
    assert (await between(reader, FATIMA, MOHAMMED, depth)).code == "input_refused"


def test_paths_leave_out_what_joins_everything() -> None:
    assert set(all_edges()) > set(PATH_TYPES)
    assert not {"FROM_SOURCE", "ROW_OF", "RECORDS"} & set(PATH_TYPES)
