"""Reasons add up to what they explain."""

import numpy as np
import pytest

from gnn.identity.decisions import NO_LABELS, bonds_of
from gnn.identity.reasons import reasons
from gnn.identity.resolver import Resolution, resolve
from gnn.identity.table import PersonTable, read_tables
from tests.unit.gnn.identity.people import people, write


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[PersonTable, Resolution]:
    """Two hundred people resolved."""
    table = read_tables([write(tmp_path_factory.mktemp("people") / "records.csv", people(200))])
    return table, resolve(table, {}, bonds_of(table, NO_LABELS))


def test_reasons_add_up_to_the_log_odds_of_every_pair(found: tuple[PersonTable, Resolution]) -> None:
    _, answer = found
    assert len(answer.pairs.first) > 100
    for a, b, score in zip(answer.pairs.first, answer.pairs.second, answer.pairs.person, strict=True):
        parts = reasons(answer.pool, answer.model, answer.fields.groups, int(a), int(b))
        assert np.isclose(sum(part.nats for part in parts), score, atol=1e-4)


def test_contradictions_come_first_and_a_rare_value_says_how_rare_it_is(found: tuple[PersonTable, Resolution]) -> None:
    table, answer = found
    a, b = table.ids.index("7-0"), table.ids.index("8-0")
    fields = [part for part in reasons(answer.pool, answer.model, answer.fields.groups, a, b) if part.level >= 0]
    signs = [part.nats < 0 for part in fields]
    assert signs == sorted(signs, reverse=True)
    assert signs[0]
    own = reasons(answer.pool, answer.model, answer.fields.groups, a, a)
    assert {part.field: part.seen_in for part in own}["email"] in {1, 2}
