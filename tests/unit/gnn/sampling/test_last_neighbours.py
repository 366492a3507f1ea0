"""The sampler against a plain search, and nothing of the future."""

import numpy as np
import pytest

from gnn.sampling.last_neighbours import Drawn, Ints, LastNeighbours, sampled_hops

NODES, EDGES = 30, 800


def edges(seed: int) -> tuple[Ints, Ints, Ints]:
    chance = np.random.default_rng(seed)
    return chance.integers(0, 50, EDGES), chance.integers(0, NODES, EDGES), chance.integers(0, 200, EDGES)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("k", [1, 5, 400])
def test_the_last_k_strictly_before(seed: int, k: int) -> None:
    source, target, time = edges(seed)
    sampler = LastNeighbours.of(source, target, time, NODES)
    chance = np.random.default_rng(seed + 10)
    nodes, before = chance.integers(0, NODES, 60), chance.integers(0, 220, 60)
    drawn = sampler.last(nodes, before, k)
    for row, (node, moment) in enumerate(zip(nodes, before, strict=True)):
        able = [edge for edge in range(EDGES) if target[edge] == node and time[edge] < moment]
        expected = sorted(able, key=lambda edge: (time[edge], edge), reverse=True)[:k]
        mine = drawn.row == row
        assert drawn.edge[mine].tolist() == expected
        assert drawn.node[mine].tolist() == [source[edge] for edge in expected]
        assert drawn.time[mine].tolist() == [time[edge] for edge in expected]


def test_whatever_happens_later_changes_nothing() -> None:
    source, target, time = edges(7)
    cut = 120
    later = np.flatnonzero(time >= cut)
    chance = np.random.default_rng(8)
    source2, target2, time2 = source.copy(), target.copy(), time.copy()
    source2[later] = source[chance.permutation(later)]
    target2[later] = target[chance.permutation(later)]
    time2[later] = time[chance.permutation(later)]
    nodes, before = np.arange(NODES), np.full(NODES, cut)
    for one, two in zip(
        two_hops(source, target, time, nodes, before), two_hops(source2, target2, time2, nodes, before), strict=True
    ):
        for name in ("row", "node", "time", "edge"):
            assert getattr(one, name).tobytes() == getattr(two, name).tobytes()


def two_hops(source: Ints, target: Ints, time: Ints, nodes: Ints, before: Ints) -> list[Drawn]:
    there = LastNeighbours.of(source, target, time, NODES)
    back = LastNeighbours.of(target, source, time, 50)
    return sampled_hops((there, back), nodes, before, (6, 4))


def test_each_hop_stays_before_the_question() -> None:
    source, target, time = edges(9)
    nodes, before = np.arange(NODES), np.random.default_rng(1).integers(0, 200, NODES)
    first, second = two_hops(source, target, time, nodes, before)
    assert (first.time < before[first.row]).all()
    assert (second.time < before[first.row][second.row]).all()
    assert len(second.row) > len(nodes)


def test_a_leaky_sampler_would_be_caught() -> None:
    """The teeth: asking one second later draws edges that the law forbids."""
    source, target, time = edges(2)
    sampler = LastNeighbours.of(source, target, time, NODES)
    before = np.full(NODES, 100)
    assert (sampler.last(np.arange(NODES), before + 1, 400).time >= 100).any()


@pytest.mark.parametrize("time", [-1, 1 << 33])
def test_times_beyond_the_key_are_refused(time: int) -> None:
    with pytest.raises(ValueError, match="times must lie"):
        LastNeighbours.of(np.array([0]), np.array([0]), np.array([time]), 1)


def test_a_node_beyond_the_targets_is_refused() -> None:
    with pytest.raises(ValueError, match="targets must be"):
        LastNeighbours.of(np.array([0]), np.array([3]), np.array([1]), 2)
