"""The whole graph as files for Neo4j's offline import, and a digest that tells whether another store holds exactly the same.

Files hold rows of one shape each (labels or type, and properties with their types), so that no cell has to mean "absent".
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from cypher.queries.carrying import WHOLE_EDGES, WHOLE_NODES, Field, WholeEdge, WholeNode
from cypher.queries.erasing import BLANK_ENTITIES, BlankedEntities
from cypher.query import NoParams
from cypher.store import SCAN_SECONDS, GraphStore, Work
from graph_schema.errors import InvariantBroken

ITEM_SEPARATOR: Final = "\x1f"
_MODULUS: Final = 1 << 256
_FLUSH_ROWS: Final = 2_000
_AMENDED_AT_ONCE: Final = 2_000
_LEAST_BUFFER_MB: Final = 4
_KEY: Final = re.compile(r"\w+")
_NOT_NULL: Final = " NOT NULL"
_TYPES: Final[Mapping[str, str]] = {
    "STRING": "string",
    "INTEGER": "long",
    "FLOAT": "double",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "ZONED DATETIME": "datetime",
    "LOCAL DATETIME": "localdatetime",
    "LIST<STRING>": "string[]",
    "LIST<INTEGER>": "long[]",
    "LIST<FLOAT>": "double[]",
    "LIST<BOOLEAN>": "boolean[]",
    "LIST<NOTHING>": "string[]",
}
Shape = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Amendment:
    """A list that no cell can say (empty, one empty text, or a text with the separator in it): set after the import."""

    uid: str
    key: str
    items: tuple[object, ...]


@dataclass(slots=True)
class Carried:
    """What was written: for each file its labels (joined by a colon) or its type; how much; and the digest of all."""

    nodes: dict[Path, str] = field(default_factory=dict)
    edges: dict[Path, str] = field(default_factory=dict)
    amendments: list[Amendment] = field(default_factory=list)
    node_count: int = 0
    edge_count: int = 0
    longest_row: int = 0
    digest: str = ""


def carry_out(store: GraphStore, folder: Path) -> Carried:
    """Write the whole graph into a folder. Whoever calls sees to it that nobody writes meanwhile.

    Raises:
        InvariantBroken: the graph holds a type of value that nobody declared.
    """
    carried, total = Carried(), 0
    nodes, edges = _Shapes(folder, "nodes", carried.nodes), _Shapes(folder, "edges", carried.edges)
    for node in store.stream(WHOLE_NODES, NoParams(), seconds=SCAN_SECONDS):
        total += _node_digest(node)
        kept = [cell for cell in node.fields if not _needs_amending(cell)]
        carried.amendments += [_amendment(node, cell) for cell in node.fields if _needs_amending(cell)]
        nodes.add(":".join(sorted(node.labels)), [":ID"], [_local(node.element)], kept)
        carried.node_count += 1
    for edge in store.stream(WHOLE_EDGES, NoParams(), seconds=SCAN_SECONDS):
        total += _edge_digest(edge)
        if any(map(_needs_amending, edge.fields)):
            raise InvariantBroken(f"a {edge.type} edge holds a list that cannot be carried", hint="edges hold no lists")
        edges.add(edge.type, [":START_ID", ":END_ID"], [_local(edge.source), _local(edge.target)], edge.fields)
        carried.edge_count += 1
    nodes.flush()
    edges.flush()
    carried.longest_row = max(nodes.longest_row, edges.longest_row)
    carried.digest = f"{total % _MODULUS:064x}"
    return carried


def amend(store: GraphStore, amendments: Sequence[Amendment]) -> None:
    """Set the lists that the files could not say."""
    for start in range(0, len(amendments), _AMENDED_AT_ONCE):
        part = amendments[start : start + _AMENDED_AT_ONCE]
        rows = [{"uid": one.uid, "properties": {one.key: list(one.items)}} for one in part]
        store.write(lambda work, rows=rows: _set(work, rows))  # type: ignore[misc]  # bound at once


def whole_digest(store: GraphStore) -> str:
    """64 hex digits over every node and edge with all their properties and types, whatever their order; nothing is left out
    but the marks of migrations."""
    total = sum(map(_node_digest, store.stream(WHOLE_NODES, NoParams(), seconds=SCAN_SECONDS)))
    total += sum(map(_edge_digest, store.stream(WHOLE_EDGES, NoParams(), seconds=SCAN_SECONDS)))
    return f"{total % _MODULUS:064x}"


def _set(work: Work, rows: list[Mapping[str, object]]) -> None:
    written = work.one(BLANK_ENTITIES, BlankedEntities(rows)).written
    if written != len(rows):
        raise InvariantBroken(f"{len(rows) - written} of {len(rows)} nodes are not in the new store")


class _Shapes:
    """One file a shape, appended to in blocks: there may be more shapes than a process may open files."""

    def __init__(self, folder: Path, prefix: str, files: dict[Path, str]) -> None:
        self._folder, self._prefix, self._files = folder, prefix, files
        self._paths: dict[Shape, Path] = {}
        self._waiting: dict[Path, list[str]] = {}
        self.longest_row = 0

    def add(self, name: str, ids: list[str], ends: list[str], fields: Iterable[Field]) -> None:
        """One row."""
        ordered = sorted(fields, key=lambda cell: cell.key)
        shape: Shape = (name, tuple((cell.key, _column_type(cell)) for cell in ordered))
        path = self._paths.get(shape) or self._begin(shape, ids)
        rows = self._waiting.setdefault(path, [])
        row = ",".join([*ends, *map(_cell, ordered)]) + "\n"
        rows.append(row)
        self.longest_row = max(self.longest_row, len(row))
        if len(rows) >= _FLUSH_ROWS:
            _append(path, rows)

    def flush(self) -> None:
        """Write what waits."""
        for path, rows in self._waiting.items():
            _append(path, rows)

    def _begin(self, shape: Shape, ids: list[str]) -> Path:
        name, columns = shape
        path = self._folder / f"{self._prefix}-{len(self._paths):05}.csv"
        self._paths[shape] = path
        self._files[path] = name
        header = ",".join([*ids, *(f"{key}:{type_}" for key, type_ in columns)])
        _append(path, [header + "\n"])
        return path


def _append(path: Path, rows: list[str]) -> None:
    with path.open("a", encoding="utf-8", newline="") as target:
        target.writelines(rows)
    rows.clear()


def _column_type(cell: Field) -> str:
    plain = cell.type.replace(_NOT_NULL, "")
    if plain not in _TYPES or not _KEY.fullmatch(cell.key):
        raise InvariantBroken(
            f"the property {cell.key} is of type {plain}, which cannot be carried into a new store",
            hint="declare it with one of the types in graph_schema/registry.py",
        )
    return _TYPES[plain]


def _cell(cell: Field) -> str:
    text = cell.text if cell.items is None else ITEM_SEPARATOR.join(map(_item, cell.items))
    return '"' + (text or "").replace('"', '""') + '"'


def _item(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _needs_amending(cell: Field) -> bool:
    items = cell.items
    return items is not None and (items in ([], [""]) or any(isinstance(i, str) and ITEM_SEPARATOR in i for i in items))


def _amendment(node: WholeNode, cell: Field) -> Amendment:
    if not node.uid:
        raise InvariantBroken(f"a node without a uid holds {cell.key}", hint="`velocity verify` names it")
    return Amendment(node.uid, cell.key, tuple(cell.items or ()))


def _local(element: str) -> str:
    """The number of a node in its own store."""
    return element.rpartition(":")[2]


def _node_digest(node: WholeNode) -> int:
    return _digest(("node", sorted(node.labels), _said(node.fields)))


def _edge_digest(edge: WholeEdge) -> int:
    return _digest(("edge", edge.type, edge.source_uid, edge.target_uid, _said(edge.fields)))


def _said(fields: Iterable[Field]) -> list[tuple[str, str, str | None, list[object] | None]]:
    return sorted((cell.key, cell.type, cell.text, cell.items) for cell in fields)


def _digest(content: tuple[object, ...]) -> int:
    return int.from_bytes(hashlib.sha256(msgspec.json.encode(content)).digest(), "big")


def buffer_mb(carried: Carried) -> int:
    """What the import reads at once: a row has to fit, and a character takes up to four bytes."""
    return max(_LEAST_BUFFER_MB, 4 * carried.longest_row // (1 << 20) + 1)


def import_arguments(carried: Carried) -> Iterator[str]:
    """The arguments of `neo4j-admin database import full` for what was written."""
    yield from ("--id-type=integer", "--multiline-fields=true", "--array-delimiter=U+001F")
    yield f"--read-buffer-size={buffer_mb(carried)}m"
    yield from (f"--nodes={labels}={path}" for path, labels in carried.nodes.items())
    yield from (f"--relationships={type_}={path}" for path, type_ in carried.edges.items())
