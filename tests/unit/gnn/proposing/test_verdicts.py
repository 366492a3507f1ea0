"""Promises held against verdicts, and runs against runs."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from scipy.stats import binom

from gnn.proposing.cards import ModelCard
from gnn.proposing.verdicts import (
    LARGE_SHIFT,
    SOME_SHIFT,
    Decided,
    agrees,
    interval,
    kept_promises,
    promise_error,
    safe_from,
    shifts,
    stability_index,
)
from graph_schema.proposals import ProposalKind, Verdict

LINK = ProposalKind.IDENTITY_LINK
CARD = ModelCard(
    model="m", purpose="", limits=(), known_at="", valid_at="", snapshot_hash="", weights_hash="", saw={}, chose={}, found={},
    watched={"email is given": {"yes": 0.8, "no": 0.2}, "chance": {"0.5": 1.0}},
)  # fmt: skip


def decided(chance: float, right: int, wrong: int) -> list[Decided]:
    return [Decided(LINK, chance, agreed=True)] * right + [Decided(LINK, chance, agreed=False)] * wrong


def test_each_step_says_what_was_promised_and_what_happened() -> None:
    low, high = kept_promises([*decided(0.97, 97, 3), *decided(0.55, 11, 9)])
    assert (low.low, low.high, low.decided, low.happened) == (0.5, 0.6, 20, 0.55)
    assert (high.low, high.high, high.decided, high.happened) == (0.95, 0.99, 100, 0.97)
    assert high.promised == pytest.approx(0.97)
    assert high.between[0] < 0.97 < high.between[1]
    assert [step.high for step in kept_promises(decided(1.0, 3, 0))] == [1.0]


def test_a_model_that_boasts_is_found_out() -> None:
    assert promise_error([*decided(0.9, 90, 10), *decided(0.6, 60, 40)]) < 1e-9
    assert promise_error([*decided(0.9, 50, 50), *decided(0.6, 60, 40)]) == pytest.approx(0.2)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    counts = np.arange(41)
    for truth in (0.03, 0.4, 0.9):
        holds = np.array([interval(int(right), 40)[0] <= truth <= interval(int(right), 40)[1] for right in counts])
        assert binom.pmf(counts, 40, truth)[holds].sum() >= 0.95


def test_what_counts_as_agreement() -> None:
    assert agrees(LINK, Verdict.SAME)
    assert not agrees(LINK, Verdict.SAME_HOUSEHOLD)
    assert agrees(ProposalKind.HOUSEHOLD, Verdict.SAME_HOUSEHOLD)
    assert not agrees(ProposalKind.PROPERTY_MATCH, Verdict.REJECT)


def test_a_shift_is_told_and_sameness_is_none() -> None:
    moved = msgspec.structs.replace(
        CARD, watched={"email is given": {"yes": 0.3, "no": 0.7}, "chance": {"0.5": 0.9, "0.9": 0.1}}
    )
    first, second = shifts(CARD, moved)
    assert (first.name, first.word) == ("email is given", "large")
    assert first.index == pytest.approx(0.5 * np.log(0.8 / 0.3) + 0.5 * np.log(0.7 / 0.2))
    assert second.word == "large", "a value that was never seen before"
    assert [shift.word for shift in shifts(CARD, CARD)] == ["none", "none"]
    assert replace(first, index=(SOME_SHIFT + LARGE_SHIFT) / 2).word == "some"
    assert stability_index({"a": 0.5, "b": 0.5}, {"a": 0.55, "b": 0.45}) < SOME_SHIFT


def test_a_safe_chance_is_proven_by_verdicts_on_different_people_only() -> None:
    apart = [Decided(LINK, 0.999, agreed=True, concerning=(f"a{at}", f"b{at}")) for at in range(1_000)]
    assert safe_from(apart) == pytest.approx(0.5)
    chained = [Decided(LINK, 0.999, agreed=True, concerning=(f"c{at}", f"c{at + 1}")) for at in range(1_000)]
    assert safe_from(chained) is None
    assert safe_from([]) is None


def test_wrong_verdicts_end_what_is_safe() -> None:
    sure = [Decided(LINK, 0.999, agreed=True, concerning=(f"a{at}",)) for at in range(1_000)]
    unsure = [Decided(LINK, 0.8, agreed=at % 10 > 0, concerning=(f"b{at}",)) for at in range(1_000)]
    safe = safe_from([*sure, *unsure])
    assert safe is not None
    assert 0.8 < safe < 0.999
