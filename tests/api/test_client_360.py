"""The dossier, exactly as the frontend asks for it, about a client whose story is known."""

from typing import cast

import pytest

from tests.api.asking import Answer, Asker, Json, about, operation
from tests.api.story_ids import (
    BATCH,
    CALL,
    CREEK,
    CRM,
    DEAL,
    MARINA,
    MATCH,
    MERGE,
    MOHAMMED,
    ONCE_PORTAL,
    OPEN_TASK,
    PLAN,
    PORTAL,
    RUN,
    SAME_PERSON,
    SARAH,
    SUGGESTED_CALL,
    VIEWING,
)

DOCUMENT = operation("client_360")
# The client itself, and one read for each of its 21 sections.
ROUND_TRIPS = 22


@pytest.fixture
async def dossier(reader: Asker) -> Answer:
    """Mohammed's dossier."""
    return await reader.ask(DOCUMENT, id=MOHAMMED)


def nodes(answer: Answer, section: str) -> list[dict[str, Json]]:
    """The nodes of a section."""
    edges = cast("list[dict[str, dict[str, Json]]]", answer.at("client", section, "edges"))
    return [edge["node"] for edge in edges]


async def test_it_takes_one_read_for_each_section(dossier: Answer) -> None:
    assert dossier.errors == []
    assert dossier.round_trips == ROUND_TRIPS


async def test_only_what_is_asked_for_is_read(reader: Asker) -> None:
    assert (await reader.ask(about(MOHAMMED, "id displayName owner { name }"))).round_trips == 1
    assert (await reader.ask(about(MOHAMMED, "names { value } consents { state }"))).round_trips == 3


async def test_who_it_is(dossier: Answer) -> None:
    client = cast("dict[str, Json]", dossier.at("client"))
    assert client["displayName"] == "Mohammed Al Farsi"
    assert client["version"] == 4
    assert client["resolvedFrom"] is None
    assert client["identityConfidence"] == 0.93


async def test_names_come_with_the_shown_one_first(dossier: Answer) -> None:
    names = cast("list[dict[str, Json]]", dossier.at("client", "names"))
    assert [name["value"] for name in names] == ["Mohammed Al Farsi", "Mohd Alfarsi"]


async def test_a_fact_names_the_file_the_row_the_column_and_the_decision(dossier: Answer) -> None:
    assert dossier.at("client", "names", 0, "provenance") == {
        "origin": "IMPORT",
        "system": "crm",
        "method": "text/1",
        "actor": "ada",
        "confidence": 1.0,
        "state": "LIVE",
        "batch": {"id": BATCH, "fileName": "clients.csv"},
        "row": {"number": 2},
        "column": "Name",
        "decision": {"id": PLAN},
        "modelRun": None,
        "validFrom": None,
        "validTo": None,
        "recordedAt": "2026-01-10T09:00:00+00:00",
        "retiredAt": None,
    }


async def test_contact_points_are_shown_once_whoever_gives_them(dossier: Answer, reader: Asker) -> None:
    shown = [(node["kind"], node["value"], node["isPrimary"], node["isShared"]) for node in nodes(dossier, "contactPoints")]
    assert shown == [
        ("EMAIL", "m.farsi@example.com", True, False),
        ("ADDRESS", "Al Wasl Road 7, Dubai, AE", False, False),
        ("PHONE", "+971501234567", False, True),
    ]
    document = about(MOHAMMED, "contactPoints(first: 1) { edges { sources { system confidence } } }")
    sources = (await reader.ask(document)).at("client", "contactPoints", "edges", 0, "sources")
    assert sources == [{"system": "portal", "confidence": 1.0}, {"system": "crm", "confidence": 0.9}]


async def test_each_profile_says_who_decided_that_it_belongs_here(dossier: Answer) -> None:
    assert [node["id"] for node in nodes(dossier, "profiles")] == [CRM, PORTAL]
    by = cast("dict[str, Json]", dossier.at("client", "profiles", "edges", 1, "provenance"))
    assert (by["origin"], by["actor"], by["confidence"]) == ("DECIDED", "rita", 0.93)
    assert (by["decision"], by["modelRun"]) == ({"id": MERGE}, {"id": RUN})


