"""What is hidden is really hidden, and asked for."""

from collections.abc import Callable

import numpy as np
import pytest

from gnn.matching.arrays import Ints
from gnn.matching.holdouts import (
    Holdout,
    coherent_holdout,
    cold_holdout,
    cut_moments,
    last_holdout,
    random_holdout,
    some_clients,
    time_cut,
)
from gnn.matching.interactions import Interactions
from tests.unit.gnn.matching import planted

TABLE = planted.communities(300, 120, 6, each=12)


def visible_targets(holdout: Holdout) -> int:
    return int(holdout.targets.multiply(holdout.train.matrix[holdout.clients]).nnz)


@pytest.mark.parametrize("make", [random_holdout, coherent_holdout])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_tenth_of_the_items_of_some_clients_is_hidden(make: Callable[[Interactions, Ints, int], Holdout], seed: int) -> None:
    clients = some_clients(TABLE, 50, seed)
    found = make(TABLE, clients, seed)
    assert visible_targets(found) == 0
    assert found.targets.nnz == pytest.approx(50, abs=10)
    assert len(TABLE) - len(found.train) >= found.targets.nnz
    others = np.setdiff1d(np.arange(300), clients)
    np.testing.assert_array_equal(found.train.counts[others], TABLE.counts[others])
    again = make(TABLE, clients, seed)
    assert (again.targets != found.targets).nnz == 0


def test_coherent_ones_hide_what_goes_together() -> None:
    table = planted.communities(600, 240, 12, each=40)
    clients = some_clients(table, 200, 1)

    def togetherness(holdout: Holdout) -> float:
        cosine = (table.matrix.T @ table.matrix).toarray() / np.sqrt(np.outer(table.takers, table.takers) + 1e-9)
        rows = [holdout.targets.indices[a:b] for a, b in zip(holdout.targets.indptr, holdout.targets.indptr[1:], strict=False)]
        return float(np.mean([cosine[np.ix_(row, row)].mean() for row in rows]))

    assert togetherness(coherent_holdout(table, clients, 1)) > 1.05 * togetherness(random_holdout(table, clients, 1))


def test_the_last_event_is_hidden() -> None:
    events = planted.chains(50).events
    found = last_holdout(events, np.arange(50), None)
    last = events.item[events.start[1:] - 1]
    assert visible_targets(found) == 0
    for row, client in enumerate(found.clients):
        assert found.targets.indices[found.targets.indptr[row]] == last[client]


def test_a_cut_shows_nothing_of_the_future() -> None:
    events = planted.fashions(300).events
    assert events.time is not None
    (moment,) = cut_moments(events, (0.8,))
    found = time_cut(events, moment, np.inf, most=1_000, seed=1)
    assert found.train.time is not None
    assert found.train.time.max() < moment
    assert visible_targets(found) == 0
    assert (found.history == 0).any()
    assert (found.history > 0).any()


def test_cold_clients_lose_everything() -> None:
    found = cold_holdout(TABLE, np.arange(20), None)
    assert found.history.sum() == 0
    assert found.targets.nnz == TABLE.matrix[:20].nnz
