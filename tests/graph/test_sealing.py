"""The audit record in the graph: sealed, exported and checked offline; whoever rewrites it in the database is found."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
import pytest

from cypher.driver import Connection, open_driver
from cypher.graph_hash import graph_hash
from cypher.queries.auditing import AUDIT_CHAIN, WHOLE_CHAIN
from cypher.store import GraphStore, Work
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import AuditBroken, InputRefused
from review.audit.chain import event_hash, stated
from review.audit.events import GENESIS, AuditEntry, append
from review.audit.export_file import Intact, verify
from review.audit.seal import NotedSeal, SealTrust
from review.audit.sealing import Sealed, chain_ends, export_chain, extent_since, seal_chain
from review.verify import verify as verify_graph
from service.audit import audit_key, known_keys, note_seal, seal_trust
from service.home import Home
from tests.support.audit_files import KEY, OTHER_KEY
from tests.support.builders import ADA, NOW
from tests.support.graph import lawful

OTTO: Final = Actor("otto", ActorKind.HUMAN, frozenset({Role.AUDITOR}))
TRUST: Final = SealTrust(keys=frozenset({KEY.fingerprint}))
EVENTS: Final = 12


def record(store: GraphStore, count: int = EVENTS) -> None:
    """Some events about one decision."""
    store.schema("MERGE (:Entity:Decision {uid: 'dec_1'})")

    def work(number: int, transaction: Work) -> None:
        at = NOW + timedelta(seconds=number, microseconds=number)
        append(transaction, AuditEntry(actor=ADA, action=f"act {number}", subjects=("cli_1",), about="dec_1", at=at))

    for number in range(count):
        store.write(partial(work, number))


def seal(store: GraphStore, trust: SealTrust = TRUST) -> Sealed:
    sealed = seal_chain(store, KEY, OTTO, trust=trust, now=NOW)
    assert sealed is not None
    return sealed


def exported(store: GraphStore, after: int = 0) -> list[bytes]:
    extent = extent_since(store, after, chain_ends(store).sequence)
    return list(export_chain(store, extent, KEY, now=NOW))


def problems(store: GraphStore, trust: SealTrust = TRUST) -> dict[str, list[str]]:
    """What each rule finds."""
    return {rule: [v.problem for v in found] for rule, found in verify_graph(store, trust) if found}


def test_a_sealed_record_is_lawful_and_exports_intact(graph: GraphStore) -> None:
    assert seal_chain(graph, KEY, OTTO, trust=TRUST, now=NOW) is None, "nothing to seal"
    assert isinstance(verify(exported(graph)), Intact), "an empty record is exported and intact"
    record(graph)
    before = graph_hash(graph)
    first = seal(graph)
    assert first == Sealed(first.uid, EVENTS + 1, first.hash, is_new=True)
    assert seal(graph) == Sealed(first.uid, first.sequence, first.hash, is_new=False), "a sealed end stays as it is"
    record(graph, 1)
    assert seal(graph).sequence == EVENTS + 3
    assert problems(graph) == {}
    assert graph_hash(graph) == before, "who sealed it when is not what the graph says"
    verdict = verify(exported(graph), key=KEY.fingerprint)
    assert isinstance(verdict, Intact)
    assert (verdict.count, verdict.head) == (EVENTS + 3, chain_ends(graph).hash)
    part = verify(exported(graph, after=5))
    assert isinstance(part, Intact)
    assert (part.first, part.last, part.count) == (6, EVENTS + 3, EVENTS - 2)
    with pytest.raises(InputRefused, match="no event 99"):
        exported(graph, after=99)


def rewrite(connection: Connection, rows: Iterable[object], start: int, **changes: object) -> None:
    """What somebody with the database's password can do: change an event and hash everything after it anew."""
    events = [stated(row) for row in rows]  # type: ignore[arg-type]  # rows of the chain
    previous = events[start - 2].hash if start > 1 else ""
    with open_driver(connection) as driver, driver.session() as session:
        for event in events[start - 1 :]:
            said = msgspec.structs.replace(event, previous_hash=previous, **(changes if event.sequence == start else {}))
            previous = event_hash(said)
            session.run(
                "MATCH (e:AuditEvent {sequence: $sequence}) SET e += $changes, e.previous_hash = $before, e.hash = $hash",
                sequence=event.sequence, changes=changes if event.sequence == start else {}, before=said.previous_hash,
                hash=previous,
            ).consume()  # fmt: skip
        session.run("MATCH (g:Entity {uid: $uid}) SET g.tail_hash = $hash", uid=GENESIS, hash=previous).consume()


