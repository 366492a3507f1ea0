"""Calibration by other people's outcomes, and reliability in bins."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.identity.demo_people import write_demo_people
from benchmarks.identity.truth import read_truth
from gnn.evaluation.calibration import cross_fitted, fitted
from gnn.evaluation.reliability import calibration_error, reliability_table
from gnn.identity.decisions import NO_LABELS, bonds_of
from gnn.identity.resolver import resolve
from gnn.identity.table import read_tables


def test_isotonic_by_hand() -> None:
    curve = fitted(np.array([1.0, 2.0, 3.0, 4.0]), np.array([False, True, False, True]))
    assert curve.scores.tolist() == [1.0, 2.5, 4.0]
    assert curve.probabilities.tolist() == [0.25, 0.5, 0.75]
    assert curve(np.array([-9.0, 2.5, 9.0])).tolist() == [0.25, 0.5, 0.75]


def test_no_person_stands_on_both_sides() -> None:
    """Whatever a person's own pairs say about them does not change their probability."""
    chance = np.random.default_rng(2)
    people = chance.integers(0, 60, 600), chance.integers(0, 60, 600)
    scores, match = chance.normal(0, 2, 600), chance.random(600) < 0.4
    before = cross_fitted(scores, match, people, seed=1)
    own = (people[0] == 7) | (people[1] == 7)
    turned = np.where(own, ~match, match)
    assert cross_fitted(scores, turned, people, seed=1)[own].tolist() == before[own].tolist()
    assert cross_fitted(scores, turned, people, seed=1)[~own].tolist() != before[~own].tolist()


def test_bins_hold_equally_many_and_equal_probabilities_stay_together() -> None:
    probability = np.array([0.1, 0.2, 0.3, 0.4])
    rows = reliability_table(probability, np.array([False, True, True, True]), bins=2)
    assert [(row.low, row.high, row.pairs) for row in rows] == [(0.1, 0.2, 2), (0.3, 0.4, 2)]
    assert [(row.promised, row.happened) for row in rows] == [pytest.approx((0.15, 0.5)), pytest.approx((0.35, 1.0))]
    assert calibration_error(probability, np.array([False, True, True, True]), bins=2) == pytest.approx((0.35 + 0.65) / 2)
    tied = np.array([0.5] * 5 + [0.9])
    match = np.array([True, False, True, False, True, True])
    turned = np.array([5, 4, 3, 2, 1, 0])
    assert reliability_table(tied, match, bins=3) == reliability_table(tied[turned], match[turned], bins=3)
    assert reliability_table(tied[:0], match[:0]) == []


def test_demo_people_are_calibrated_on_people_held_out(tmp_path: Path) -> None:
    write_demo_people(3_000, 29, tmp_path)
    truth = read_truth(tmp_path, ("records.csv",), ())
    table = read_tables([tmp_path / "records.csv"])
    pairs = resolve(table, {}, bonds_of(table, NO_LABELS)).pairs
    person = dict(zip(truth.ids.to_list(), truth.person.tolist(), strict=True))
    of_record = np.array([person[record] for record in table.ids])
    people = of_record[pairs.first], of_record[pairs.second]
    match = people[0] == people[1]
    odds = pairs.person.astype(np.float64)
    right = cross_fitted(odds, match, people, seed=5)
    likely = right >= 0.01
    assert likely.sum() > 500
    assert calibration_error(right[likely], match[likely]) <= 0.03
    promised_too_much = 1 / (1 + np.exp(-(odds + 4)))
    assert calibration_error(promised_too_much, match) > 0.03
