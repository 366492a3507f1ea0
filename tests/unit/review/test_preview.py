"""What would happen: who wins, what conflicts, how risky; and which part of the hash each change moves."""

from datetime import UTC, datetime

import pytest

from graph_schema.proposals import RiskTier
from review.decide import PARTS
from review.identity.membership import Move
from review.identity.survivorship import Stated, survive
from review.preview import Adding, Deal, HeldConsent, Preview, Records, preview

NOW = datetime(2026, 11, 1, tzinfo=UTC)
MOVE = (Move("prf_b", "cli_b", "cli_a"),)
AFTER = {"prf_a": "cli_a", "prf_b": "cli_a"}


def said(profile: str, field: str, value: str, trust: int = 50, *, day: int = 1, ours: bool = False) -> Stated:
    since = NOW.replace(day=day)
    return Stated(profile=profile, field=field, value=value, trust=trust, since=since, is_ours=ours)


def shown(records: Records, adding: Adding = Adding(), text: str = "p") -> Preview:  # noqa: B008 - frozen
    return preview(text, MOVE, adding, records, AFTER)


@pytest.mark.parametrize(
    ("values", "winner"),
    [
        ([said("prf_a", "name", "Ada", 50), said("prf_b", "name", "Bea", 60)], "Bea"),
        ([said("prf_a", "name", "Ada", day=2), said("prf_b", "name", "Bea", day=1)], "Ada"),
        ([said("prf_a", "name", "Bea"), said("prf_b", "name", "Ada")], "Ada"),
        ([said("prf_a", "name", "Zoe", 1, ours=True), said("prf_b", "name", "Ada", 99)], "Zoe"),
    ],
)
def test_our_word_then_trust_then_time_then_the_alphabet(values: list[Stated], winner: str) -> None:
    (found,) = survive(values)
    assert found.value == winner
    assert found.loses == tuple(v.value for v in values if v.value != winner)


def test_what_a_merge_brings_together_is_judged_by_its_sides() -> None:
    same_side = Records(consents=tuple(HeldConsent(profile="prf_a", channel="SMS", purpose="X", state=s) for s in ("A", "B")))
    assert (shown(same_side).consent_conflicts, shown(same_side).risk) == ((), RiskTier.MEDIUM)
    both = Records(
        consents=(
            HeldConsent(profile="prf_a", channel="SMS", purpose="X", state="GRANTED"),
            HeldConsent(profile="prf_b", channel="SMS", purpose="X", state="REFUSED"),
        )
    )
    (conflict,) = shown(both).consent_conflicts
    assert "GRANTED and REFUSED" in conflict
    assert shown(both).risk is RiskTier.HIGH


def test_deals_that_have_come_far_are_high_risk_when_they_move() -> None:
    moving = Records(deals=(Deal(profile="prf_b", opportunity="opp_1", stage="RESERVED"),))
    staying = Records(deals=(Deal(profile="prf_a", opportunity="opp_1", stage="RESERVED"),))
    assert (shown(moving).risk, shown(staying).risk) == (RiskTier.HIGH, RiskTier.MEDIUM)


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("proposal", shown(Records(), text="q")),
        ("records", shown(Records(), Adding(added=("NOT_SAME a b",)))),
        ("values", shown(Records(values=(said("prf_b", "city", "Rome"),)))),
        ("warnings", shown(Records(hanging=(("NAMED", 1),)))),
    ],
)
def test_each_part_of_the_hash_moves_with_its_own(part: str, changed: Preview) -> None:
    before, after = shown(Records()).shown_hash.split("-"), changed.shown_hash.split("-")
    assert [name for name, left, right in zip(PARTS, before, after, strict=True) if left != right] == [part]
