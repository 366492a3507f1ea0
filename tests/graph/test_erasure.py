"""Forgetting somebody in the graph: everything about them goes, everything about others stays, and the laws hold."""

import hashlib
from pathlib import Path

import pytest

from cypher.store import GraphStore
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.errors import Conflict, NotFound
from graph_schema.ids import Prefix, stable_id
from graph_schema.natural_keys import profile_uid
from graph_schema.proposals import ProposalKind
from ingest.evidence_store import EvidenceStore
from ingest.redacting import Redacted, finish_redactions
from review.privacy.forgetting import plan_erasure
from tests.support.builders import NOW, a_person, provenance, put
from tests.support.canaries import (
    ADA,
    ADA_PROFILE,
    CANARIES,
    HOUSEHOLD,
    NORA_PROFILE,
    OMAR,
    OMAR_PROFILE,
    OTHER_EMAIL,
    SHARED_TALK,
    plant,
)
from tests.support.erasing import KEY, carry_out, erase, propose_erasure
from tests.support.graph import lawful
from tests.support.reviewing import clients, decide_fully, propose, undo


def said(store: GraphStore) -> list[tuple[str, str, str]]:
    """(uid, property, text) of every text in the graph, edges included."""
    nodes = store.records("MATCH (n) RETURN n.uid AS uid, properties(n) AS properties", {})
    edges = store.records("MATCH ()-[e]->() RETURN e.uid AS uid, properties(e) AS properties", {})
    return [
        (str(row["uid"]), name, str(value).casefold())
        for row in (*nodes, *edges)
        if isinstance(row["properties"], dict)
        for name, value in row["properties"].items()
    ]


def found(store: GraphStore) -> dict[str, list[tuple[str, str]]]:
    """Where each canary stands."""
    texts = said(store)
    return {
        place: where
        for place, mark in CANARIES.items()
        if (where := [(uid, name) for uid, name, text in texts if mark in text])
    }


def about(store: GraphStore, profile: str) -> list[tuple[str, str]]:
    """Every live edge of a record, with the node that it leads to."""
    rows = store.records(
        "MATCH (p:Entity {uid: $uid})-[e]->(n) WHERE e.retired_at IS NULL "
        "RETURN type(e) AS type, n.uid AS uid ORDER BY type, uid",
        {"uid": profile},
    )
    return [(str(row["type"]), str(row["uid"])) for row in rows]


def test_nothing_of_the_person_stays_and_nothing_of_the_other_goes(graph: GraphStore, tmp_path: Path) -> None:
    plant(graph, tmp_path, tmp_path / "evidence")
    assert set(found(graph)) == set(CANARIES)
    before = about(graph, OMAR_PROFILE)
    erased = erase(graph, ADA)
    assert found(graph) == {}
    assert about(graph, OMAR_PROFILE) == before
    assert {("TOOK_PART_IN", SHARED_TALK), ("MEMBER_OF", HOUSEHOLD)} <= set(before)
    shown = graph.records("MATCH (n:Entity {uid: $uid}) RETURN n.summary AS summary", {"uid": SHARED_TALK})
    assert shown == [{"summary": "Viewing with [erased] and Omar"}]
    spoken = graph.records(
        "MATCH (:Entity {uid: $uid})-[:HAS_TRANSCRIPT]->()-[:HAS_UTTERANCE]->(u) RETURN u.speaker AS who, u.text AS text",
        {"uid": SHARED_TALK},
    )
    assert spoken == [{"who": "Omar", "text": "I agree with [erased]."}]
    assert graph.records("MATCH (n:Entity {uid: $uid}) RETURN n.uid AS uid", {"uid": ADA}) == []
    assert erased.counts.transcripts == 1
    assert erased.redactions == 2


def test_emptied_rows_still_add_up(graph: GraphStore, tmp_path: Path) -> None:
    planted = plant(graph, tmp_path, tmp_path / "evidence")
    rows = (
        "MATCH (r:RawRow {batch: $batch}) "
        "RETURN r.number AS number, r.status AS status, r.cells AS cells, r.issue_code AS code ORDER BY number"
    )
    before = graph.records(rows, {"batch": planted.batch})
    erase(graph, ADA)
    after = graph.records(rows, {"batch": planted.batch})
    assert [(row["number"], row["status"]) for row in after] == [(row["number"], row["status"]) for row in before]
    assert [row["code"] for row in after] == [None, "erased", None, "erased"]
    assert [len(list(row["cells"])) for row in after] == [len(list(row["cells"])) for row in before]  # type: ignore[call-overload]  # lists


def test_planning_writes_nothing_and_answers_the_same_twice(graph: GraphStore, tmp_path: Path) -> None:
    plant(graph, tmp_path, tmp_path / "evidence")
    before = sorted(said(graph))
    assert plan_erasure(graph, ADA, KEY) == plan_erasure(graph, ADA, KEY)
    assert sorted(said(graph)) == before
    with pytest.raises(NotFound):
        plan_erasure(graph, "cli_nobody", KEY)


