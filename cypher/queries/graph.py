"""Bindings about the graph as a graph: what lies around a node, and the way from one to another."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cypher.queries.source import Source
from cypher.query import Query


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """Parameters of neighbours."""

    frontier: Sequence[str]
    start_id: str
    types: Sequence[str]
    min_confidence: float
    fan_out: int
    read_limit: int
    hub_degree: int
    valid_at: datetime
    known_at: datetime


class Between(msgspec.Struct, frozen=True, kw_only=True):
    """Parameters of path_between."""

    from_id: str
    to_id: str
    types: Sequence[str]
    max_depth: int
    valid_at: datetime
    known_at: datetime


class NodeRow(msgspec.Struct, frozen=True):
    """Any entity, as a picture of the graph shows it."""

    id: str
    label: str
    title: str


class LinkRow(msgspec.Struct, frozen=True):
    """Any edge, with its provenance."""

    id: str
    type: str
    source: str
    target: str
    provenance: Source


class NeighbourRow(msgspec.Struct, frozen=True):
    """An edge and what lies at its other end."""

    edge: LinkRow
    other: NodeRow


class NeighboursRow(msgspec.Struct, frozen=True):
    """An entity, what lies around it, and whether something was left out."""

    node: NodeRow
    neighbours: list[NeighbourRow]
    is_cut: bool


class PathRow(msgspec.Struct, frozen=True):
    """The entities and edges of a path, in order."""

    nodes: list[NodeRow]
    edges: list[LinkRow]


NEIGHBOURS = Query("read.neighbours", Around, NeighboursRow)
PATH_BETWEEN = Query("read.path_between", Between, PathRow)
