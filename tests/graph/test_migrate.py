"""Migrations: applied once, never edited, and drift is told."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cypher.migrate import FOLDER, check, migrate, read_migrations
from cypher.store import GraphStore
from graph_schema.errors import InvariantBroken, SetupFailed
from graph_schema.registry import all_nodes


def test_a_migrated_database_has_no_drift_and_nothing_left_to_do(graph: GraphStore) -> None:
    assert migrate(graph) == ()
    assert check(graph).is_clean


def test_every_declared_key_and_index_is_in_a_migration() -> None:
    text = "\n".join(statement for migration in read_migrations() for statement in migration.statements)
    for spec in all_nodes().values():
        for declared in spec.properties:
            if (declared.is_unique or declared.is_indexed) and declared.name != "uid":
                assert f"(node:{spec.label}) {'REQUIRE' if declared.is_unique else 'ON'}" in text
                assert f"node.{declared.name}" in text


def test_drift_names_what_is_missing_and_what_nobody_declared(broken_graph: GraphStore) -> None:
    broken_graph.schema("DROP INDEX client_qd_score")
    broken_graph.schema("CREATE INDEX stray FOR (n:Client) ON (n.stray)")
    broken_graph.schema("CREATE (:Stranger)")
    drift = check(broken_graph)
    broken_graph.schema("DROP INDEX stray")
    broken_graph.schema("CREATE INDEX client_qd_score IF NOT EXISTS FOR (node:Client) ON (node.qd_score)")
    broken_graph.schema("CALL db.awaitIndexes(60)")
    assert (drift.missing, drift.unknown) == (("client_qd_score",), ("stray",))
    assert "Stranger" in drift.undeclared_labels


def test_an_edited_migration_is_refused(graph: GraphStore, tmp_path: Path) -> None:
    original = next(iter(sorted(FOLDER.glob("*.cypher"))))
    (tmp_path / original.name).write_text(original.read_text() + "\n// one more word\n")
    with pytest.raises(SetupFailed, match="was edited"):
        migrate(graph, folder=tmp_path)


def test_numbers_leave_no_gap(tmp_path: Path) -> None:
    (tmp_path / "0002_second.cypher").write_text("RETURN 1;")
    with pytest.raises(InvariantBroken, match="numbered"):
        read_migrations(tmp_path)


def test_two_processes_apply_a_migration_once(broken_graph: GraphStore, tmp_path: Path) -> None:
    for path in FOLDER.glob("*.cypher"):
        (tmp_path / path.name).write_text(path.read_text())
    number = len(read_migrations()) + 1
    (tmp_path / f"{number:04}_extra.cypher").write_text("CREATE INDEX extra_once IF NOT EXISTS FOR (n:Client) ON (n.extra);")
    with ThreadPoolExecutor(2) as pool:
        applied = list(pool.map(lambda _: migrate(broken_graph, folder=tmp_path), range(2)))
    broken_graph.schema("DROP INDEX extra_once")
    broken_graph.schema(f"MATCH (m:SchemaMigration {{number: {number}}}) DELETE m")
    assert sorted(map(len, applied)) == [0, 1]