async def test_accounts_and_households_are_told_apart(dossier: Answer) -> None:
    assert [node["name"] for node in nodes(dossier, "accounts")] == ["Farsi Holdings"]
    assert dossier.at("client", "accounts", "edges", 0, "role") == "director"
    assert [node["name"] for node in nodes(dossier, "households")] == ["Al Farsi family"]
    assert dossier.at("client", "households", "edges", 0, "role") == "husband"


async def test_the_deal_with_its_unit(dossier: Answer) -> None:
    [deal] = nodes(dossier, "opportunities")
    assert (deal["id"], deal["stage"], deal["expectedCloseOn"]) == (DEAL, "NEGOTIATION", "2026-06-30")
    assert deal["value"] == {"amount": "24500000", "currency": "AED"}
    [unit] = cast("list[dict[str, Json]]", deal["properties"])
    assert (unit["id"], unit["bedrooms"], unit["areaSqm"]) == (MARINA, 2, 120.5)
    assert unit["price"] == {"amount": "25000000", "currency": "AED"}
    assert cast("dict[str, Json]", unit["project"])["name"] == "Marina Gate"


async def test_only_open_tasks_are_asked_for(dossier: Answer) -> None:
    [task] = nodes(dossier, "tasks")
    assert (task["id"], task["dueAt"], task["priority"]) == (OPEN_TASK, "2026-05-02T00:00:00+00:00", "HIGH")
    assert task["assignee"] == {"id": SARAH, "name": "Sarah Lind"}
    assert [node["text"] for node in nodes(dossier, "reminders")] == ["Offer"]


async def test_the_timeline_has_everything_once_and_newest_first(dossier: Answer) -> None:
    items = nodes(dossier, "timeline")
    assert [item["__typename"] for item in items] == [
        "StageChange",
        "QDEvent",
        "Interaction",
        "CampaignTouch",
        "QDEvent",
        "QDEvent",
        "Interaction",
        "DecisionEvent",
        "CampaignTouch",
        "DecisionEvent",
    ]
    moments = [str(item["occurredAt"]) for item in items]
    assert moments == sorted(moments, reverse=True)
    assert cast("dict[str, Json]", items[0]["opportunity"])["title"] == "Marina for Farsi"
    viewing, call = items[2], items[6]
    assert (viewing["id"], call["id"]) == (VIEWING, CALL)
    assert {unit["id"] for unit in cast("list[dict[str, Json]]", viewing["properties"])} == {MARINA, CREEK}
    assert cast("dict[str, Json]", call["transcript"])["language"] == "ar"
    assert cast("dict[str, Json]", items[5]["property"])["id"] == MARINA
    assert cast("dict[str, Json]", items[7]["decision"]) == {
        "id": MERGE,
        "kind": "IDENTITY_LINK",
        "verdict": "ACCEPT",
        "decidedBy": {"id": "rita", "name": "rita"},
    }


async def test_what_the_client_wants(dossier: Answer) -> None:
    edges = cast("list[dict[str, Json]]", dossier.at("client", "propertyInterests", "edges"))
    assert [(edge["preference"], edge["viewedCount"]) for edge in edges] == [("FAVORITE", 3), ("DISCARD", None)]
    [asked] = nodes(dossier, "requirements")
    assert asked["budgetMax"] == {"amount": "26000000", "currency": "AED"}
    assert (asked["bedroomsMin"], asked["mustHaves"], asked["dealBreakers"]) == (2, ["sea view"], [])
    assert [node["id"] for node in nodes(dossier, "viewings")] == [VIEWING]


async def test_a_match_gives_its_reasons_and_what_speaks_against_it(dossier: Answer) -> None:
    [match] = nodes(dossier, "matches")
    assert (match["id"], match["score"], match["probability"], match["state"]) == (MATCH, 3.25, 0.81, "PROPOSED")
    assert match["reasons"] == [
        {"code": "viewed", "text": "viewed three times"},
        {"code": "area", "text": "in Marina"},
    ]
    assert match["constraintsViolated"] == [{"code": "budget", "text": "4 % above"}]


