"""Leila Haddad is in every demo, the same, with something in every section of a Client 360."""

from collections import Counter
from pathlib import Path

import pytest

from graph_schema.ids import Prefix
from ingest.synthetic.examples import demo_example, demo_examples
from ingest.synthetic.leila import DEMO_CLIENT_UID, DEMO_PHONE, DEMO_PROFILE_UIDS, HUSBAND_PROFILE_UID, TWIN_PROFILE_UID
from tests.unit.ingest.synthetic.conftest import Drawn, drawn

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.parametrize(("clients", "seed"), [(50, 1), (73, 99)])
def test_every_example_is_in_every_demo(clients: int, seed: int) -> None:
    other = drawn(clients, seed)
    for prefix, uid in demo_examples().items():
        assert uid in other.entities, prefix


def test_there_is_an_example_of_everything_that_has_one() -> None:
    without = {
        Prefix.RAW_BATCH,
        Prefix.RAW_ROW,
        Prefix.MAPPING_MANIFEST,
        Prefix.DECISION,
        Prefix.AUDIT_EVENT,
        Prefix.RECEIPT,
        Prefix.LINK,
        Prefix.SUPPRESSION,
        Prefix.REDACTION,
        Prefix.AUDIT_SEAL,
    }
    assert set(demo_examples()) == set(Prefix) - without
    assert demo_example(Prefix.CLIENT) == DEMO_CLIENT_UID
    with pytest.raises(KeyError):
        demo_example(Prefix.RAW_BATCH)


def test_her_ids_never_change() -> None:
    assert DEMO_CLIENT_UID == "cli_145009vraovcmi77oqcg"
    assert demo_example(Prefix.INTERACTION) == "int_9p7g13qmhsomug1ue9o0"


def test_the_examples_in_the_query_files_name_her() -> None:
    files = [path for path in (ROOT / "cypher/read").glob("*.cypher") if ":param client_id =>" in path.read_text()]
    assert files
    for path in files:
        assert f"'{DEMO_CLIENT_UID}'" in path.read_text(), path


def test_three_sources_tell_of_her_in_two_scripts(demo: Drawn) -> None:
    mine = {link.source for link in demo.links["RESOLVES_TO"] if link.target == DEMO_CLIENT_UID}
    assert mine == set(DEMO_PROFILE_UIDS)
    assert len({demo.entities[uid].properties["source_system"] for uid in mine}) == 3
    names = {str(demo.entities[link.target].properties["value"]) for link in demo.links["NAMED"] if link.source in mine}
    assert names == {"Leila Haddad", "Layla Hadad", "ليلى حداد"}


def test_every_section_has_something(demo: Drawn) -> None:
    mine = Counter(link.type for link in demo.all_links if link.source in DEMO_PROFILE_UIDS)
    least = {
        "HAS_IDENTIFIER": 6, "LIVES_AT": 3, "MEMBER_OF": 2, "PURSUES": 2, "HAS_TASK": 3, "HAS_REMINDER": 2, "INTERESTED_IN": 5,
        "HAS_REQUIREMENT": 2, "GAVE": 3, "CARRIES": 2, "STATES": 6, "LOOKED_AFTER_BY": 3,
    }  # fmt: skip
    assert {type_: mine[type_] for type_, number in least.items() if mine[type_] < number} == {}
    preferences = {link.properties["preference"] for link in demo.links["INTERESTED_IN"] if link.source in DEMO_PROFILE_UIDS}
    assert preferences == {"FAVORITE", "POSSIBILITY", "DISCARD"}
    stated = {
        demo.entities[link.target].properties["stated"]
        for link in demo.links["HAS_REQUIREMENT"]
        if link.source in DEMO_PROFILE_UIDS
    }
    assert stated == {True, False}


def test_her_timeline_is_long_and_of_all_kinds(demo: Drawn) -> None:
    mine = [link for link in demo.all_links if link.source in DEMO_PROFILE_UIDS]
    deals = {link.target for link in mine if link.type == "PURSUES"}
    moves = [link for link in demo.links["MOVED"] if link.source in deals]
    events = [link for link in mine if link.type in {"TOOK_PART_IN", "SHOWED", "TOUCHED_BY"}]
    assert len(events) + len(moves) >= 60
    met = [demo.entities[link.target] for link in events if link.type == "TOOK_PART_IN"]
    assert len({entity.properties["kind"] for entity in met}) == 7
    assert any(entity.properties.get("outcome") for entity in met)
    transcribed = {link.source for link in demo.links["HAS_TRANSCRIPT"]}
    assert any(entity.uid in transcribed and entity.properties["kind"] == "CALL" for entity in met)
    assert len(moves) >= 4


def test_what_is_proposed_about_her_waits_for_a_reviewer(demo: Drawn) -> None:
    about = {link.source for link in demo.links["CONCERNING"] if link.target in {DEMO_CLIENT_UID, *DEMO_PROFILE_UIDS}}
    kinds = Counter(str(demo.entities[uid].properties["kind"]) for uid in about)
    assert kinds == {"PROPERTY_MATCH": 3, "TASK": 2, "FIELD_CONFLICT": 1, "IDENTITY_LINK": 1}
    assert {demo.entities[uid].properties["state"] for uid in about} == {"PROPOSED"}


def test_her_sources_disagree_about_her_birth_date(demo: Drawn) -> None:
    facts = [demo.entities[link.target].properties for link in demo.links["STATES"] if link.source in DEMO_PROFILE_UIDS]
    assert {fact["value"] for fact in facts if fact["field"] == "birth_date"} == {"1984-05-17", "1984-07-15"}


def test_she_shares_a_telephone_with_her_husband_and_a_broker_knows_her_too(demo: Drawn) -> None:
    phone = next(phone for phone in demo.of("Phone") if phone.properties["value"] == DEMO_PHONE)
    assert phone.properties["is_shared"] is True
    assert demo.holders("phn_")[phone.uid] == {*DEMO_PROFILE_UIDS[:2], HUSBAND_PROFILE_UID}
    people = demo.people()
    assert people[TWIN_PROFILE_UID] == people[DEMO_PROFILE_UIDS[0]]
    assert people[HUSBAND_PROFILE_UID].household == people[DEMO_PROFILE_UIDS[0]].household
