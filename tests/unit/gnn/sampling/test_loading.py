"""Subgraphs and PyG's loaders over them, on a small graph of clients and homes."""

import pytest
import torch
from torch import Tensor
from torch_geometric.data import HeteroData
from torch_geometric.loader import LinkLoader, NodeLoader
from torch_geometric.sampler import EdgeSamplerInput, NegativeSampling

from gnn.sampling.last_neighbours import LastNeighbours
from gnn.sampling.loading import LastNeighbourSampler
from gnn.sampling.subgraphs import Grown, Seeds, Triple, grown

CLIENTS, HOMES, EVENTS, CUT = 20, 15, 300, 50
SAW, SEEN = ("client", "saw", "home"), ("home", "seen_by", "client")
COUNTS = {"client": CLIENTS, "home": HOMES}
FAN_OUT = ({SAW: 4, SEEN: 4}, {SAW: 3, SEEN: 3})
Events = tuple[Tensor, Tensor, Tensor]


def events(seed: int = 5) -> Events:
    chance = torch.Generator().manual_seed(seed)
    client, home, time = (torch.randint(0, most, (EVENTS,), generator=chance) for most in (CLIENTS, HOMES, 100))
    return client, home, time


def relations(client: Tensor, home: Tensor, time: Tensor) -> dict[Triple, LastNeighbours]:
    return {SAW: LastNeighbours.of(client, home, time, HOMES), SEEN: LastNeighbours.of(home, client, time, CLIENTS)}


def graph() -> HeteroData:
    client, home, _ = events()
    data = HeteroData()
    data["client"].x, data["home"].x = torch.arange(CLIENTS)[:, None], torch.arange(HOMES)[:, None]
    data[SAW].edge_index, data[SEEN].edge_index = torch.stack([client, home]), torch.stack([home, client])
    return data


def around_clients(seen: Events, moment: int) -> Grown:
    nodes = torch.arange(CLIENTS)
    return grown(relations(*seen), COUNTS, {"client": Seeds(nodes, torch.full_like(nodes, moment), nodes)}, FAN_OUT)


def is_same(one: Grown, two: Grown) -> bool:
    nodes = all(torch.equal(one.node[label], two.node[label]) for label in COUNTS)
    return nodes and all(
        torch.equal(getattr(one, part)[t], getattr(two, part)[t]) for part in ("row", "col", "edge") for t in FAN_OUT[0]
    )


def test_every_edge_joins_what_it_joined_and_is_of_the_past() -> None:
    client, home, time = events()
    nodes = torch.arange(CLIENTS)
    found = grown(relations(client, home, time), COUNTS, {"client": Seeds(nodes, nodes * 5, nodes)}, FAN_OUT)
    for triple, ends in ((SAW, (client, home)), (SEEN, (home, client))):
        edge, row, col = found.edge[triple], found.row[triple], found.col[triple]
        assert len(edge) > 0
        assert torch.equal(found.node[triple[0]][row], ends[0][edge])
        assert torch.equal(found.node[triple[2]][col], ends[1][edge])
        assert torch.equal(found.batch[triple[0]][row], found.batch[triple[2]][col])
        assert bool((time[edge] < found.batch[triple[2]][col] * 5).all())
    for label in COUNTS:
        pairs = torch.stack([found.batch[label], found.node[label]])
        assert torch.unique(pairs, dim=1).shape == pairs.shape


def test_whatever_happens_later_changes_nothing_and_a_leak_would_show() -> None:
    seen, other = events(), events(6)
    is_past = seen[2] < CUT
    # Another future: other people, other homes, other times, all at or after the cut.
    changed = (
        torch.where(is_past, seen[0], other[0]),
        torch.where(is_past, seen[1], other[1]),
        torch.where(is_past, seen[2], CUT + other[2] % 50),
    )
    assert is_same(around_clients(seen, CUT), around_clients(changed, CUT))
    assert not is_same(around_clients(seen, CUT + 1), around_clients(changed, CUT + 1))


def test_a_node_loader_runs() -> None:
    nodes = torch.arange(CLIENTS)
    sampler = LastNeighbourSampler(relations(*events()), COUNTS, FAN_OUT)
    batches = list(NodeLoader(graph(), sampler, ("client", nodes), torch.full_like(nodes, 60), batch_size=8))
    assert torch.cat([batch["client"].n_id[: batch["client"].batch_size] for batch in batches]).tolist() == nodes.tolist()
    assert all(torch.equal(batch["home"].x[:, 0], batch["home"].n_id) for batch in batches)


@pytest.mark.parametrize("negatives", [None, NegativeSampling("binary", 2), NegativeSampling("triplet", 2)])
def test_a_link_loader_runs(negatives: NegativeSampling | None) -> None:
    client, home, time = events()
    sampler = LastNeighbourSampler(relations(client, home, time), COUNTS, FAN_OUT)
    loader = LinkLoader(graph(), sampler, (SAW, torch.stack([client, home])), None, time, negatives, batch_size=64)
    batch = next(iter(loader))
    if negatives is not None and negatives.is_triplet():
        others = batch["home"].dst_neg_index
        assert torch.equal(batch["home"].batch[others], torch.arange(64)[:, None].expand(64, 2))
        begin, end = batch["client"].src_index, batch["home"].dst_pos_index
    else:
        ends = batch[SAW].edge_label_index
        assert ends.shape[1] == (64 if negatives is None else 192)
        begin, end = ends[:, :64]
    assert torch.equal(batch["client"].n_id[begin], client[:64])
    assert torch.equal(batch["home"].n_id[end], home[:64])
    assert all(int(batch[label].batch.max()) == 63 for label in COUNTS)


def test_negatives_do_not_depend_on_the_batch() -> None:
    client, home, time = events()
    sampler = LastNeighbourSampler(relations(client, home, time), COUNTS, FAN_OUT)
    every, wished = EdgeSamplerInput(torch.arange(EVENTS), client, home, None, time, SAW), NegativeSampling("triplet", 1)
    whole = sampler.sample_from_edges(every, wished).node["home"][EVENTS : 2 * EVENTS]
    part = sampler.sample_from_edges(every[torch.arange(50, 90)], wished).node["home"][40:80]
    assert torch.equal(whole[50:90], part)
    assert len(torch.unique(whole)) == HOMES
