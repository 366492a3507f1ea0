"""The sampler against a plain search, and nothing of the future."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from gnn.sampling.last_neighbours import LastNeighbours
from graph_schema.errors import InputRefused

NODES = 6
EDGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, NODES - 2), st.integers(-3, 12)), max_size=60)
QUESTIONS = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(-6, 16)), min_size=1, max_size=20)


def columns(rows: list[tuple[int, int]] | list[tuple[int, int, int]], width: int) -> list[Tensor]:
    return list(torch.tensor(rows, dtype=torch.int64).reshape(-1, width).T.contiguous())


def of(rows: list[tuple[int, int, int]], targets: int) -> LastNeighbours:
    source, target, time = columns(rows, 3)
    return LastNeighbours.of(source, target, time, targets)


@settings(deadline=None)
@given(edges=EDGES, questions=QUESTIONS, k=st.integers(1, 80))
def test_the_last_k_strictly_before(edges: list[tuple[int, int, int]], questions: list[tuple[int, int]], k: int) -> None:
    """Equal times, a node without edges (the last one), more asked for than there is, moments before and after all."""
    nodes, before = columns(questions, 2)
    drawn = of(edges, NODES).last(nodes, before, k)
    expected = [
        (row, edges[edge][0], edges[edge][2], edge)
        for row, (node, moment) in enumerate(questions)
        for edge in sorted(
            (e for e in range(len(edges)) if edges[e][1] == node and edges[e][2] < moment),
            key=lambda e: (edges[e][2], e),
            reverse=True,
        )[:k]
    ]
    assert list(zip(drawn.row.tolist(), drawn.node.tolist(), drawn.time.tolist(), drawn.edge.tolist(), strict=True)) == expected


def test_a_leaky_sampler_would_be_caught() -> None:
    """The teeth: asking one moment later draws the edge that the law forbids."""
    sampler, node, moment = of([(3, 0, 100)], 1), torch.tensor([0]), torch.tensor([100])
    assert len(sampler.last(node, moment, 5).row) == 0
    assert sampler.last(node, moment + 1, 5).time.tolist() == [100]


def test_moments_at_the_ends_of_int64_do_not_overflow() -> None:
    asked = torch.tensor([-(2**63), 2**63 - 1])
    assert of([(3, 0, 100)], 2).last(torch.tensor([0, 0]), asked, 5).row.tolist() == [1]


def test_a_key_beyond_63_bits_is_refused() -> None:
    with pytest.raises(InputRefused, match="do not fit"):
        of([(0, 0, 0), (0, 1, 2**62)], 4)


@pytest.mark.parametrize("target", [-1, 2])
def test_a_target_that_is_no_node_is_refused(target: int) -> None:
    with pytest.raises(InputRefused, match="none of the 2 nodes"):
        of([(0, target, 1)], 2)