CUT: Final = "the chain ends at event 9, and 13 was its last: events were cut off"
LOOSE: Final = "event 13 does not follow from the one before it"
TAMPERED: Final = {
    "MATCH (e:AuditEvent {sequence: 5}) SET e.action = 'nothing'": "event 5 was changed after it was written",
    "MATCH (e:AuditEvent {sequence: 5}) SET e.about = 'dec_2'": "event 5 was changed after it was written",
    "MATCH (e:AuditEvent {sequence: 5}) SET e.at = e.at + duration('PT1S')": "event 5 was changed after it was written",
    "MATCH (e:AuditEvent {sequence: 5}) SET e.subjects = 7": "event 5 was changed after it was written",
    "MATCH (e:AuditEvent {sequence: 5}) REMOVE e.actor_kind": "event 5 was changed after it was written",
    "MATCH (e:AuditEvent {sequence: 5}) DETACH DELETE e": "event 6 stands where 5 is due",
    "MATCH (e:AuditEvent) WHERE e.sequence > 9 DETACH DELETE e": CUT,
    "MATCH (e:AuditEvent {sequence: 13}) SET e.hash = 'x', e.previous_hash = 'y'": LOOSE,
}


@pytest.mark.parametrize("statement", TAMPERED)
def test_a_change_in_the_database_is_found_and_not_signed(broken_graph: GraphStore, statement: str) -> None:
    record(broken_graph)
    seal(broken_graph)
    broken_graph.schema(statement)
    assert TAMPERED[statement] in problems(broken_graph)["read.audit_chain"]
    with pytest.raises(AuditBroken):
        exported(broken_graph)


def test_a_change_since_the_last_seal_is_not_sealed(broken_graph: GraphStore) -> None:
    record(broken_graph)
    seal(broken_graph)
    record(broken_graph)
    broken_graph.schema("MATCH (e:AuditEvent {sequence: 20}) SET e.action = 'nothing'")
    before = chain_ends(broken_graph)
    with pytest.raises(AuditBroken, match="event 20 was changed"):
        seal(broken_graph)
    assert chain_ends(broken_graph) == before


def test_history_hashed_anew_without_the_key_is_found_by_the_seal(broken_graph: GraphStore, connection: Connection) -> None:
    record(broken_graph)
    seal(broken_graph)
    record(broken_graph, 3)
    rewrite(connection, broken_graph.many(AUDIT_CHAIN, WHOLE_CHAIN), 4, action="nothing", actor="mallory")
    assert problems(broken_graph) == {"read.audit_seals": ["event 13 is not the one that was sealed: history was rewritten"]}
    with pytest.raises(AuditBroken, match="history was rewritten"):
        seal(broken_graph)


def test_a_seal_of_another_key_or_a_moved_one_is_found(broken_graph: GraphStore) -> None:
    record(broken_graph)
    seal_chain(broken_graph, OTHER_KEY, OTTO, trust=None, now=NOW)
    assert problems(broken_graph) == {
        "read.audit_seals": [f"event 13 is sealed with the key {OTHER_KEY.fingerprint}, which nobody here knows"]
    }
    assert lawful(broken_graph) == [], "without keys to trust, the signature itself holds"
    broken_graph.schema("MATCH (s:AuditSeal) SET s.sealed_at = s.sealed_at - duration('P1D')")
    assert problems(broken_graph)["read.audit_seals"] == ["the seal of event 13 is not as it was signed"]


def test_a_removed_seal_is_missed(broken_graph: GraphStore) -> None:
    record(broken_graph)
    seal(broken_graph)
    broken_graph.schema("MATCH (s:AuditSeal) DETACH DELETE s")
    assert problems(broken_graph) == {"audit.events_without_effect": ["event 13 records nothing"]}


def test_a_note_in_the_home_outlives_everything_in_the_database(
    broken_graph: GraphStore, connection: Connection, tmp_path: Path
) -> None:
    """Seals removed, history hashed anew from its first event: the database alone looks lawful, and the note tells."""
    home = Home(tmp_path)
    record(broken_graph)
    sealed = seal_chain(broken_graph, audit_key(home), OTTO, trust=seal_trust(home, broken_graph), now=NOW)
    assert sealed is not None
    note_seal(home, broken_graph, sealed)
    assert problems(broken_graph, seal_trust(home, broken_graph)) == {}
    broken_graph.schema("MATCH (s:AuditSeal) DETACH DELETE s")
    broken_graph.schema("MATCH (e:AuditEvent {sequence: 13}) DETACH DELETE e")
    broken_graph.schema(f"MATCH (g:Entity {{uid: '{GENESIS}'}}) SET g.tail_sequence = 12")
    rewrite(connection, broken_graph.many(AUDIT_CHAIN, WHOLE_CHAIN), 1, actor="mallory")
    assert lawful(broken_graph) == []
    assert problems(broken_graph, seal_trust(home, broken_graph)) == {
        "read.audit_seals": ["is not the one that was sealed, by a note in the home: history was rewritten"]
    }


