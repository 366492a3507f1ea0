"""The temporal sampler behind PyG's NodeLoader and LinkLoader; pyg-lib is not needed.

https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.sampler.BaseSampler.html
"""

import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch_geometric.sampler import BaseSampler, EdgeSamplerInput, HeteroSamplerOutput, NegativeSampling, NodeSamplerInput

from gnn.sampling.last_neighbours import LastNeighbours
from gnn.sampling.subgraphs import Seeds, Triple, grown
from graph_schema.errors import InputRefused


class LastNeighbourSampler(BaseSampler):  # type: ignore[misc]  # PyG ships no types
    """Disjoint subgraphs of the last neighbours strictly before each seed's moment.

    Answers lie on the processor, where PyG's loaders join them with features; the draws run where `relations` lie.
    Negatives are drawn by the number of the link and `seed` alone: the same ones in any order of batches.
    """

    def __init__(
        self,
        relations: Mapping[Triple, LastNeighbours],
        counts: Mapping[str, int],
        fan_out: Sequence[Mapping[Triple, int]],
        *,
        seed: int = 0,
    ) -> None:
        self._relations, self._counts, self._fan_out, self._seed = dict(relations), dict(counts), fan_out, seed
        self._device = next(iter(self._relations.values())).key.device

    def sample_from_nodes(self, index: NodeSamplerInput, **_: object) -> HeteroSamplerOutput:
        """The subgraph of each node.

        Raises:
            InputRefused: the nodes come without label or moments.
        """
        if index.input_type is None or index.time is None:
            raise _no_moments()
        out = self._output({index.input_type: self._seeds(index.node, index.time, torch.arange(len(index.node)))})
        out.metadata = (index.input_id, index.time)
        return out

    def sample_from_edges(self, index: EdgeSamplerInput, neg_sampling: NegativeSampling | None = None) -> HeteroSamplerOutput:
        """The subgraphs of both ends of each link, and of as many other targets as are asked for.

        Raises:
            InputRefused: links come without triple or moments, or negatives are to be weighted.
        """
        if index.input_type is None or index.time is None:
            raise _no_moments()
        links = len(index.row)
        copies = 0 if neg_sampling is None else math.ceil(neg_sampling.amount)
        source, target, moment = index.row, index.col, index.time
        if neg_sampling is not None:
            target = torch.cat([target, self._negatives(index, neg_sampling, copies)])
            moment = moment.repeat(1 + copies)[: len(target)]
            if neg_sampling.is_binary():
                source = source.repeat(1 + copies)[: len(target)]
        out, offset = self._both_ends(index.input_type, source, target, moment)
        if out.batch is not None:
            out.batch = (
                {label: _link_of(batch, len(source), links) for label, batch in out.batch.items()} if links else out.batch
            )
        ends = torch.arange(len(target)) + offset
        if neg_sampling is not None and neg_sampling.is_triplet():
            others = ends[links:].view(-1, links).t().squeeze(-1) if links else ends
            out.metadata = (index.input_id, torch.arange(links), ends[:links], others, index.time)
        else:
            labels = _labels(index.label, links, len(target) - links) if neg_sampling is not None else index.label
            out.metadata = (index.input_id, torch.stack([torch.arange(len(source)), ends]), labels, moment)
        return out

    def _negatives(self, index: EdgeSamplerInput, wished: NegativeSampling, copies: int) -> Tensor:
        if wished.src_weight is not None or wished.dst_weight is not None:
            raise InputRefused("weighted negatives are not offered", hint="leave out `src_weight` and `dst_weight`")
        links = torch.arange(len(index.row)) if index.input_id is None else index.input_id
        drawn = [_mixed(_mixed(links + 1) + self._seed * copies + copy) for copy in range(copies)]
        every = torch.cat(drawn) if drawn else links[:0]
        return every[: math.ceil(len(links) * wished.amount)].remainder(self._counts[index.input_type[-1]])

    def _both_ends(self, triple: Triple, source: Tensor, target: Tensor, moment: Tensor) -> tuple[HeteroSamplerOutput, int]:
        """The output, and the local number of the first target."""
        begin, end = moment[: len(source)], moment
        if triple[0] == triple[2]:
            every = torch.cat([source, target])
            seeds = {triple[0]: self._seeds(every, torch.cat([begin, end]), torch.arange(len(every)))}
            return self._output(seeds), len(source)
        return self._output(
            {
                triple[0]: self._seeds(source, begin, torch.arange(len(source))),
                triple[2]: self._seeds(target, end, torch.arange(len(target)) + len(source)),
            }
        ), 0

    def _seeds(self, node: Tensor, before: Tensor, batch: Tensor) -> Seeds:
        return Seeds(node.to(self._device), before.to(self._device), batch.to(self._device))

    def _output(self, seeds: Mapping[str, Seeds]) -> HeteroSamplerOutput:
        found = grown(self._relations, self._counts, seeds, self._fan_out)
        return HeteroSamplerOutput(
            node={label: part.cpu() for label, part in found.node.items()},
            row={triple: part.cpu() for triple, part in found.row.items()},
            col={triple: part.cpu() for triple, part in found.col.items()},
            edge={triple: part.cpu() for triple, part in found.edge.items()},
            batch={label: part.cpu() for label, part in found.batch.items()},
            num_sampled_nodes=found.nodes_by_hop,
            num_sampled_edges=found.edges_by_hop,
        )


def _labels(given: Tensor | None, links: int, negatives: int) -> Tensor:
    labels = torch.ones(links) if given is None else given
    return torch.cat([labels, labels.new_zeros((negatives, *labels.shape[1:]))])


def _mixed(number: Tensor) -> Tensor:
    """Spread over all of int64 (two rounds of xorshift and a wrapping product), so that neighbouring links draw apart."""
    for _ in range(2):
        number = (number ^ ((number >> 31) & 0x1FFFFFFFF)) * 0x5851F42D4C957F2D
    return number ^ ((number >> 33) & 0x7FFFFFFF)


def _no_moments() -> InputRefused:
    return InputRefused("a temporal sampler needs a label and a moment for each seed", hint="give the loader times")


def _link_of(batch: Tensor, sources: int, links: int) -> Tensor:
    """Whose link a subgraph belongs to: sources come first, then targets, each as often as the links are repeated."""
    return torch.where(batch < sources, batch, batch - sources) % links
