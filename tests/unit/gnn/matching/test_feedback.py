"""What speaks against an item, and what could be had, as known at a moment."""

import numpy as np

from gnn.matching.availability import available_at, available_for
from gnn.matching.feedback import Pairs, disliked_matrix, shown_not_chosen, standing_discards


def pairs(*rows: tuple[int, int, float]) -> Pairs:
    client, item, time = np.array(rows, np.float64).reshape(-1, 3).T
    return Pairs(client.astype(np.int64), item.astype(np.int64), time)


def rows(found: Pairs) -> list[tuple[int, int, float]]:
    return list(zip(found.client.tolist(), found.item.tolist(), found.time.tolist(), strict=True))


def test_shown_and_let_pass_speaks_against() -> None:
    shown = pairs((0, 1, 10), (0, 2, 10), (1, 1, 10), (0, 3, 95))
    chosen = pairs((0, 2, 15), (1, 1, 5))
    found = shown_not_chosen(shown, chosen, now=100, patience=20)
    assert rows(found) == [(0, 1, 10), (1, 1, 10)], (
        "chosen later counts; chosen before does not; the newest may still be chosen"
    )


def test_the_last_mark_before_now_stands() -> None:
    marks = pairs((0, 1, 10), (0, 1, 20), (0, 2, 10), (0, 2, 50), (1, 1, 5))
    is_discard = np.array([False, True, True, False, True])
    assert rows(standing_discards(marks, is_discard, now=30)) == [(0, 1, 20), (0, 2, 10), (1, 1, 5)]
    assert rows(standing_discards(marks, is_discard, now=60)) == [(0, 1, 20), (1, 1, 5)]


def test_the_future_changes_nothing() -> None:
    shown, chosen = pairs((0, 1, 10), (0, 2, 10)), pairs((0, 2, 12))
    later = pairs((0, 2, 12), (0, 1, 80))
    assert rows(shown_not_chosen(shown, chosen, now=50, patience=5)) == rows(shown_not_chosen(shown, later, now=50, patience=5))


def test_both_kinds_come_together_in_one_matrix() -> None:
    found = disliked_matrix(2, 4, pairs((0, 1, 10)), pairs((0, 1, 20), (1, 3, 5)))
    assert found.toarray().tolist() == [[0, 1, 0, 0], [0, 0, 0, 1]]


def test_available_means_listed_and_not_yet_gone() -> None:
    nan = np.nan
    since, until = np.array([nan, 5, 5, 20, nan]), np.array([nan, nan, 10, nan, 9])
    assert available_at(10, since, until).tolist() == [True, True, False, False, False]
    many = available_for(np.array([4.0, 9.5, 30.0]), since, until)
    for row, moment in enumerate((4.0, 9.5, 30.0)):
        assert many[row].tolist() == available_at(moment, since, until).tolist()