def test_a_stale_plan_is_refused_and_changes_nothing(graph: GraphStore, tmp_path: Path) -> None:
    plant(graph, tmp_path, tmp_path / "evidence")
    _, proposal, payload = propose_erasure(graph, ADA)
    late = stable_id(Prefix.INTERACTION, "late")
    link = LinkWrite("TOOK_PART_IN", ADA_PROFILE, late, provenance("crm"))
    put(graph, ChangeSet((EntityWrite("Interaction", late, {"kind": "CALL", "summary": "late", "occurred_at": NOW}),), (link,)))
    before = sorted(said(graph))
    with pytest.raises(Conflict, match=r"nodes, edges differ.*Interaction \d+ -> \d+"):
        carry_out(graph, proposal, payload)
    assert sorted(said(graph)) == before


def test_what_both_hold_goes_with_the_last(graph: GraphStore, tmp_path: Path) -> None:
    plant(graph, tmp_path, tmp_path / "evidence")
    erase(graph, ADA)
    erase(graph, OMAR)
    rows = graph.records("MATCH (n:Interaction|Household|Phone|Utterance) RETURN n.uid AS uid", {})
    assert {row["uid"] for row in rows} == {uid for _, uid in about(graph, NORA_PROFILE)} & {row["uid"] for row in rows}
    assert len(rows) == 2


def test_a_client_that_others_once_were_stays_as_an_empty_stone(graph: GraphStore) -> None:
    put(graph, a_person("Ada Lovelace", "crm", "1"))
    put(graph, a_person("Bea Keeps", "crm", "2"))
    # Bea's record came with Ada's client, and was taken out of it.
    put(graph, ChangeSet(links=(LinkWrite("RESOLVES_TO", bea(), ada_client(), provenance(), evidence=("came",)),)))
    graph.schema(
        f"MATCH (:Entity {{uid: '{bea()}'}})-[e:RESOLVES_TO]->(:Entity {{uid: '{ada_client()}'}}) SET e.retired_at = datetime()"
    )
    erase(graph, ada_client())
    stone = graph.records("MATCH (c:Entity {uid: $uid}) RETURN c.state AS state, c.display_name AS name", {"uid": ada_client()})
    assert stone == [{"state": "RETIRED", "name": None}]


def bea() -> str:
    return a_person("Bea Keeps", "crm", "2").entities[1].uid


def ada_client() -> str:
    return a_person("Ada Lovelace", "crm", "1").entities[2].uid


def bytes_of(folder: Path) -> bytes:
    """All bytes below a folder, in lower case."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()).lower()


def test_bytes_follow_the_commit_whenever_somebody_gets_to_it(graph: GraphStore, tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    planted = plant(graph, tmp_path, evidence)
    files = EvidenceStore(evidence)
    in_file = {place for place, mark in CANARIES.items() if mark.encode() in bytes_of(evidence)}
    assert in_file >= {"name", "email", "phone", "note", "unresolved", "rejected", "source_key"}
    erase(graph, ADA)  # and here the process is killed
    assert finish_redactions(graph, files, NOW) == Redacted(2, ())
    assert {place for place, mark in CANARIES.items() if mark.encode() in bytes_of(evidence)} == set()
    assert OTHER_EMAIL.encode() in bytes_of(evidence)
    assert finish_redactions(graph, files, NOW) == Redacted(0, ())
    spans = graph.records(
        "MATCH (r:RawRow {batch: $batch}) RETURN r.byte_start AS start, r.byte_end AS end ORDER BY r.number",
        {"batch": planted.batch},
    )
    content = files.path(planted.sha256).read_bytes()
    joined = b"".join(content[int(str(span["start"])) : int(str(span["end"]))] for span in spans)
    note = files.redaction(planted.sha256)
    assert note is not None
    assert hashlib.sha256(joined).hexdigest() == note.sha256
    assert files.verify(planted.sha256)


def test_a_file_that_is_not_there_waits_and_is_named(graph: GraphStore, tmp_path: Path) -> None:
    planted = plant(graph, tmp_path, tmp_path / "evidence")
    erase(graph, ADA)
    elsewhere = EvidenceStore(tmp_path / "elsewhere")
    assert planted.sha256 in finish_redactions(graph, elsewhere, NOW).missing
    assert finish_redactions(graph, EvidenceStore(tmp_path / "evidence"), NOW).files == 2


def test_who_was_once_merged_with_the_forgotten_stays_as_they_are(graph: GraphStore) -> None:
    """Their client carried the records of the forgotten for a while; forgetting retired it, until the laws saw that."""
    people = [profile_uid("crm", key) for key in ("1", "2")]
    for key, name in (("1", "Ada Byron"), ("2", "Bo Derek")):
        put(graph, a_person(name, "crm", key))
    decision = decide_fully(graph, propose(graph, ProposalKind.IDENTITY_LINK, *people)).decision
    merged = clients(graph)[people[0]]
    undo(graph, decision)
    stays = next(person for person in people if clients(graph)[person] == merged)
    before = shown(graph, merged)
    erase(graph, next(client for client in clients(graph).values() if client != merged))
    assert clients(graph) == {stays: merged}
    assert shown(graph, merged) == before
    assert before["state"] == "LIVE"
    assert lawful(graph) == []


def shown(store: GraphStore, client: str) -> dict[str, object]:
    """What a client shows."""
    row = store.records("MATCH (c:Entity {uid: $uid}) RETURN properties(c) AS said", {"uid": client})[0]
    assert isinstance(row["said"], dict)
    return row["said"]
