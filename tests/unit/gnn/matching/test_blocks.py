"""Blocks against their formulas, written out densely."""

import numpy as np
import pytest

from gnn.matching.arrays import csr
from gnn.matching.blocks.ease import Ease, EaseWeights
from gnn.matching.blocks.graph_filter import FilterSettings, GraphFilter, Spectrum
from gnn.matching.blocks.item_attributes import AlikeItems, weighed_values
from gnn.matching.blocks.recency import Recency
from gnn.matching.blocks.relations import Relations
from gnn.matching.blocks.sequence import RidgeTransitions, Transitions, forward_pairs
from gnn.matching.interactions import Interactions, positions_only
from gnn.matching.profiles import ALIKE, Memory, event_values, profile_matrix
from gnn.matching.spectrum import _iterated, leading
from tests.unit.gnn.matching import planted

EVERYBODY = np.arange(30)


@pytest.fixture(scope="module")
def table() -> Interactions:
    return planted.communities(30, 24, 3)


def test_the_filter_is_its_formula(table: Interactions) -> None:
    x = table.matrix.toarray().astype(np.float64)
    users, items = np.maximum(x.sum(1), 1), np.maximum(x.sum(0), 1)
    scaled = users[:, None] ** -0.3 * x * items**-0.5
    _, values, rows = np.linalg.svd(scaled, full_matrices=False)
    lam = (values / values[0]) ** 2
    e = np.exp(-0.8 * lam)
    hop = x @ scaled.T @ scaled / values[0] ** 2 + x @ rows.T @ np.diag(lam * (e - 1)) @ rows
    smooth = (x * items**-0.5) @ rows[:10].T @ np.diag(e[:10]) @ rows[:10]
    block = GraphFilter(Spectrum.of(table, 24), FilterSettings(0.8, 10, 0.3, 0.2, 0.5))
    expected = hop * items**0.2 + 0.3 * hop.std() / smooth.std() * smooth * items**0.5
    np.testing.assert_allclose(block.spread(block.profile(EVERYBODY)), expected, rtol=2e-3, atol=1e-4)


def test_ease_is_its_formula(table: Interactions) -> None:
    x = table.matrix.toarray().astype(np.float64)
    inverse = np.linalg.inv(x.T @ x + 5 * np.eye(x.shape[1]))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)
    block = Ease(EaseWeights(table, 5.0), ALIKE, None)
    np.testing.assert_allclose(block.spread(block.profile(EVERYBODY)), x @ weights, atol=1e-4)


def test_pairs_in_order_are_counted_as_cuts_would() -> None:
    known = planted.chains(20, 12, 2)
    events, expected = known.events, np.zeros((12, 12))
    for client in range(20):
        items = events.item[events.start[client] : events.start[client + 1]]
        for cut in range(1, len(items)):
            for i, past in enumerate(items[:cut]):
                for j, future in enumerate(items[cut:]):
                    expected[past, future] += 1 / (cut - i) / (j + 1)
    np.testing.assert_allclose(forward_pairs(events).toarray(), expected, rtol=1e-5)


def test_ridge_transitions_are_their_formula() -> None:
    events = planted.chains(20, 12, 2).events
    past = np.zeros((0, 12))
    for client in range(20):
        items = events.item[events.start[client] : events.start[client + 1]]
        for cut in range(1, len(items)):
            row = np.zeros(12)
            np.add.at(row, items[:cut], 1 / (cut - np.arange(cut)))
            past = np.vstack([past, row])
    profile = profile_matrix(events, Memory(by_place=True), None).toarray()
    expected = profile @ np.linalg.inv(past.T @ past + 80 * np.eye(12)) @ forward_pairs(events).toarray()
    block = RidgeTransitions(events)
    np.testing.assert_allclose(block.spread(block.profile(np.arange(20))), expected, atol=1e-4)


