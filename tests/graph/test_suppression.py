"""Who was forgotten does not come back with the next file, until somebody named lets them."""

from datetime import timedelta
from pathlib import Path

import pytest

from cypher.queries.suppressing import SUPPRESSIONS, SuppressionsIn
from cypher.store import GraphStore
from graph_schema.errors import Conflict, InputRefused, NotAllowed, NotFound, SetupFailed
from graph_schema.lifecycle import BatchState
from ingest.evidence_store import EvidenceStore
from ingest.redacting import finish_redactions
from review.privacy.suppressing import release_suppression
from review.privacy.suppression import SuppressionKey
from tests.graph.test_erasure import bytes_of, found
from tests.support.builders import ADA as OPERATOR
from tests.support.builders import NOW
from tests.support.canaries import (
    ADA,
    ADA_EMAIL,
    ADA_NAME,
    CANARIES,
    OWN_PHONE,
    SHARED_PHONE,
    ada_row,
    omar_row,
    plant,
    write_file,
)
from tests.support.erasing import ALMA, KEY, erase
from tests.support.import_csv import import_here


def forget(store: GraphStore, folder: Path) -> None:
    """Plant, erase, and take the bytes out."""
    plant(store, folder, folder / "evidence")
    erase(store, ADA)
    finish_redactions(store, EvidenceStore(folder / "evidence"), NOW)


def left(store: GraphStore, folder: Path) -> set[str]:
    """Places whose canary is in the graph or in a kept file."""
    kept = bytes_of(folder / "evidence")
    return set(found(store)) | {place for place, mark in CANARIES.items() if mark.encode() in kept}


def statuses(store: GraphStore, batch: str) -> list[tuple[str, str | None]]:
    """(status, issue code) of each row of a file."""
    rows = store.records(
        "MATCH (r:RawRow {batch: $batch}) RETURN r.status AS status, r.issue_code AS code ORDER BY r.number", {"batch": batch}
    )
    return [(str(row["status"]), None if row["code"] is None else str(row["code"])) for row in rows]


def test_neither_the_same_file_nor_another_brings_her_back(graph: GraphStore, tmp_path: Path) -> None:
    forget(graph, tmp_path)
    evidence = tmp_path / "evidence"
    _, wrote = import_here(graph, evidence, tmp_path / "visitors.csv", key=KEY)
    assert not wrote
    assert left(graph, tmp_path) == set()
    by_phone = ["X-9", "Somebody Else", f"00 {OWN_PHONE.removeprefix('+')}", "", "", "", "", "2026-04-01", CANARIES["note"], ""]
    by_mail = ["X-10", "", "", ADA_EMAIL.upper(), "", "", "", "2026-04-02", CANARIES["note"], ""]
    by_key = [*ada_row("")[:1], "Renamed", "", "", "", "", "", "2026-04-03", CANARIES["note"], ""]
    by_name = ["X-11", ADA_NAME, SHARED_PHONE, "", "", "", "", "2026-04-04", CANARIES["note"], ""]
    path = write_file(tmp_path / "new.csv", by_phone, by_mail, by_key, by_name, omar_row())
    batch, _ = import_here(graph, evidence, path, key=KEY)
    assert statuses(graph, batch.uid)[1:] == [("rejected", "suppressed")] * 4 + [("noop", None)]
    assert batch.state == BatchState.PARTIAL.value
    assert left(graph, tmp_path) == set()
    assert EvidenceStore(evidence).verify(batch.sha256)
    assert b"omar" in bytes_of(evidence)


def test_the_other_holder_of_a_shared_phone_is_welcome(graph: GraphStore, tmp_path: Path) -> None:
    forget(graph, tmp_path)
    again = [*omar_row()[:8], "a new note", ""]
    batch, _ = import_here(graph, tmp_path / "evidence", write_file(tmp_path / "omar.csv", again), key=KEY)
    assert statuses(graph, batch.uid)[1:] == [("committed", None)]


