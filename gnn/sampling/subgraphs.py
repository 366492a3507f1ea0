"""Subgraphs around seeds of a heterogeneous graph, each as its seed's moment knew it; a tree of its own for every seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from gnn.sampling.last_neighbours import LastNeighbours

Triple = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class Seeds:
    """Where to start: nodes, their moments, and the subgraph that each opens, int64 [n] each."""

    node: Tensor
    before: Tensor
    batch: Tensor


@dataclass(frozen=True, eq=False)
class Grown:
    """Subgraphs side by side: for each label its nodes and whose they are; for each triple its edges between local numbers.

    Nodes lie in the order of hops, seeds first; row is the neighbour, col the node that it was drawn for, edge its place in
    the edge list. `nodes_by_hop` and `edges_by_hop` count what each hop added.
    """

    node: dict[str, Tensor]
    batch: dict[str, Tensor]
    row: dict[Triple, Tensor]
    col: dict[Triple, Tensor]
    edge: dict[Triple, Tensor]
    nodes_by_hop: dict[str, list[int]]
    edges_by_hop: dict[Triple, list[int]]


class _Members:
    """The nodes of one label in all subgraphs; the same node in two subgraphs is two members."""

    def __init__(self, count: int, seeds: Seeds) -> None:
        self._count = count
        self.node, self.batch, self.before = seeds.node, seeds.batch, seeds.before
        self.by_hop = [len(seeds.node)]

    def places(self, node: Tensor, batch: Tensor, before: Tensor) -> Tensor:
        """Local numbers of these; who is new is appended, in the order of (subgraph, node)."""
        have, want = self.batch * self._count + self.node, batch * self._count + node
        known, order = torch.sort(have, stable=True)
        fresh = torch.unique(want[~torch.isin(want, known)])
        if len(fresh):
            moment = torch.empty_like(fresh)
            # Every draw of a subgraph carries its seed's moment, so whichever is written last is the same.
            is_new = torch.isin(want, fresh)
            moment[torch.searchsorted(fresh, want[is_new])] = before[is_new]
            self.node = torch.cat([self.node, fresh % self._count])
            self.batch = torch.cat([self.batch, fresh // self._count])
            self.before = torch.cat([self.before, moment])
            known, order = torch.sort(torch.cat([have, fresh]), stable=True)
        return order[torch.searchsorted(known, want)]


def grown(
    relations: Mapping[Triple, LastNeighbours],
    counts: Mapping[str, int],
    seeds: Mapping[str, Seeds],
    fan_out: Sequence[Mapping[Triple, int]],
) -> Grown:
    """Hop after hop, the last neighbours of what the hop before added; one binary search for each hop and relation.

    A seed's moment bounds every hop of its subgraph, not the time of the edge by which a node was reached: all of it was known.
    """
    device = next(iter(seeds.values())).node.device
    nothing = torch.empty(0, dtype=torch.int64, device=device)
    members = {label: _Members(count, seeds.get(label, Seeds(nothing, nothing, nothing))) for label, count in counts.items()}
    found: dict[Triple, list[tuple[Tensor, Tensor, Tensor]]] = {triple: [] for triple in relations}
    begin = dict.fromkeys(counts, 0)
    for hop in fan_out:
        end = {label: len(member.node) for label, member in members.items()}
        for triple, relation in relations.items():
            found[triple].append(_one_hop(relation, members, triple, (begin[triple[2]], end[triple[2]]), hop.get(triple, 0)))
        begin = end
        for label, member in members.items():
            member.by_hop.append(len(member.node) - end[label])
    parts = {triple: [torch.cat(column) for column in zip(*hops, strict=True)] for triple, hops in found.items()}
    return Grown(
        node={label: member.node for label, member in members.items()},
        batch={label: member.batch for label, member in members.items()},
        row={triple: part[0] if part else nothing for triple, part in parts.items()},
        col={triple: part[1] if part else nothing for triple, part in parts.items()},
        edge={triple: part[2] if part else nothing for triple, part in parts.items()},
        nodes_by_hop={label: member.by_hop for label, member in members.items()},
        edges_by_hop={triple: [len(edges) for edges, _, _ in hops] for triple, hops in found.items()},
    )


def _one_hop(
    relation: LastNeighbours, members: Mapping[str, _Members], triple: Triple, span: tuple[int, int], k: int
) -> tuple[Tensor, Tensor, Tensor]:
    asked = members[triple[2]]
    begin, end = span
    batch, before = asked.batch[begin:end], asked.before[begin:end]
    drawn = relation.last(asked.node[begin:end], before, k)
    row = members[triple[0]].places(drawn.node, batch[drawn.row], before[drawn.row])
    return row, drawn.row + begin, drawn.edge
