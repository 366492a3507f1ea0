"""The chance of a rank is what lists hit there, never rising, and honest about ranks that few lists filled."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gnn.matching.arrays import csr
from gnn.matching.chances import chances_by_rank
from gnn.matching.known import Known
from gnn.matching.tuning import Wishes, tune
from tests.unit.gnn.matching import planted


def test_many_lists_say_what_they_hit() -> None:
    clients, k = 20_000, 3
    draw = np.random.default_rng(1)
    lists = np.tile(np.arange(k), (clients, 1))
    hidden = draw.random((clients, k)) < [0.5, 0.2, 0.1]
    rows, items = np.nonzero(hidden)
    found = chances_by_rank([lists], [csr(rows, items, (clients, k))], k)
    assert np.allclose(found, [0.5, 0.2, 0.1], atol=0.02)


def test_a_rank_that_nobody_filled_says_the_mean_at_most() -> None:
    lists = np.array([[0, -1], [1, -1]])
    found = chances_by_rank([lists], [csr(np.array([0]), np.array([0]), (2, 3))], 2)
    assert 0.0 < found[1] <= found[0] <= 0.5


def test_nobody_asked_means_nothing_known() -> None:
    assert not chances_by_rank([], [], 4).any()


@given(st.integers(0, 10**6))
def test_a_later_rank_is_never_likelier(seed: int) -> None:
    draw = np.random.default_rng(seed)
    lists = np.argsort(draw.random((12, 9)), axis=1)[:, :5]
    rows, items = np.nonzero(draw.random((12, 9)) < draw.random())
    found = chances_by_rank([lists], [csr(rows, items, (12, 9))], 5)
    assert (np.diff(found) <= 1e-12).all()
    assert ((found >= 0) & (found <= 1)).all()


def test_the_tuner_reads_the_chances_off_what_it_hid() -> None:
    result = tune(Known(planted.communities()), Wishes(k=5))
    assert result.chances.warm[0] > 0.05
    assert not result.chances.cold.any(), "nobody without a history was asked"
