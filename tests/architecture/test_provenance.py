"""Nobody can write an edge and forget where it comes from."""

import ast
import dataclasses
import re

from cypher.catalogue import catalogue
from graph_schema.changes import LinkWrite
from graph_schema.provenance import RESERVED, Provenance
from graph_schema.registry import all_edges, all_nodes
from tests.architecture.house import ROOT, sources

# query file -> what it writes. Ordinary links have one statement; others need a reason.
EDGE_WRITERS = {
    "write.put_links": "every ordinary link",
    "write.put_raw_rows": "raw rows with the edge to their batch: millions of them, written with the row in one statement",
}
_EDGE = re.compile(r"\b(?:CREATE|MERGE)\b\s*\(?[^\n]*-\[", re.IGNORECASE)


def test_a_link_cannot_be_made_without_provenance() -> None:
    """A default is what everybody uses by mistake: with one, half of all edges would say "unknown" within a month."""
    field = next(field for field in dataclasses.fields(LinkWrite) if field.name == "provenance")
    assert field.default is dataclasses.MISSING
    assert field.default_factory is dataclasses.MISSING
    assert field.type is Provenance


def test_only_listed_files_write_edges() -> None:
    """A second statement that writes links is a second place to forget a field, a lock order or the audit event."""
    found = {name for name, query in catalogue().items() if _EDGE.search(query.text)}
    assert found == set(EDGE_WRITERS), "send the link through a ChangeSet; a file that must write edges needs a reason here"


def test_provenance_is_built_by_its_constructors() -> None:
    """Built by hand, an import can lack its row and a decision its decider; a constructor asks for what it must know."""
    found = [
        f"{source.name}:{node.lineno}"
        for source in sources()
        if re.search(r"^from graph_schema\.provenance import .*\bProvenance\b(?! as)", source.text, re.MULTILINE)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Provenance"
    ]
    assert found == [], "use Provenance.imported(), observed(), decided(), manual(), migrated() or synthetic()"


def test_reserved_names_are_the_fields_of_provenance() -> None:
    """A field that is missing in RESERVED can be overwritten by a business property of the same name."""
    plain = {"confidence", "valid_from", "valid_to", "recorded_at"}
    expected = {field.name if field.name in plain else f"prov_{field.name}" for field in dataclasses.fields(Provenance)}
    assert expected <= RESERVED


def test_no_business_property_uses_a_reserved_name() -> None:
    """`SET edge += properties, edge += provenance`: with the same name on both sides one silently wins."""
    taken = {(spec.type, p.name) for spec in all_edges().values() for p in spec.properties if p.name in RESERVED}
    assert taken == set()
    marked = {(spec.label, p.name) for spec in all_nodes().values() for p in spec.properties if p.name.startswith("prov_")}
    assert marked == set()


def test_only_the_gate_imports_the_canonical_writer() -> None:
    """One shortcut past the gate, and "nothing becomes canonical without a decision" is a wish, not a property."""
    importers = {
        s.name
        for s in sources()
        if re.search(r"^\s*(from|import) cypher\.canonical|from cypher import .*canonical", s.text, re.MULTILINE)
    }
    assert {name for name in importers if not name.startswith("review/") and name != "cypher/evidence.py"} == set()


def test_edges_are_drawn() -> None:
    """Whoever reads `HAS_MEMBER` wonders which way it points; the arrow above its class answers."""
    files = sorted((ROOT / "graph_schema" / "edges").glob("*.py")) or [ROOT / "graph_schema" / "edges.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    undrawn = [edge for edge in all_edges() if not re.search(rf"# \(:.*\)-\[:{edge}\b", text)]
    assert undrawn == [], "draw it above its class: # (:Client)-[:WORKS_AT]->(:Account)"
