"""A CSV row on its whole way into the graph, and what may never happen on it."""

import csv
from pathlib import Path

import pytest

from cypher.graph_hash import graph_hash
from cypher.queries.importing import BATCH_COUNTS, BatchRef
from cypher.store import GraphStore
from graph_schema.actors import IMPORTER, Actor, ActorKind, Role
from graph_schema.errors import BadFile, InputRefused, NotAllowed
from graph_schema.natural_keys import phone_uid, profile_uid
from graph_schema.proposals import Verdict
from ingest.evidence_store import EvidenceStore
from ingest.planning import ImportPlan
from review.case import read_proposal
from tests.support.graph import counts
from tests.support.import_csv import import_here
from tests.support.people_csv import write_people
from tests.support.reviewing import clients, decide, undo

HEADER = "ID,Full name,Mobile,Email,Company,Interested in,Visit date,Notes,Owner,Campaign,Zodiac\r\n"
ADA = (
    "A1,Ada Lovelace,+971504863172,ada@example.com,Analytical Ltd,Marina Vista 12,2026-03-14,"
    '"Loved it, ""a lot""",Sam,Expo,lion\r\n'
)
COUNT_LINKS = "MATCH (:Profile)-[edge]->() WHERE edge.prov_batch = $batch RETURN count(edge) AS n"
ROW_TWO = """MATCH (row:RawRow {batch: $batch, number: 2})
             RETURN row.status AS status, row.issue_code AS code, row.issue_column AS column, row.cells[2] AS cell"""
