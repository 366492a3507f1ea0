"""What is practised on: nothing hidden is visible, everything else is, and histories are hidden as they will be asked for."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gnn.matching.interactions import Interactions
from gnn.matching.upper.episodes import Episode, episode

CLIENTS, ITEMS = 9, 7


@st.composite
def tables(draw: st.DrawFn) -> Interactions:
    """Small tables with times, repeated pairs and clients of one event or none."""
    events = draw(st.lists(st.tuples(st.integers(0, CLIENTS - 1), st.integers(0, ITEMS - 1)), min_size=1, max_size=40))
    client, item = (np.array(column, np.int64) for column in zip(*events, strict=True))
    return Interactions.sorted_from(CLIENTS, ITEMS, client, item, time=np.arange(len(client), dtype=np.float64))


def made(table: Interactions, seed: int, *, in_order: bool) -> Episode:
    asked = np.flatnonzero(table.counts >= 2)[::2]
    return episode(table, asked, 0.5, np.random.default_rng(seed), in_order=in_order)


def pairs(
    client: "np.ndarray[tuple[int], np.dtype[np.int64]]", item: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> set[tuple[int, int]]:
    return set(zip(client.tolist(), item.tolist(), strict=True))


@given(tables(), st.integers(0, 99), st.booleans())
def test_each_pair_is_visible_or_hidden_and_never_both(table: Interactions, seed: int, in_order: bool) -> None:
    some = made(table, seed, in_order=in_order)
    visible, hidden = pairs(some.client, some.item), pairs(some.clients[some.row], some.target)
    assert not visible & hidden
    assert visible | hidden == pairs(table.client, table.item)
    assert len(visible) == len(some.client), "a repeated pair stands once in the graph"
    assert {client for client, _ in hidden} <= set(some.clients.tolist())


@given(tables(), st.integers(0, 99))
def test_in_order_the_end_of_a_history_is_hidden_and_the_last_visible_event_counts_most(table: Interactions, seed: int) -> None:
    some = made(table, seed, in_order=True)
    for row, client in enumerate(some.clients):
        history = table.item[table.start[client] : table.start[client + 1]].tolist()
        visible = {item for who, item in zip(some.client, some.item, strict=True) if who == client}
        assert visible, "something stays visible"
        hidden = set(some.target[some.row == row].tolist())
        begun = [place for place, item in enumerate(history) if item in hidden]
        assert not begun or set(history[begun[0] :]) <= hidden | visible
        assert not begun or visible == set(history[: len(history)]) - hidden
        counts = some.counts[some.client == client]
        assert counts.max() == 1.0