def test_transitions_see_the_direction() -> None:
    events = Interactions.sorted_from(4, 3, np.repeat(np.arange(4), 2), np.array([0, 1] * 4), time=np.tile([0.0, 1.0], 4))
    scores = Transitions(events).spread(csr(np.array([0, 1]), np.array([0, 1]), (2, 3)))
    assert scores[0, 1] > scores[1, 0] > 0


def test_alike_items_are_cosines(table: Interactions) -> None:
    values = csr(np.arange(24), np.arange(24) % 5, (24, 5))
    weighed = weighed_values(values)
    m = weighed.toarray()
    np.testing.assert_allclose(np.linalg.norm(m, axis=1), 1, rtol=1e-5)
    block = AlikeItems(table, weighed, ALIKE, None)
    expected = table.matrix.toarray() @ m @ m.T * (table.takers + 1) ** 0.3
    np.testing.assert_allclose(block.spread(block.profile(EVERYBODY)), expected, rtol=1e-4)


def test_relations_are_their_formula(table: Interactions) -> None:
    pairs = np.array([(0, 1), (0, 2), (5, 6)])
    both = np.vstack([pairs, pairs[:, ::-1]])
    relations = csr(both[:, 0], both[:, 1], (30, 30))
    block = Relations(table, relations)
    t = relations.toarray()
    degree = np.maximum(t.sum(1), 1e-6) ** -0.5
    expected = degree[:, None] * t @ table.matrix.toarray() * np.maximum(table.takers, 1) ** -0.25
    np.testing.assert_allclose(block.spread(block.profile(EVERYBODY)), expected, rtol=1e-4)


def test_recency_halves_by_its_half_life() -> None:
    events = Interactions.sorted_from(2, 3, np.array([0, 0, 1]), np.array([0, 1, 1]), time=np.array([0.0, 10.0, 20.0]))
    np.testing.assert_allclose(Recency(events, 10.0, 20.0).popularity, [0.25, 0.5 + 1, 0])
    np.testing.assert_allclose(Recency(events, None, 20.0).popularity, [1, 2, 0])


def test_memories_fade_by_place_by_time_and_by_weight() -> None:
    client, item = np.array([0, 0, 0]), np.array([2, 1, 2])
    weight = np.array([1, 3, 1], np.float32)
    events = Interactions.sorted_from(1, 3, client, item, time=np.array([0.0, 10.0, 20.0]), weight=weight)
    np.testing.assert_allclose(event_values(events, Memory(by_place=True), None), [1 / 3, 1 / 2, 1])
    np.testing.assert_allclose(event_values(events, Memory(half_life=10), 20.0), [0.25, 0.5, 1])
    by_weight = event_values(events, Memory(strength=True), None)
    np.testing.assert_allclose(by_weight[1] / by_weight[0], 2)
    np.testing.assert_allclose(profile_matrix(events, Memory(by_place=True), None).toarray(), [[0, 1 / 2, 1]])


def test_the_spectrum_by_iteration_is_the_exact_one() -> None:
    matrix = planted.communities(500, 400, 20, each=12).matrix
    values, vectors = _iterated(matrix, 40, 5, None)
    exact, exact_vectors = leading(matrix, 40)
    np.testing.assert_allclose(values[:20], exact[:20], rtol=1e-3)
    np.testing.assert_allclose(np.abs((vectors[:, :20] * exact_vectors[:, :20]).sum(0)), 1, atol=1e-2)
    np.testing.assert_allclose(vectors.T @ vectors, np.eye(40), atol=1e-3)
    assert _iterated(matrix, 40, 5, None)[1].tobytes() == vectors.tobytes()
    near = _iterated(matrix, 40, 2, vectors)
    np.testing.assert_allclose(near[0][:20], exact[:20], rtol=1e-3)


def test_times_that_only_count_are_known_as_such() -> None:
    assert positions_only(planted.chains(10).events)
    assert not positions_only(planted.fashions(40).events)
