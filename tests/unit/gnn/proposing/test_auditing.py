"""A random sample of what is not proposed counts what a model overlooks."""

from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import numpy as np
import pytest
from scipy.special import expit

from gnn.identity.decisions import NO_LABELS, bonds_of
from gnn.identity.resolver import Pairs, Resolution, resolve
from gnn.identity.table import read_tables
from gnn.proposing.auditing import AUDIT, Drawing, audit_proposals, audit_sample, overlooked
from gnn.proposing.identity import Sought, found_pairs
from gnn.proposing.people import People
from graph_schema.model_runs import ModelRun
from tests.unit.gnn.identity.people import people as made_people
from tests.unit.gnn.identity.people import write

RUN = ModelRun(model="m", version="1", weights_hash="w", snapshot_hash="s", ran_at=datetime(2026, 11, 1, tzinfo=UTC))
LEAST = 0.5


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[People, Resolution]:
    """Two hundred people, two records each, and a model that is told to be too shy: every tenth pair says nearly nothing."""
    table = read_tables([write(tmp_path_factory.mktemp("people") / "records.csv", made_people(200))])
    count = len(table)
    people = People(table, {}, [f"cli_{uid}" for uid in table.ids], list(table.ids), [frozenset()] * count, {}, NO_LABELS)
    found = resolve(table, {}, bonds_of(table, NO_LABELS))
    shy = np.arange(len(found.pairs.first)) % 10 == 0
    person = np.where(shy, np.minimum(found.pairs.person, -3.0), found.pairs.person).astype(np.float32)
    pairs = found.pairs
    return people, replace(found, pairs=Pairs(pairs.first, pairs.second, person, np.full_like(person, -20.0)))


def is_same(people: People, left: int, right: int) -> bool:
    return people.table.ids[left].split("-")[0] == people.table.ids[right].split("-")[0]


def test_only_what_nobody_asks_is_drawn_the_same_in_the_same_week(known: tuple[People, Resolution]) -> None:
    drawn = audit_sample(*known, LEAST, "2026-W45", 40)
    asked = {(found.left, found.right) for found in found_pairs(*known, Sought(LEAST))}
    assert len(drawn) > 10
    assert not asked & {(one.found.left, one.found.right) for one in drawn}
    assert all(one.found.probability < LEAST for one in drawn)
    assert drawn == audit_sample(*known, LEAST, "2026-W45", 40)
    assert drawn != audit_sample(*known, LEAST, "2026-W46", 40)


def test_it_counts_what_is_overlooked_on_average(known: tuple[People, Resolution]) -> None:
    people, resolution = known
    pairs = resolution.pairs
    silent = expit(pairs.person.astype(np.float64)) < LEAST
    truth = sum(is_same(people, int(a), int(b)) for a, b in zip(pairs.first[silent], pairs.second[silent], strict=True))
    assert truth >= 10
    estimates = [
        overlooked([
            (one.drawing, is_same(people, one.found.left, one.found.right))
            for one in audit_sample(people, resolution, LEAST, f"2026-W{week:02d}", 30)
        ])
        for week in range(1, 53)
    ]  # fmt: skip
    error = np.std(estimates) / np.sqrt(len(estimates))
    assert np.mean(estimates) == pytest.approx(truth, abs=3 * error + 1e-9)


def test_a_reviewer_is_told_that_it_is_a_sample(known: tuple[People, Resolution]) -> None:
    drawn = audit_sample(*known, LEAST, "2026-W45", 8)
    for proposal, one in zip(audit_proposals(*known, drawn, RUN), drawn, strict=True):
        assert proposal.proposed_by is AUDIT
        assert proposal.reasons[0].startswith("audit_sample: drawn at random in 2026-W45")
        assert msgspec.json.decode(proposal.payload_json, type=Drawing) == one.drawing
        assert proposal.opinion is not None
        assert len(proposal.opinion.contributions) == len(proposal.reasons)
