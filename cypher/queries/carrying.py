"""Bindings for carrying a whole graph from one store into another."""

import msgspec

from cypher.query import NoParams, Query


class Field(msgspec.Struct, frozen=True):
    """One property with its Cypher type: its text, or its items when it is a list."""

    key: str
    type: str
    text: str | None
    items: list[object] | None


class WholeNode(msgspec.Struct, frozen=True):
    """A node as it is stored; `element` names it in its own store only."""

    element: str
    uid: str
    labels: list[str]
    fields: list[Field]


class WholeEdge(msgspec.Struct, frozen=True):
    """An edge as it is stored."""

    type: str
    source: str
    target: str
    source_uid: str
    target_uid: str
    fields: list[Field]


WHOLE_NODES = Query("read.whole_nodes", NoParams, WholeNode)
WHOLE_EDGES = Query("read.whole_edges", NoParams, WholeEdge)
