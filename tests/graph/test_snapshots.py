"""A snapshot says what the graph said at its moment: the same edges, nothing from later, and whole or not at all."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from cypher.store import GraphStore
from gnn.snapshots.contents import LINKS, NODES, joined
from gnn.snapshots.reading import Snapshot, open_snapshot, read_manifest
from gnn.snapshots.taking import Moments, Origin, take
from graph_schema.changes import ChangeSet, EntityWrite
from graph_schema.errors import InputRefused, NotFound, SetupFailed
from graph_schema.natural_keys import client_uid, profile_uid
from graph_schema.proposals import ProposalKind
from graph_schema.registry import edge_spec, node_spec
from service.snapshots import all_snapshots, remove_outdated
from tests.support.builders import NOW, a_person, put
from tests.support.erasing import erase
from tests.support.reviewing import decide, propose

LATE = datetime(2026, 12, 1, tzinfo=UTC)
CUT = datetime(2026, 8, 1, tzinfo=UTC)


def snap(
    store: GraphStore,
    folder: Path,
    known_at: datetime = LATE,
    valid_at: datetime | None = None,
    page: int = 5_000,
    taken_at: datetime = LATE,
) -> Snapshot:
    take(store, folder, Moments(known_at, valid_at or known_at), Origin("store", taken_at), lambda *_: None, page_nodes=page)
    return open_snapshot(folder)


def pairs(snapshot: Snapshot, edge_type: str, part: str = "links") -> list[tuple[str, str]]:
    """All edges of a type by the uids of their ends."""
    found: list[tuple[str, str]] = []
    for source in edge_spec(edge_type).sources:
        if source not in NODES:
            continue
        for target in joined(edge_type):
            edges = getattr(snapshot, part)(source, edge_type, target)
            left, right = snapshot.nodes(source)["uid"], snapshot.nodes(target)["uid"]
            found += zip(left.gather(edges["source"]), right.gather(edges["target"]), strict=True)
    return sorted(found)


@pytest.fixture(scope="module")
def whole(demo: GraphStore, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snap(demo, tmp_path_factory.mktemp("snapshots") / "whole")


@pytest.mark.parametrize("edge_type", LINKS)
def test_it_holds_exactly_the_edges_of_the_graph(demo: GraphStore, whole: Snapshot, edge_type: str) -> None:
    kept = (
        "MATCH (a:Entity)-[e]->(b:Entity) WHERE type(e) = $type AND left(a.uid, 4) IN $prefixes AND left(b.uid, 4) IN $prefixes"
    )
    prefixes = [f"{node_spec(label).prefix}_" for label in NODES]
    rows = demo.records(f"{kept} RETURN a.uid AS source, b.uid AS target", {"type": edge_type, "prefixes": prefixes})
    assert pairs(whole, edge_type) == sorted((str(row["source"]), str(row["target"])) for row in rows)


def test_it_holds_what_nodes_and_edges_say(demo: GraphStore, whole: Snapshot) -> None:
    told = whole.nodes("Property")
    rows = demo.records(
        "MATCH (p:Property) RETURN p.uid AS uid, p.bedrooms AS beds, p.price_amount AS price, "
        "toString(p.handover_on) AS handover ORDER BY uid",
        {},
    )
    assert told.select("uid", "bedrooms", "price_amount", pl.col("handover_on").cast(pl.String)).rows() == [
        (r["uid"], r["beds"], r["price"], r["handover"]) for r in rows
    ]
    wants = whole.links("Profile", "INTERESTED_IN", "Property")
    found = demo.records(
        "MATCH (:Profile)-[e:INTERESTED_IN]->() RETURN e.preference AS preference, "
        "e.last_viewed_at.epochMillis AS at, e.viewed_count AS times",
        {},
    )
    assert sorted(
        zip(wants["preference"], wants["last_viewed_at"].dt.epoch("ms"), wants["viewed_count"], strict=True)
    ) == sorted((str(r["preference"]), r["at"], r["times"]) for r in found)
    asked = whole.nodes("Requirement")
    assert asked["kinds"].dtype == pl.List(pl.String)
    assert asked["stated"].dtype == pl.Boolean
    assert (asked["kinds"].list.len() > 0).any()


def test_the_starts_find_the_edges_of_each_node(whole: Snapshot) -> None:
    links = whole.links("Profile", "TOOK_PART_IN", "Interaction")
    starts = whole.starts("Profile", "TOOK_PART_IN", "Interaction")
    assert len(starts) == len(whole.nodes("Profile")) + 1
    assert (np.repeat(np.arange(len(starts) - 1), np.diff(starts)) == links["source"].to_numpy()).all()
    times = links.group_by("source", maintain_order=True).agg(pl.col("valid_from").is_sorted().alias("sorted"))
    assert times["sorted"].all()
    assert whole.starts("Profile", "NOT_SAME", "Profile").tolist() == [0] * len(starts)


def test_the_same_moment_is_the_same_snapshot_whatever_the_pages(demo: GraphStore, whole: Snapshot, tmp_path: Path) -> None:
    again = snap(demo, tmp_path / "again", page=37)
    assert again.manifest.files == whole.manifest.files
    assert again.manifest.content_hash == whole.manifest.content_hash
    assert again.manifest.bookmarks
    other = snap(demo, tmp_path / "other", known_at=LATE + timedelta(days=1))
    assert other.manifest.content_hash != whole.manifest.content_hash


def test_nothing_after_the_moment_is_in_the_graph_and_all_of_it_among_the_outcomes(
    demo: GraphStore, whole: Snapshot, tmp_path: Path
) -> None:
    cut = snap(demo, tmp_path / "cut", valid_at=CUT)
    assert cut.manifest.label_window is not None
    assert whole.manifest.label_window is None
    outcomes = 0
    for edge_type in LINKS:
        assert sorted(pairs(cut, edge_type) + pairs(cut, edge_type, "outcomes")) == pairs(whole, edge_type)
        outcomes += len(pairs(cut, edge_type, "outcomes"))
    assert outcomes > 500
    wants, later = (getattr(cut, part)("Profile", "INTERESTED_IN", "Property") for part in ("links", "outcomes"))
    assert wants["valid_from"].max() <= CUT
    assert wants["last_viewed_at"].max() <= CUT
    assert (later.select(pl.max_horizontal("valid_from", "last_viewed_at")).to_series() > CUT).all()
    calls = cut.nodes("Interaction")
    assert (calls.filter(pl.col("later"))["occurred_at"] > CUT).all()
    assert (calls.filter(~pl.col("later"))["occurred_at"] <= CUT).all()


def test_what_was_believed_then_is_told_though_it_was_retired_since(graph: GraphStore, tmp_path: Path) -> None:
    ada, bo = profile_uid("crm", "1"), profile_uid("crm", "2")
    put(graph, a_person("Ada", "crm", "1"))
    put(graph, a_person("Ada L.", "crm", "2"))
    apart = pairs(snap(graph, tmp_path / "before", known_at=NOW + timedelta(minutes=1)), "RESOLVES_TO")
    later = NOW + timedelta(hours=1)
    decide(graph, propose(graph, ProposalKind.IDENTITY_LINK, ada, bo, now=later), now=later)
    now = pairs(snap(graph, tmp_path / "now"), "RESOLVES_TO")
    then = pairs(snap(graph, tmp_path / "then", known_at=NOW + timedelta(minutes=1)), "RESOLVES_TO")
    assert len({client for _, client in apart}) == 2
    assert len({client for _, client in now}) == 1
    assert then == apart


def test_a_node_without_edges_is_there(graph: GraphStore, tmp_path: Path) -> None:
    put(graph, ChangeSet((EntityWrite("Property", "prp_alone", {"name": "New listing"}),), ()))
    assert snap(graph, tmp_path / "one").nodes("Property")["name"].to_list() == ["New listing"]


def test_a_damaged_or_foreign_snapshot_is_refused(whole: Snapshot, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(whole.folder, damaged)
    path = damaged / "nodes" / "Email.arrow"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(InputRefused, match="Email"):
        open_snapshot(damaged)
    path.unlink()
    with pytest.raises(InputRefused, match="Email"):
        open_snapshot(damaged)
    manifest = damaged / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 99'))
    with pytest.raises(InputRefused, match="format 99"):
        read_manifest(damaged)
    manifest.write_text("{")
    with pytest.raises(InputRefused, match="manifest"):
        read_manifest(damaged)
    with pytest.raises(NotFound):
        read_manifest(tmp_path / "nowhere")


def test_a_snapshot_is_never_written_over_and_leaves_nothing_behind(demo: GraphStore, whole: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="already"):
        snap(demo, whole.folder)
    closed = tmp_path / "closed"
    closed.write_text("a file where a folder is due")
    with pytest.raises(SetupFailed):
        snap(demo, closed / "one")
    with pytest.raises(InputRefused, match="knew"):
        Moments(CUT, LATE)


def test_an_erasure_removes_what_was_taken_before_it(graph: GraphStore, tmp_path: Path) -> None:
    put(graph, a_person("Ada", "crm", "1"))
    put(graph, a_person("Bo", "crm", "2"))
    snap(graph, tmp_path / "before", taken_at=NOW - timedelta(seconds=1))
    snap(graph, tmp_path / "after", taken_at=NOW + timedelta(seconds=1))
    assert remove_outdated(graph, tmp_path) == 0
    erase(graph, client_uid(profile_uid("crm", "1")))
    assert remove_outdated(graph, tmp_path) == 1
    assert [path.name for path, _ in all_snapshots(tmp_path)] == ["after"]
