"""The graph as a graph: nodes, edges, and pictures of a part of it."""

import strawberry

from cypher.queries.graph import LinkRow, NodeRow
from resolvers.types.enums import EdgeType
from resolvers.types.provenance import Sourced, show_source


@strawberry.type
class GraphNode:
    """Any entity: its label, and the words that it is known by."""

    id: strawberry.ID
    label: str
    title: str


@strawberry.type
class GraphEdge(Sourced):
    """Any edge of the graph."""

    id: strawberry.ID
    type: EdgeType
    source: strawberry.ID = strawberry.field(name="from")
    target: strawberry.ID = strawberry.field(name="to")


@strawberry.type
class Neighbourhood:
    """What lies around an entity. `truncated` tells that something was left out to keep the answer bounded."""

    nodes: list[GraphNode]
    edges: list[GraphEdge]
    truncated: bool


@strawberry.type
class GraphPath:
    """The way from one entity to another."""

    nodes: list[GraphNode]
    edges: list[GraphEdge]


def show_edge(row: LinkRow) -> GraphEdge:
    """An edge as the API shows it."""
    return GraphEdge(
        id=strawberry.ID(row.id),
        type=EdgeType(row.type),
        source=strawberry.ID(row.source),
        target=strawberry.ID(row.target),
        provenance=show_source(row.provenance),
    )


def show_node(row: NodeRow, *, with_title: bool) -> GraphNode:
    """An entity as the API shows it; without a title, only what it is."""
    return GraphNode(id=strawberry.ID(row.id), label=row.label, title=row.title if with_title else row.label)
