"""The dossier as believed at a moment and as true at a moment: both times, every edge on the way."""

from datetime import datetime, timedelta
from typing import cast

from cypher.store import GraphStore
from tests.api.asking import Asker, Json, about, operation
from tests.api.story_ids import CRM, FEBRUARY, JANUARY, MERGED_AT, MOHAMMED, NOW, ONCE_PORTAL, PORTAL
from tests.support.graph import clear

DOCUMENT = operation("client_360")
SECTIONS = {
    "contactPoints", "profiles", "accounts", "households", "opportunities", "tasks", "reminders", "timeline", "viewings",
    "propertyInterests", "requirements", "matches", "unresolvedColumns", "pendingProposals",
}  # fmt: skip
LISTS = {"names", "qdTimeline", "riskSignals", "nextActions", "consents", "conflicts"}


def iso(moment: datetime) -> str:
    """As the API takes it."""
    return moment.isoformat()


async def profiles(reader: Asker, client: str, known_at: str) -> list[str]:
    """Ids of the profiles that a client was believed to be."""
    answer = await reader.ask(DOCUMENT, id=client, knownAt=known_at)
    edges = cast("list[dict[str, dict[str, str]]]", answer.at("client", "profiles", "edges"))
    return [edge["node"]["id"] for edge in edges]


async def test_before_the_merge_there_were_two_clients(reader: Asker) -> None:
    before = iso(MERGED_AT - timedelta(seconds=1))
    assert await profiles(reader, MOHAMMED, before) == [CRM]
    assert await profiles(reader, ONCE_PORTAL, before) == [PORTAL]
    once = await reader.ask(DOCUMENT, id=ONCE_PORTAL, knownAt=before)
    assert (once.at("client", "displayName"), once.at("client", "resolvedFrom")) == ("Mohd Alfarsi", None)
    assert once.at("client", "conflicts") == []


async def test_from_the_very_moment_of_the_merge_there_is_one(reader: Asker) -> None:
    at = iso(MERGED_AT)
    assert await profiles(reader, MOHAMMED, at) == [CRM, PORTAL]
    assert await profiles(reader, ONCE_PORTAL, at) == [CRM, PORTAL]


async def test_before_the_portal_told_us_only_the_crm_is_known(reader: Asker) -> None:
    answer = await reader.ask(DOCUMENT, id=MOHAMMED, knownAt=iso(FEBRUARY - timedelta(days=1)))
    assert answer.at("client", "propertyInterests", "edges") == []
    assert answer.at("client", "identityConfidence") == 1.0
    assert [name["value"] for name in cast("list[dict[str, Json]]", answer.at("client", "names"))] == ["Mohammed Al Farsi"]


async def test_before_anything_was_recorded_nobody_was_known(reader: Asker) -> None:
    assert (await reader.ask(DOCUMENT, id=MOHAMMED, knownAt=iso(JANUARY - timedelta(days=1)))).at("client") is None


async def test_what_was_true_in_the_world_then(reader: Asker) -> None:
    async def addresses(when: str) -> list[Json]:
        answer = await reader.ask(DOCUMENT, id=MOHAMMED, validAt=when)
        edges = cast("list[dict[str, dict[str, Json]]]", answer.at("client", "contactPoints", "edges"))
        return [edge["node"]["value"] for edge in reversed(edges) if edge["node"]["kind"] == "ADDRESS"]

    wasl, corniche = "Al Wasl Road 7, Dubai, AE", "Corniche 1, Abu Dhabi, AE"
    assert await addresses("2024-12-31T23:59:59Z") == [wasl, corniche]
    assert await addresses("2025-01-01T00:00:00Z") == [wasl]
    assert await addresses("2019-12-31T23:59:59Z") == [wasl]


async def test_a_time_without_a_zone_is_refused(reader: Asker) -> None:
    assert (await reader.ask(DOCUMENT, id=MOHAMMED, validAt="2026-01-01T00:00:00")).code == "bad_moment"


async def test_no_edge_is_believed_longer_than_its_retirement(told: GraphStore, reader: Asker) -> None:
    """One edge of a path that is not filtered shows something of a client whose every edge is retired."""
    everything = await reader.ask(DOCUMENT, id=MOHAMMED)
    told.schema(f"MATCH ()-[edge]->() WHERE edge.retired_at IS NULL SET edge.retired_at = datetime('{iso(NOW)}')")
    # RESOLVES_TO stays, or there would be nobody to ask about.
    told.schema("MATCH ()-[edge:RESOLVES_TO]->() WHERE edge.state = 'live' SET edge.retired_at = null")
    later = await reader.ask(DOCUMENT, id=MOHAMMED, knownAt=iso(NOW))
    shown = {section for section in SECTIONS - {"profiles"} if later.at("client", section, "edges")}
    assert shown == {"timeline"}  # the decisions that RESOLVES_TO itself names
    assert {item["__typename"] for item in await items(later.data)} == {"DecisionEvent"}
    assert {section for section in LISTS if later.at("client", section)} == set()
    assert later.at("client", "attribution") is None
    just_before = await reader.ask(DOCUMENT, id=MOHAMMED, knownAt=iso(NOW - timedelta(seconds=1)))
    for section in SECTIONS:
        assert len(edges(just_before.data, section)) == len(edges(everything.data, section))


def edges(data: dict[str, Json], section: str) -> list[Json]:
    """The edges of a section."""
    return cast("dict[str, dict[str, dict[str, list[Json]]]]", data)["client"][section]["edges"]


async def items(data: dict[str, Json]) -> list[dict[str, Json]]:
    """What the timeline shows."""
    return [cast("dict[str, dict[str, Json]]", edge)["node"] for edge in edges(data, "timeline")]


async def test_a_client_whose_records_say_nothing_has_empty_sections(told: GraphStore, reader: Asker) -> None:
    told.schema("MATCH ()-[edge]->() WHERE NOT edge:RESOLVES_TO DELETE edge")
    answer = await reader.ask(DOCUMENT, id=MOHAMMED)
    assert answer.at("client", "id") == MOHAMMED
    assert {section for section in SECTIONS if edges(answer.data, section)} == {"profiles", "timeline"}


async def test_a_client_without_records_is_somebody_and_has_nothing(told: GraphStore, reader: Asker) -> None:
    clear(told)
    told.schema("CREATE (:Entity:Client {uid: 'cli_alone', state: 'LIVE', version: 1})")
    answer = await reader.ask(about("cli_alone", "id displayName identityConfidence names { value }"))
    assert answer.at("client") == {"id": "cli_alone", "displayName": "Unnamed client", "identityConfidence": None, "names": []}
