"""`velocity verify` finds nothing on a lawful graph and each violation that is planted."""

from collections.abc import Callable

import pytest

from cypher.store import GraphStore
from review.audit.events import AuditEntry, append
from review.verify import rules
from tests.support.builders import ADA, NOW, a_person, put
from tests.support.graph import lawful

PROVENANCE = (
    "uid: 'lnk_{0}', prov_origin: 'manual', prov_system: 'x', prov_method: 'x', prov_actor: 'x', confidence: 1.0, "
    "recorded_at: datetime(), state: 'live'"
)
PLANTED = {
    "audit.links_without_provenance": "MATCH (:Profile)-[edge:NAMED]->() REMOVE edge.prov_origin",
    "audit.nodes_without_uid": "CREATE (:Entity:Campaign {name: 'no uid'})",
    "audit.profiles_without_one_client": (
        "MATCH (p:Profile)-[e:RESOLVES_TO]->() CREATE (c:Entity:Client {uid: 'cli_2', state: 'LIVE'}) "
        "CREATE (p)-[f:RESOLVES_TO]->(c) SET f = properties(e), f.uid = 'lnk_second'"
    ),
    "audit.clients_without_profile": "MATCH (c:Client) SET c.state = 'RETIRED'",
    "audit.rows_not_conserved": ("CREATE (:Entity:RawBatch {uid: 'bat_1', state: 'COMMITTED', row_count: 3, size_bytes: 10})"),
    "audit.rows_without_batch": "CREATE (:Entity:RawRow {uid: 'row_1', batch: 'bat_none', number: 1})",
    "audit.columns_lost": (
        "CREATE (b:Entity:RawBatch {uid: 'bat_1', state: 'RECEIVED', header: ['a', 'b']}) "
        "CREATE (m:Entity:MappingManifest {uid: 'map_1', state: 'PROPOSED', manifest_json: '{\"position\":0}'}) "
        f"CREATE (m)-[:MAPS {{{PROVENANCE.format('m')}}}]->(b)"
    ),
    "audit.approvals_without_decision": "CREATE (:Entity:MappingManifest {uid: 'map_1', state: 'APPROVED', manifest_json: ''})",
    "audit.committed_rows_without_profile": (
        "CREATE (b:Entity:RawBatch {uid: 'bat_1', state: 'COMMITTED', committed_count: 1}) "
        "CREATE (:Entity:RawRow {uid: 'row_1', batch: 'bat_1', number: 1, status: 'committed'})"
    ),
    "audit.links_of_wrong_shape": (f"MATCH (c:Client), (n:PersonName) CREATE (c)-[:NAMED {{{PROVENANCE.format('w')}}}]->(n)"),
    "audit.states_outside_lifecycle": "MATCH (c:Client) SET c.state = 'SLEEPING'",
    "audit.orphans": "CREATE (:Entity:Email {uid: 'eml_lonely', value: 'lonely@example.com'})",
    "audit.effects_without_event": "CREATE (:Entity:Decision {uid: 'dec_2'})",
    "audit.events_without_effect": "MATCH (:AuditEvent)-[e:RECORDS]->() DELETE e",
    "read.audit_seals": "CREATE (:Entity:AuditSeal {uid: 'sea_1', sequence: 1})",
    "read.audit_chain": "MATCH (e:AuditEvent {sequence: 1}) SET e.actor = 'somebody else'",
}


def test_every_rule_has_a_planted_violation() -> None:
    assert set(rules()) == set(PLANTED)


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_violation_is_found(broken_graph: GraphStore, rule: str) -> None:
    put(broken_graph, a_person())
    audited = AuditEntry(actor=ADA, action="test", subjects=("x",), about="dec_1", at=NOW)
    plant_decision: Callable[[], None] = lambda: broken_graph.schema(  # noqa: E731 - one line of set-up
        "CREATE (:Entity:Decision {uid: 'dec_1'})"
    )
    plant_decision()
    broken_graph.write(lambda work: append(work, audited))
    assert lawful(broken_graph) == []
    broken_graph.schema(PLANTED[rule])
    assert rule in {violation.rule for violation in lawful(broken_graph)}


def test_a_dropped_event_and_a_forked_chain_are_found(broken_graph: GraphStore) -> None:
    broken_graph.schema("CREATE (:Entity:Decision {uid: 'dec_1'})")
    for number in range(4):
        entry = AuditEntry(actor=ADA, action=f"step {number}", subjects=("x",), about="dec_1", at=NOW)
        broken_graph.write(lambda work, entry=entry: append(work, entry))  # type: ignore[misc]  # bound at once
    assert lawful(broken_graph) == []
    broken_graph.schema("MATCH (e:AuditEvent {sequence: 3}) DETACH DELETE e")
    assert [v.problem for v in lawful(broken_graph)] == ["event 4 stands where 3 is due"]