SPANS = "MATCH (row:RawRow {batch: $batch}) RETURN row.byte_start AS s, row.byte_end AS e ORDER BY row.number"


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A file with exactly these characters."""
    path.write_bytes(text.encode(encoding))
    return path


def statuses(store: GraphStore, batch_id: str) -> dict[str, int]:
    """How many rows have which status."""
    return {count.status: count.rows for count in store.many(BATCH_COUNTS, BatchRef(batch_id))}


def test_one_row_becomes_a_client_with_sourced_edges(graph: GraphStore, tmp_path: Path) -> None:
    batch, wrote = import_here(graph, tmp_path / "files", write(tmp_path / "one.csv", HEADER + ADA))
    assert (batch.state, wrote) == ("COMMITTED", True)
    assert statuses(graph, batch.uid) == {"header": 1, "committed": 1}
    rows = graph.records(
        """MATCH (profile:Profile {uid: $profile})-[edge]->(node)
           RETURN type(edge) AS type, coalesce(node.name, node.value, node.display_name, node.summary, '') AS node,
                  edge.prov_column AS column, edge.prov_row AS row, edge.prov_batch = $batch AS ours, edge.prov_actor AS actor
           ORDER BY type, node""",
        {"profile": profile_uid("showroom", "A1"), "batch": batch.uid},
    )
    assert [(row["type"], row["node"], row["column"]) for row in rows] == [
        ("EVIDENCED_BY", "", None),
        ("FROM_SOURCE", "showroom", None),
        ("HAS_IDENTIFIER", "+971504863172", "Mobile"),
        ("HAS_IDENTIFIER", "ada@example.com", "Email"),
        ("INTERESTED_IN", "Marina Vista 12", "Interested in"),
        ("LOOKED_AFTER_BY", "Sam", "Owner"),
        ("MEMBER_OF", "Analytical Ltd", "Company"),
        ("NAMED", "Ada Lovelace", "Full name"),
        ("RESOLVES_TO", "Ada Lovelace", None),
        ("TOOK_PART_IN", 'Loved it, "a lot"', "Visit date"),
        ("TOUCHED_BY", "Expo", "Campaign"),
    ]
    assert {(row["row"], row["ours"], row["actor"]) for row in rows} == {(2, True, "ada")}


def test_the_bytes_are_kept_and_rows_joined_by_span_are_the_file(graph: GraphStore, tmp_path: Path) -> None:
    path = write(tmp_path / "one.csv", "\ufeff" + HEADER + ADA + "\r\n" + ADA.replace("A1", "A2").rstrip())
    batch, _ = import_here(graph, tmp_path / "files", path)
    with EvidenceStore(tmp_path / "files").open(batch.sha256) as source:
        kept = source.read()
    assert kept == path.read_bytes()
    spans = graph.records(
        "MATCH (row:RawRow {batch: $batch}) RETURN row.byte_start AS s, row.byte_end AS e ORDER BY row.number",
        {"batch": batch.uid},
    )
    assert b"".join(kept[int(str(span["s"])) : int(str(span["e"]))] for span in spans) == kept


def test_the_same_file_twice_writes_nothing(graph: GraphStore, tmp_path: Path) -> None:
    path = write_people(tmp_path / "people.csv", 200)
    import_here(graph, tmp_path / "files", path)
    before, size = graph_hash(graph), counts(graph)
    events = graph.records("MATCH (event:AuditEvent) RETURN count(event) AS n", {})
    _, wrote = import_here(graph, tmp_path / "files", path)
    assert not wrote
    assert (graph_hash(graph), counts(graph)) == (before, size)
    assert graph.records("MATCH (event:AuditEvent) RETURN count(event) AS n", {}) == events


def test_the_same_facts_in_another_file_are_noops(graph: GraphStore, tmp_path: Path) -> None:
    import_here(graph, tmp_path / "files", write(tmp_path / "one.csv", HEADER + ADA))
    plans: list[ImportPlan] = []
    again, wrote = import_here(graph, tmp_path / "files", write(tmp_path / "two.csv", HEADER + "\r\n" + ADA), plans=plans)
    assert wrote
    assert statuses(graph, again.uid) == {"header": 1, "blank": 1, "noop": 1}
    assert (plans[0].creates, plans[0].noops) == (0, 1)
    rows = graph.records(
        "MATCH (:Profile)-[edge]->() WHERE edge.prov_batch = $batch RETURN count(edge) AS n", {"batch": again.uid}
    )
    assert rows == [{"n": 0}]


def test_a_blank_cell_clears_nothing(graph: GraphStore, tmp_path: Path) -> None:
    import_here(graph, tmp_path / "files", write(tmp_path / "one.csv", HEADER + ADA))
    before = graph.records("MATCH (:Profile)-[edge]->() WHERE edge.retired_at IS NULL RETURN count(edge) AS n", {})
    sparse = HEADER + "A1,Ada Lovelace,,,,,,,,,\r\n"
    import_here(graph, tmp_path / "files", write(tmp_path / "two.csv", sparse))
    assert graph.records("MATCH (:Profile)-[edge]->() WHERE edge.retired_at IS NULL RETURN count(edge) AS n", {}) == before


def test_a_couple_with_one_phone_is_proposed_as_a_household_and_not_merged(graph: GraphStore, tmp_path: Path) -> None:
    couple = ADA + "A2,William Lovelace,+971504863172,will@example.com,,,,,,,\r\n"
    import_here(graph, tmp_path / "files", write(tmp_path / "couple.csv", HEADER + couple))
    assert graph.records("MATCH (c:Client) RETURN count(c) AS n", {}) == [{"n": 2}]
    proposals = graph.records("MATCH (p:Proposal) RETURN p.kind AS kind, p.state AS state, p.evidence[1] AS shared", {})
    assert proposals == [{"kind": "HOUSEHOLD", "state": "PROPOSED", "shared": phone_uid("+971504863172")}]


def test_unmapped_cells_stay_and_can_be_asked_for(graph: GraphStore, tmp_path: Path) -> None:
    batch, _ = import_here(graph, tmp_path / "files", write(tmp_path / "one.csv", HEADER + ADA))
    rows = graph.records(
        """MATCH (batch:RawBatch {uid: $batch})<-[:ROW_OF]-(row:RawRow {status: 'committed'})
           UNWIND batch.unresolved_positions AS position
           RETURN batch.header[toInteger(position)] AS header, row.cells[toInteger(position)] AS cell""",
        {"batch": batch.uid},
    )
    assert {"header": "Zodiac", "cell": "lion"} in rows


def test_without_an_approver_nothing_is_committed(graph: GraphStore, tmp_path: Path) -> None:
    batch, _ = import_here(graph, tmp_path / "files", write(tmp_path / "one.csv", HEADER + ADA), approver=None)
    assert batch.state == "MAPPING_PROPOSED"
    assert graph.records("MATCH (p:Profile) RETURN count(p) AS n", {}) == [{"n": 0}]
    done, _ = import_here(graph, tmp_path / "files", tmp_path / "one.csv")
    assert done.state == "COMMITTED"


@pytest.mark.parametrize("approver", [IMPORTER, Actor("oracle", ActorKind.AGENT, frozenset({Role.AGENT, Role.OPERATOR}))])
def test_no_agent_approves_an_import(graph: GraphStore, tmp_path: Path, approver: Actor) -> None:
    with pytest.raises(NotAllowed):
        import_here(graph, tmp_path / "files", write(tmp_path / "one.csv", HEADER + ADA), approver=approver)
    assert graph.records("MATCH (p:Profile) RETURN count(p) AS n", {}) == [{"n": 0}]


def test_a_bad_row_is_rejected_by_name_and_the_rest_goes_on(graph: GraphStore, tmp_path: Path) -> None:
    text = HEADER + ADA + "only,three,cells\r\n" + 'A3,"unclosed,x\r\n' + ADA.replace("A1", "A4")
    batch, _ = import_here(graph, tmp_path / "files", write(tmp_path / "bad.csv", text))
    assert batch.state == "PARTIAL"
    assert statuses(graph, batch.uid) == {"header": 1, "committed": 2, "rejected": 2}
    issues = graph.records("MATCH (r:RawRow {status: 'rejected'}) RETURN r.issue_code AS code ORDER BY r.number", {})
    assert [issue["code"] for issue in issues] == ["ragged_row", "unclosed_quote"]


def test_an_unreadable_value_stays_in_its_row_and_the_row_is_committed(graph: GraphStore, tmp_path: Path) -> None:
    damaged = HEADER + ADA.replace("+971504863172", "9.71504E+11") + "".join(ADA.replace("A1", f"A{n}") for n in range(2, 6))
    batch, _ = import_here(graph, tmp_path / "files", write(tmp_path / "one.csv", damaged))
    rows = graph.records(ROW_TWO, {"batch": batch.uid})
    assert rows == [{"status": "committed", "code": "unreadable_value", "column": "Mobile", "cell": "9.71504E+11"}]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty_file"), (b"\xef\xbb\xbf\r\n\r\n", "empty_file"), (b"PK\x03\x04\x14\x00\x06\x00" + b"\x00" * 64, "not_text")],
)
def test_a_file_that_is_no_csv_is_named_and_its_bytes_are_kept(
    graph: GraphStore, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(BadFile) as refused:
        import_here(graph, tmp_path / "files", path)
    assert refused.value.error_code == code
    batches = graph.records("MATCH (b:RawBatch) RETURN b.state AS state, b.sha256 AS sha256, b.issues_json AS issues", {})
    assert [batch["state"] for batch in batches] == ["FAILED"]
    assert code in str(batches[0]["issues"])
    with EvidenceStore(tmp_path / "files").open(str(batches[0]["sha256"])) as source:
        assert source.read() == content


def test_a_wrong_encoding_is_asked_for_and_then_taken(graph: GraphStore, tmp_path: Path) -> None:
    names = ["محمد الفارسي", "فاطمة الزهراء", "يوسف حداد", "ليلى منصور", "عمر الخطيب"]
    lines = "".join(f"A{n},{name},+97150486317{n},a{n}@example.com,,,,,,,\r\n" for n, name in enumerate(names))
    path = write(tmp_path / "arabic.csv", HEADER + lines, "cp1256")
    with pytest.raises(BadFile) as refused:
        import_here(graph, tmp_path / "files", path)
    assert refused.value.error_code == "encoding_undecided"
    batch, _ = import_here(graph, tmp_path / "files", path, encoding="cp1256")
    assert batch.state == "COMMITTED"
    found = graph.records("MATCH (n:PersonName) RETURN collect(n.value) AS names", {})
    spelled = found[0]["names"]
    assert isinstance(spelled, list)
    assert set(spelled) == set(names)


def test_a_row_that_fits_two_records_stands_alone_until_a_person_says_which(graph: GraphStore, tmp_path: Path) -> None:
    header = "Full name,Email\r\n"
    first = header + "Ada Lovelace,lovelace.king@example.com\r\nWilliam King,lovelace.king@example.com\r\n"
    import_here(graph, tmp_path / "files", write(tmp_path / "first.csv", first))
    second = header + ",lovelace.king@example.com\r\n"
    batch, _ = import_here(graph, tmp_path / "files", write(tmp_path / "second.csv", second))
    assert batch.state == "COMMITTED"
    asked = graph.records("MATCH (p:Proposal {kind: 'AMBIGUOUS_JOIN'}) RETURN p.uid AS uid", {})
    proposal = str(asked[0]["uid"])
    subjects = {subject.role: subject.uid for subject in read_proposal(graph, proposal).subjects}
    arrived, *candidates = (str(subjects[str(role)]) for role in ("arrived", "candidate_1", "candidate_2"))
    assert len({clients(graph)[profile] for profile in (arrived, *candidates)}) == 3
    with pytest.raises(InputRefused, match="fits 2 records"):
        decide(graph, proposal, Verdict.ACCEPT)
    before = graph_hash(graph)
    joined = decide(graph, proposal, Verdict.EDIT, edit={"profile": candidates[1]})
    assert clients(graph)[arrived] == clients(graph)[candidates[1]] != clients(graph)[candidates[0]]
    undo(graph, joined.decision)
    assert graph_hash(graph) == before


def test_every_data_row_of_a_big_file_is_accounted_for(graph: GraphStore, tmp_path: Path) -> None:
    path = write_people(tmp_path / "people.csv", 2_500)
    batch, _ = import_here(graph, tmp_path / "files", path)
    with path.open(newline="") as source:
        expected = sum(1 for _ in csv.reader(source))
    assert sum(statuses(graph, batch.uid).values()) == expected
