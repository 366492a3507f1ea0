"""A person gets everything that is held about them, with where it comes from, and nothing of anybody else."""

import hashlib
import stat
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from cypher.store import GraphStore
from graph_schema.errors import NotFound
from review.privacy.subject_export import OTHER_PERSON, WITHHELD, export_lines
from service.subject_file import remove_exports, remove_orphaned, write_export, write_to
from tests.support.builders import NOW
from tests.support.canaries import (
    ADA,
    ADA_PROFILE,
    CANARIES,
    HOUSEHOLD,
    OMAR,
    OMAR_PROFILE,
    SHARED_PHONE,
    SHARED_TALK,
    omar_row,
    plant,
)
from tests.support.erasing import erase

TELLING = 4


def exported(store: GraphStore, client: str) -> str:
    """The whole export as one text."""
    return "\n".join(msgspec.json.encode(line).decode() for line in export_lines(store, client, NOW))


def values_of(store: GraphStore, profile: str) -> set[str]:
    """Every text that hangs on a record, two steps deep, codes and short words apart."""
    rows = store.records(
        "MATCH (p:Entity {uid: $uid})-[]->{0,1}(n) "
        "WHERE n:PersonName OR n:Email OR n:Phone OR n:Fact OR n:Account OR n:Address OR n:Interaction OR n:Profile "
        "UNWIND [n.value, n.name, n.line, n.summary, n.title] AS text WITH text WHERE text IS NOT NULL RETURN DISTINCT text",
        {"uid": profile},
    )
    return {str(row["text"]) for row in rows if len(str(row["text"])) >= TELLING}


@pytest.fixture
def planted(graph: GraphStore, tmp_path: Path) -> GraphStore:
    plant(graph, tmp_path, tmp_path / "evidence")
    return graph


def test_everything_about_her_is_in_it(planted: GraphStore) -> None:
    text = exported(planted, ADA)
    assert {place for place, mark in CANARIES.items() if mark in text.casefold()} == set(CANARIES)
    edges = planted.records(
        "MATCH (p:Entity {uid: $uid})-[e]->() WHERE e.retired_at IS NULL RETURN e.uid AS uid", {"uid": ADA_PROFILE}
    )
    assert len(edges) > 15
    assert {str(edge["uid"]) for edge in edges} - {uid for uid in map(str, uids(planted, ADA)) if uid in text} == set()


def uids(store: GraphStore, client: str) -> set[str]:
    """The uids of all facts of an export."""
    return {str(line["uid"]) for line in export_lines(store, client, NOW) if line["kind"] == "fact"}


def test_every_fact_says_where_it_comes_from(planted: GraphStore) -> None:
    facts = [line for line in export_lines(planted, ADA, NOW) if line["kind"] == "fact"]
    for fact in facts:
        said = fact["said"]
        assert isinstance(said, dict)
        assert {"prov_origin", "prov_system", "prov_method", "recorded_at"} <= said.keys()


def test_nothing_of_the_other_is_in_it_but_what_both_share(planted: GraphStore) -> None:
    text = exported(planted, ADA)
    his, hers = values_of(planted, OMAR_PROFILE), values_of(planted, ADA_PROFILE)
    assert {"Omar Staying", "omar.stays@example.com", "Pilot", "Stays LLC", "Omar's note"} <= his
    assert {value for value in his - hers if value in text} == set()
    assert SHARED_PHONE in his & hers
    assert SHARED_PHONE in text
    assert [cell for cell in omar_row() if len(cell) >= TELLING and cell in text] == [SHARED_PHONE, "Marina 9"]
    assert OMAR not in text
    assert OMAR_PROFILE not in text
    assert HOUSEHOLD in text
    talk = next(line for line in export_lines(planted, ADA, NOW) if line["kind"] == "conversation")
    assert (talk["uid"], talk["others"]) == (SHARED_TALK, ["client"])
    spoken = talk["spoken"]
    assert isinstance(spoken, list)
    assert sorted(str(part["text"]) for part in spoken) == sorted([CANARIES["spoken"], WITHHELD])
    assert f"and {OTHER_PERSON}" in text


def test_nothing_of_hers_is_in_his(planted: GraphStore) -> None:
    text = exported(planted, OMAR).casefold()
    # That they may be one person was said of both, so both hear why; neither hears how the other is called or reached.
    assert {place for place, mark in CANARIES.items() if mark in text} == {"title", "reason"}
    assert ADA_PROFILE not in text


def test_a_file_is_for_its_owner_for_a_week_and_goes_with_the_person(planted: GraphStore, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    written = write_export(planted, folder, ADA, NOW)
    assert stat.S_IMODE(written.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert hashlib.sha256(written.path.read_bytes()).hexdigest() == written.sha256
    assert len(written.path.read_bytes().splitlines()) == written.lines
    assert remove_exports(folder, expired_before=written.expires_at - timedelta(seconds=1)) == 0
    other = write_export(planted, folder, OMAR, NOW)
    erase(planted, ADA)
    assert remove_orphaned(planted, folder, NOW) == 1
    assert [path.name for path in folder.iterdir()] == [other.path.name]
    assert remove_orphaned(planted, folder, other.expires_at) == 1


def test_nobody_is_not_found_and_leaves_no_file(planted: GraphStore, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        write_export(planted, tmp_path / "exports", "cli_nobody", NOW)
    with pytest.raises(NotFound):
        write_to(tmp_path / "mine.jsonl", planted, "cli_nobody", NOW)
    assert list((tmp_path / "exports").iterdir()) == []
    assert not (tmp_path / "mine.jsonl").exists()