def test_somebody_forgotten_between_plan_and_commit_is_not_written(graph: GraphStore, tmp_path: Path) -> None:
    plant(graph, tmp_path, tmp_path / "evidence")
    late = [ADA_NAME if cell == ADA_NAME else cell for cell in ada_row()]
    late[8] = CANARIES["note"] + " again"
    path = write_file(tmp_path / "late.csv", late)

    class EraseOnPlan(list):  # type: ignore[type-arg]  # what is shown of the plan
        def append(self, plan: object) -> None:
            erase(graph, ADA)

    batch, _ = import_here(graph, tmp_path / "evidence", path, key=KEY, plans=EraseOnPlan())
    assert [code for _, code in statuses(graph, batch.uid)][1:] == ["erased"]
    finish_redactions(graph, EvidenceStore(tmp_path / "evidence"), NOW)
    assert left(graph, tmp_path) == set()


@pytest.mark.parametrize("key", [None, SuppressionKey(bytes([7] * 32))])
def test_without_the_key_nothing_is_imported(graph: GraphStore, tmp_path: Path, key: SuppressionKey | None) -> None:
    forget(graph, tmp_path)
    path = write_file(tmp_path / "new.csv", ["X-9", "Somebody", "+971508880000", "", "", "", "", "2026-04-01", "", ""])
    with pytest.raises(SetupFailed, match="forgotten") as refused:
        import_here(graph, tmp_path / "evidence", path, key=key)
    assert refused.value.error_code == "suppression_key_missing"
    batch, _ = import_here(graph, tmp_path / "evidence", path, key=KEY)
    assert batch.state == BatchState.COMMITTED.value


def test_nothing_in_the_graph_tells_whom_a_suppression_hides(graph: GraphStore, tmp_path: Path) -> None:
    forget(graph, tmp_path)
    rows = graph.many(SUPPRESSIONS, SuppressionsIn(["LIVE"], 100))
    assert {row.kind for row in rows} == {"identifier", "shared_identifier", "source_key"}
    assert all(row.proposal.startswith("pro_") for row in rows)
    one = SuppressionKey(bytes([9] * 32))
    plain = {one.record("showroom", CANARIES["source_key"]).uid, KEY.record("showroom", CANARIES["source_key"]).uid}
    assert len(plain & {row.uid for row in rows}) == 1


def test_only_a_named_human_with_the_right_to_erase_releases_one(graph: GraphStore, tmp_path: Path) -> None:
    forget(graph, tmp_path)
    row = write_file(tmp_path / "phone.csv", ["X-9", "Somebody Else", OWN_PHONE, "", "", "", "", "2026-04-01", "", ""])
    mark = next(r.uid for r in graph.many(SUPPRESSIONS, SuppressionsIn(["LIVE"], 100)) if r.kind == "source_key")
    with pytest.raises(NotAllowed):
        graph.write(lambda work: release_suppression(work, mark, OPERATOR, reason="wrong person", now=NOW))
    with pytest.raises(InputRefused, match="reason"):
        graph.write(lambda work: release_suppression(work, mark, ALMA, reason=" ", now=NOW))
    with pytest.raises(NotFound):
        graph.write(lambda work: release_suppression(work, "sup_none", ALMA, reason="why not", now=NOW))
    for row_ in graph.many(SUPPRESSIONS, SuppressionsIn(["LIVE"], 100)):
        graph.write(lambda work, uid=row_.uid: release_suppression(work, uid, ALMA, reason="number moved on", now=NOW))  # type: ignore[misc]  # bound at once
    with pytest.raises(Conflict, match="alma"):
        graph.write(lambda work: release_suppression(work, mark, ALMA, reason="again", now=NOW + timedelta(days=1)))
    batch, _ = import_here(graph, tmp_path / "evidence", row)
    assert statuses(graph, batch.uid)[1:] == [("committed", None)]