def test_another_chain_in_another_store_has_notes_of_its_own(graph: GraphStore, tmp_path: Path) -> None:
    home = Home(tmp_path)
    other = [NotedSeal(store="gone", origin="gone", sequence=9, hash="x")]
    (tmp_path / "audit-seals.json").write_bytes(msgspec.json.encode(other))
    record(graph)
    assert seal_trust(home, graph).noted == ()
    note_seal(home, graph, seal(graph))
    record(graph, 1)
    newer = seal(graph)
    note_seal(home, graph, newer)
    assert [note.sequence for note in seal_trust(home, graph).noted] == [newer.sequence]
    assert len(json.loads((tmp_path / "audit-seals.json").read_text())) == 2


def test_appending_reads_as_much_at_the_end_of_a_long_chain(broken_graph: GraphStore, connection: Connection) -> None:
    """The first edition sought the last event in the statement that locks, and read all of them each time."""
    record(broken_graph, 1)
    broken_graph.schema(
        "UNWIND range(100, 5000) AS n CREATE (:Entity:AuditEvent {uid: 'aud_' + n, sequence: n, hash: 'h' + n, action: 'x'})"
    )
    from cypher.queries.writing import LOCK_AUDIT_CHAIN

    with open_driver(connection) as driver, driver.session() as session:
        summary = session.run("PROFILE " + LOCK_AUDIT_CHAIN.file.text, genesis_uid=GENESIS).consume()
    assert summary.profile is not None
    assert hits(summary.profile) < 20


def hits(plan: dict[str, object]) -> int:
    """Database hits of a plan, its children's included."""
    children = plan.get("children", [])
    assert isinstance(children, list)
    arguments = plan["args"]
    assert isinstance(arguments, dict)
    return int(arguments.get("DbHits", 0)) + sum(hits(child) for child in children)


def velocity(home: Path, connection: Connection, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")} | {
        "VELOCITY_HOME": str(home),
        "NEO4J_URI": connection.uri,
        "NEO4J_USER": connection.user,
        "NEO4J_PASSWORD": connection.password,
    }
    command = [sys.executable, "-m", "service.cli", *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def test_the_command_seals_exports_and_checks(broken_graph: GraphStore, connection: Connection, tmp_path: Path) -> None:
    record(broken_graph)
    home, file = tmp_path / "home", tmp_path / "audit.jsonl"
    key = velocity(home, connection, "audit", "key").stdout.strip()
    assert known_keys(Home(home)) == {key}
    assert (home / "audit-key").stat().st_mode & 0o777 == 0o600
    done = velocity(home, connection, "audit", "export", str(file))
    assert (done.returncode, key in done.stdout) == (0, True), done.stderr
    assert isinstance(verify(file.read_bytes().splitlines(keepends=True), key=key), Intact)
    again = velocity(home, connection, "audit", "export", str(file))
    assert (again.returncode, "exists" in again.stderr) == (2, True)
    assert velocity(home, connection, "audit", "seal").stdout.startswith("event 13 was sealed before")
    assert velocity(home, connection, "verify").returncode == 0
    # Another machine, no database, another home: only the file and the fingerprint.
    nowhere = Connection("bolt://127.0.0.1:1", "nobody", "x")
    assert velocity(tmp_path / "other", nowhere, "audit", "verify", str(file), "--key", key).returncode == 0
    file.write_bytes(file.read_bytes().replace(b"act 3", b"act 4"))
    broken = velocity(tmp_path / "other", nowhere, "audit", "verify", str(file), "--key", key)
    assert (broken.returncode, broken.stdout.splitlines()[0]) == (12, "line 5: changed: event 4 says other than its hash")
    assert not (tmp_path / "other").exists()
    broken_graph.schema("MATCH (e:AuditEvent {sequence: 5}) SET e.action = 'nothing'")
    assert velocity(home, connection, "verify").returncode == 12
    refused = velocity(home, connection, "audit", "export", str(tmp_path / "more.jsonl"))
    assert (refused.returncode, sorted(path.name for path in tmp_path.iterdir())) == (12, ["audit.jsonl", "home"])
