"""Walking the graph: the neighbourhood of an entity, and the way between two. Bounded in every direction."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Final

import strawberry

from cypher.queries.graph import NEIGHBOURS, PATH_BETWEEN, Around, Between, LinkRow, NeighboursRow, NodeRow
from graph_schema.actors import Permission
from graph_schema.errors import InputRefused
from graph_schema.registry import all_edges
from resolvers.context import Context, Info
from resolvers.moment import moment_of
from resolvers.types.enums import EdgeType
from resolvers.types.graph import GraphNode, GraphPath, Neighbourhood, show_edge, show_node

MAX_DEPTH: Final = 4
MAX_NODES: Final = 2_000
MAX_PATH: Final = 6
# A picture with more edges of one type at one node is not readable; a node with more edges than the hub's joins by accident.
FAN_OUT: Final = 25
READ_LIMIT: Final = 1_000
HUB_DEGREE: Final = 10_000

# Everything comes from a source, a file or an audit event, and proposals are no facts: paths through those tell nothing.
PATH_TYPES: Final = tuple(
    sorted(
        set(all_edges())
        - {"FROM_SOURCE", "RECEIVED_FROM", "EVIDENCED_BY", "ROW_OF", "MAPS", "RECORDS", "DECIDES", "SUGGESTED_BY", "CONCERNING"}
    )
)
# What anybody with READ_GRAPH may read; all other titles hold what is known about people.
PUBLIC_LABELS: Final = frozenset({"Property", "Project", "Campaign", "SourceSystem", "ModelRun", "Decision", "QDEvent"})


@dataclass(slots=True)
class Walk:
    """What has been found so far; never more than `limit` nodes."""

    limit: int
    nodes: dict[str, NodeRow] = field(default_factory=dict)
    edges: dict[str, LinkRow] = field(default_factory=dict)
    is_cut: bool = False

    def add(self, rows: Iterable[NeighboursRow]) -> list[str]:
        """Take what was read; answers the ids of the nodes that are new."""
        new: list[str] = []
        for row in rows:
            self.nodes.setdefault(row.node.id, row.node)
            self.is_cut |= row.is_cut
            for neighbour in row.neighbours:
                if self._admit(neighbour.other, new):
                    self.edges[neighbour.edge.id] = neighbour.edge
        return new

    def _admit(self, node: NodeRow, new: list[str]) -> bool:
        if node.id in self.nodes:
            return True
        if len(self.nodes) >= self.limit:
            self.is_cut = True
            return False
        self.nodes[node.id] = node
        new.append(node.id)
        return True


async def neighbourhood(
    info: Info,
    id: strawberry.ID,  # noqa: A002 - the argument's name in the API
    *,
    depth: int = 2,
    edge_types: list[EdgeType] | None = None,
    min_confidence: float | None = None,
    valid_at: datetime | None = None,
    limit: int = 300,
) -> Neighbourhood | None:
    """What lies around an entity, nearest first; one read for each level. Null if there is no such entity."""
    _check("depth", depth, MAX_DEPTH)
    _check("limit", limit, MAX_NODES)
    moment = moment_of(info.context.now, valid_at, None)
    walk, frontier = Walk(limit), [str(id)]
    for _ in range(depth):
        around = Around(
            frontier=frontier,
            start_id=id,
            types=[type_.value for type_ in edge_types] if edge_types is not None else list(all_edges()),
            min_confidence=min_confidence or 0.0,
            fan_out=FAN_OUT,
            read_limit=READ_LIMIT,
            hub_degree=HUB_DEGREE,
            valid_at=moment.valid_at,
            known_at=moment.known_at,
        )
        frontier = walk.add(await info.context.store.many(NEIGHBOURS, around))
        if not frontier:
            break
    if not walk.nodes:
        return None
    return Neighbourhood(
        nodes=show_nodes(info.context, walk.nodes.values()),
        edges=[show_edge(edge) for edge in walk.edges.values()],
        truncated=walk.is_cut,
    )


async def path_between(
    info: Info,
    from_: Annotated[strawberry.ID, strawberry.argument(name="from")],
    to: strawberry.ID,
    max_depth: int = MAX_PATH,
) -> GraphPath | None:
    """The shortest way from one entity to another over live edges. Null if there is none within the depth."""
    _check("maxDepth", max_depth, MAX_PATH)
    now = info.context.now
    between = Between(from_id=from_, to_id=to, types=PATH_TYPES, max_depth=max_depth, valid_at=now, known_at=now)
    row = await info.context.store.optional(PATH_BETWEEN, between)
    if row is None:
        return None
    return GraphPath(nodes=show_nodes(info.context, row.nodes), edges=[show_edge(edge) for edge in row.edges])


def show_nodes(context: Context, rows: Iterable[NodeRow]) -> list[GraphNode]:
    """Entities as this asker may see them."""
    sees_people = context.actor is not None and context.actor.may(Permission.READ_CLIENTS)
    return [show_node(row, with_title=sees_people or row.label in PUBLIC_LABELS) for row in rows]


def _check(name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise InputRefused(f"{name} is {value}; it can be 1 to {most}", hint="ask for a part, then go on from there")
