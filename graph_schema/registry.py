"""The read-only view of all labels and edges that writers, migrations, documentation and tests share."""

import inspect
import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from neomodel import StructuredNode

from graph_schema import edges, nodes
from graph_schema.edges import Sourced
from graph_schema.errors import InvariantBroken
from graph_schema.nodes import Entity
from graph_schema.provenance import RESERVED

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class PropertySpec:
    """One property: its Neo4j type and how it is indexed."""

    name: str
    type: str
    is_unique: bool
    is_indexed: bool
    fulltext_analyzer: str | None


@dataclass(frozen=True, slots=True)
class NodeSpec:
    """One label. `labels` are all that a node of it carries, `Entity` among them."""

    label: str
    prefix: str
    labels: tuple[str, ...]
    meaning: str
    properties: tuple[PropertySpec, ...]
    property_names: frozenset[str]


@dataclass(frozen=True, slots=True)
class EdgeSpec:
    """One relationship type, with the labels that it may join and its own (not provenance) properties."""

    type: str
    meaning: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    source_prefixes: frozenset[str]
    target_prefixes: frozenset[str]
    properties: tuple[PropertySpec, ...]
    property_names: frozenset[str]


def node_spec(label: str) -> NodeSpec:
    """The declaration of a label. Raises KeyError for a label that nobody declared."""
    return all_nodes()[label]


def edge_spec(edge_type: str) -> EdgeSpec:
    """The declaration of a relationship type. Raises KeyError for a type that nobody declared."""
    return all_edges()[edge_type]


def spec_of(uid_prefix: str) -> NodeSpec:
    """The declaration of the label whose ids begin so."""
    return _by_prefix()[uid_prefix]


@cache
def all_nodes() -> dict[str, NodeSpec]:
    """Every declared label, in the order of `nodes.py`."""
    concrete = [c for c in vars(nodes).values() if _declares(c, Entity) and "prefix" in vars(c)]
    return {cls.__name__: _node(cls) for cls in concrete}


@cache
def all_edges() -> dict[str, EdgeSpec]:
    """Every declared relationship type, in the order of `edges.py`."""
    concrete = [c for c in vars(edges).values() if _declares(c, Sourced) and c is not Sourced]
    return {spec.type: spec for spec in map(_edge, concrete)}


@cache
def _by_prefix() -> dict[str, NodeSpec]:
    return {spec.prefix: spec for spec in all_nodes().values()}


def _declares(candidate: object, parent: type) -> bool:
    return inspect.isclass(candidate) and issubclass(candidate, parent)


def _node(cls: type[Entity]) -> NodeSpec:
    labels = tuple(c.__name__ for c in cls.__mro__ if inspect.isclass(c) and issubclass(c, Entity))
    properties = _properties(cls)
    _refuse_reserved(cls.__name__, properties, RESERVED - {"state", "confidence"})
    return NodeSpec(
        label=cls.__name__,
        prefix=cls.prefix.value,
        labels=labels,
        meaning=_meaning(cls),
        properties=properties,
        property_names=frozenset(p.name for p in properties),
    )


def _edge(cls: type[Sourced]) -> EdgeSpec:
    shared = {p.name for p in _properties(Sourced)}
    own = tuple(p for p in _properties(cls) if p.name not in shared)
    _refuse_reserved(cls.__name__, own, RESERVED)
    return EdgeSpec(
        type=_HUMP.sub("_", cls.__name__).upper(),
        meaning=_meaning(cls),
        sources=tuple(c.__name__ for c in cls.sources),
        targets=tuple(c.__name__ for c in cls.targets),
        source_prefixes=_prefixes(cls.sources),
        target_prefixes=_prefixes(cls.targets),
        properties=own,
        property_names=frozenset(p.name for p in own),
    )


def _prefixes(classes: tuple[type[StructuredNode], ...]) -> frozenset[str]:
    return frozenset(cast("type[Entity]", cls).prefix.value for cls in classes)


def _meaning(cls: type) -> str:
    return (inspect.getdoc(cls) or "").split("\n", maxsplit=1)[0]


def _refuse_reserved(owner: str, properties: tuple[PropertySpec, ...], reserved: frozenset[str]) -> None:
    taken = sorted(p.name for p in properties if p.name in reserved)
    if taken:
        raise InvariantBroken(
            f"{owner} declares {', '.join(taken)}, which provenance has reserved",
            hint="choose another name for the property",
        )


_TYPES = {
    "StringProperty": "STRING",
    "IntegerProperty": "INTEGER",
    "FloatProperty": "FLOAT",
    "BooleanProperty": "BOOLEAN",
    "DateTimeProperty": "ZONED DATETIME",
    "DateProperty": "DATE",
    "ArrayProperty": "LIST<STRING>",
}


def _properties(cls: type) -> tuple[PropertySpec, ...]:
    declared = cls.defined_properties(aliases=False, rels=False)  # type: ignore[attr-defined]  # neomodel's class API
    return tuple(
        PropertySpec(
            name=name,
            type=_TYPES[type(declaration).__name__],
            is_unique=bool(declaration.unique_index),
            is_indexed=bool(declaration.index),
            fulltext_analyzer=declaration.fulltext_index.analyzer if declaration.fulltext_index else None,
        )
        for name, declaration in declared.items()
    )
