"""Audit events are appended one after the other, also when many write at once."""

from concurrent.futures import ThreadPoolExecutor

from cypher.queries.auditing import AUDIT_CHAIN, WHOLE_CHAIN
from cypher.store import GraphStore
from review.audit.events import AuditEntry, append
from tests.support.builders import ADA, NOW


def test_forty_writers_at_once_make_one_chain(graph: GraphStore) -> None:
    graph.schema("CREATE (:Entity:Decision {uid: 'dec_1'})")

    def write(number: int) -> None:
        entry = AuditEntry(actor=ADA, action=f"act {number}", subjects=("x",), about="dec_1", at=NOW)
        graph.write(lambda work: append(work, entry))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    events = graph.many(AUDIT_CHAIN, WHOLE_CHAIN)
    assert [event.sequence for event in events] == list(range(1, 41))
    assert {event.action for event in events} == {f"act {number}" for number in range(40)}
