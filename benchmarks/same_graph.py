"""Do two ways of loading end in the same graph? Counts by label and type, properties, uids, and a sample word for word."""

import hashlib
from typing import Final

import msgspec

from benchmarks.people_csv import people
from benchmarks.servers import BenchServer
from benchmarks.velocity_import import SOURCE
from cypher.driver import open_driver
from cypher.store import SCAN_SECONDS, GraphStore
from graph_schema.errors import InvariantBroken
from graph_schema.natural_keys import profile_uid
from graph_schema.registry import all_edges, all_nodes

# What only the product keeps: where a fact comes from, who decided it, and what waits for a decision.
EVIDENCE_LABELS: Final = frozenset(
    {"SourceSystem", "RawBatch", "RawRow", "MappingManifest", "Proposal", "Decision", "AuditEvent", "ModelRun", "Receipt"}
)
EVIDENCE_EDGES: Final = frozenset(
    {"EVIDENCED_BY", "ROW_OF", "RECEIVED_FROM", "MAPS", "CONCERNING", "SUGGESTED_BY", "DECIDES", "RECORDS"}
)
SAMPLE: Final = 500
_NODES: Final = """
MATCH (node:Entity) UNWIND labels(node) AS kind
WITH kind, node WHERE kind IN $kinds
RETURN kind, count(*) AS count, sum(size(keys(node)) + size(labels(node))) AS properties, min(node.uid) AS first,
       max(node.uid) AS last ORDER BY kind
"""
_EDGES: Final = """
MATCH (:Entity)-[edge]->(:Entity) WHERE type(edge) IN $kinds
RETURN type(edge) AS kind, count(*) AS count, sum(size(keys(edge))) AS properties, min(edge.uid) AS first,
       max(edge.uid) AS last ORDER BY kind
"""
_SAMPLE: Final = """
UNWIND $uids AS uid
MATCH (profile:Profile {uid: uid})-[edge]->(node) WHERE type(edge) IN $kinds
RETURN properties(profile) AS profile, properties(edge) AS edge, properties(node) AS node, labels(node) AS labels,
       COUNT { (node)<-[other]-() WHERE type(other) IN $kinds } AS shared_by ORDER BY edge.uid
"""


class Kind(msgspec.Struct, frozen=True):
    """All nodes of a label, or all edges of a type: how many, with how many properties, from which uid to which."""

    count: int
    properties: int
    first: str
    last: str


class Contents(msgspec.Struct, frozen=True):
    """What a graph holds of the domain. `sample` is a hash over every property of some people and all that hangs on them."""

    nodes: dict[str, Kind]
    edges: dict[str, Kind]
    sample: str


def contents_of(server: BenchServer, rows: int) -> Contents:
    """Read the whole graph once."""
    labels, types = sorted(all_nodes().keys() - EVIDENCE_LABELS), sorted(all_edges().keys() - EVIDENCE_EDGES)
    step = max(1, rows // SAMPLE)
    uids = [profile_uid(SOURCE, person.key) for number, person in enumerate(people(rows)) if number % step == 0]
    with open_driver(server.connection) as driver:
        store = GraphStore(driver, server.connection.database)
        sample = store.records(_SAMPLE, {"uids": uids, "kinds": types}, seconds=SCAN_SECONDS)
        return Contents(
            nodes=_kinds(store.records(_NODES, {"kinds": labels}, seconds=SCAN_SECONDS)),
            edges=_kinds(store.records(_EDGES, {"kinds": types}, seconds=SCAN_SECONDS)),
            sample=hashlib.sha256(msgspec.json.encode(sample, enc_hook=str, order="deterministic")).hexdigest(),
        )


def require_same(ours: Contents, theirs: Contents) -> None:
    """Refuse to compare the times of two different pieces of work.

    Raises:
        InvariantBroken: the graphs differ; the message names in what.
    """
    differences = [
        f"{kind}: {mine.get(kind)} and {other.get(kind)}"
        for mine, other in ((ours.nodes, theirs.nodes), (ours.edges, theirs.edges))
        for kind in sorted(mine.keys() | other.keys())
        if mine.get(kind) != other.get(kind)
    ]
    if ours.sample != theirs.sample:
        differences.append("the properties of the sampled people")
    if differences:
        raise InvariantBroken(f"velocity import and LOAD CSV wrote different graphs: {'; '.join(differences)}")


def _kinds(records: list[dict[str, object]]) -> dict[str, Kind]:
    return {str(record.pop("kind")): msgspec.convert(record, Kind) for record in records}