async def test_scores_by_day_and_first_and_last_touch(dossier: Answer) -> None:
    assert dossier.at("client", "qdTimeline") == [
        {"startsAt": "2026-04-02T00:00:00+00:00", "meanScore": 0.6, "maxScore": 0.8, "eventCount": 2},
        {"startsAt": "2026-04-06T00:00:00+00:00", "meanScore": 0.9, "maxScore": 0.9, "eventCount": 1},
    ]
    touches = cast("dict[str, dict[str, dict[str, Json]]]", dossier.at("client", "attribution"))
    assert (touches["firstTouch"]["campaign"]["name"], touches["lastTouch"]["campaign"]["name"]) == ("Spring", "Summer")
    assert dossier.at("client", "attribution", "touchCount") == 2


async def test_a_month_of_scores_is_one_bucket(reader: Asker) -> None:
    document = about(MOHAMMED, "qdTimeline(bucket: MONTH) { startsAt meanScore eventCount }")
    assert (await reader.ask(document)).at("client", "qdTimeline") == [
        {"startsAt": "2026-04-01T00:00:00+00:00", "meanScore": 0.7, "eventCount": 3}
    ]


async def test_risks_consents_and_what_to_do_next(dossier: Answer) -> None:
    assert dossier.at("client", "riskSignals", 0, "reason") == "politically exposed"
    assert dossier.at("client", "consents", 0, "state") == "GRANTED"
    assert dossier.at("client", "nextActions") == [
        {
            "id": SUGGESTED_CALL,
            "title": "Call Mohammed",
            "reason": "no contact for a month",
            "confidence": 0.7,
            "state": "PROPOSED",
        }
    ]


async def test_a_conflict_shows_both_values_and_agreement_is_none(dossier: Answer) -> None:
    [conflict] = cast("list[dict[str, Json]]", dossier.at("client", "conflicts"))
    assert conflict["field"] == "birth_date"
    assert [said["value"] for said in cast("list[dict[str, Json]]", conflict["values"])] == ["1980-01-02", "1981-01-02"]


async def test_cells_without_a_meaning_are_shown_and_blank_ones_are_not(dossier: Answer) -> None:
    assert nodes(dossier, "unresolvedColumns") == [
        {"header": "Shoe size", "value": "43", "row": {"batch": {"id": BATCH}, "number": 2}}
    ]


async def test_open_proposals_leave_out_matches_tasks_and_what_is_decided(dossier: Answer) -> None:
    assert [node["id"] for node in nodes(dossier, "pendingProposals")] == [SAME_PERSON]


async def test_an_old_id_answers_with_the_client_that_holds_its_records(reader: Asker) -> None:
    answer = await reader.ask(DOCUMENT, id=ONCE_PORTAL)
    assert (answer.at("client", "id"), answer.at("client", "resolvedFrom")) == (MOHAMMED, ONCE_PORTAL)


@pytest.mark.parametrize("unknown", ["cli_unknown", "", CRM, "cli_'}) DETACH DELETE (n"])
async def test_an_unknown_id_is_null_and_no_error(reader: Asker, unknown: str) -> None:
    answer = await reader.ask(DOCUMENT, id=unknown)
    assert answer.at("client") is None
    assert answer.round_trips == 1


async def test_the_decisions_that_edges_name_are_read_together(reader: Asker) -> None:
    fields = "profiles { edges { provenance { decision { kind verdict decidedBy { name } } modelRun { model version } } } }"
    answer = await reader.ask(about(MOHAMMED, fields))
    assert answer.at("client", "profiles", "edges", 1, "provenance", "decision", "decidedBy", "name") == "rita"
    assert answer.at("client", "profiles", "edges", 1, "provenance", "modelRun", "model") == "identity"
    assert answer.round_trips == 4  # client, profiles, all decisions, all model runs
