"""Constraints are hard and monotone, and nothing is hidden."""

from hypothesis import given
from hypothesis import strategies as st

from gnn.matching.requirements import AtLeast, AtMost, Constraint, NoneOf, OneOf, Verdict, arranged, fit

WISH: tuple[Constraint, ...] = (
    AtMost("price", 2_000_000),
    AtLeast("bedrooms", 2),
    OneOf("area", frozenset({"Marina", "Downtown"})),
    NoneOf("features", frozenset({"ground floor"})),
)
WORSE = {Verdict.HOLDS: 0, Verdict.FAILS: 1}


def test_each_constraint_says_what_became_of_it() -> None:
    found = fit(WISH, {"price": 2_500_000.0, "bedrooms": 3.0, "area": "Marina", "features": frozenset({"pool"})})
    assert [check.verdict for check in found.checks] == [Verdict.FAILS, Verdict.HOLDS, Verdict.HOLDS, Verdict.HOLDS]
    assert found.failing[0].said == "price 2.5e+06, at most 2e+06"
    assert found.shortfall == 0.25


def test_what_the_listing_does_not_say_is_unknown_not_failed() -> None:
    found = fit(WISH, {})
    assert {check.verdict for check in found.checks} == {Verdict.UNKNOWN}
    assert len(found.unknown) == len(WISH)
    assert found.failing == ()


def test_several_values_may_hold_by_one() -> None:
    assert OneOf("area", frozenset({"A"})).check({"area": frozenset({"A", "B"})}).verdict is Verdict.HOLDS
    assert NoneOf("area", frozenset({"A"})).check({"area": frozenset({"A", "B"})}).verdict is Verdict.FAILS


def test_failing_listings_stand_below_and_stay() -> None:
    fits = [
        fit(WISH, listing)
        for listing in ({"price": 9e6}, {"price": 1e6}, {"price": 2.1e6}, {}, {"price": 9e6, "bedrooms": 1.0})
    ]
    assert arranged([5.0, 0.1, 0.0, 0.2, 9.0], fits) == [3, 1, 2, 0, 4]


@given(st.floats(0, 1e7), st.floats(0, 1e7), st.floats(1, 1e7))
def test_moving_towards_the_wish_never_makes_it_worse(one: float, two: float, limit: float) -> None:
    cheap, dear = sorted((one, two))
    for constraint, better, worse in ((AtMost("x", limit), cheap, dear), (AtLeast("x", limit), dear, cheap)):
        near, far = constraint.check({"x": better}), constraint.check({"x": worse})
        assert WORSE[near.verdict] <= WORSE[far.verdict]
        assert near.shortfall <= far.shortfall


@given(st.floats(0, 1e7), st.floats(0, 1e7), st.floats(0, 1e7))
def test_asking_for_more_never_lets_more_through(value: float, one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert WORSE[AtMost("x", high).check({"x": value}).verdict] <= WORSE[AtMost("x", low).check({"x": value}).verdict]
    assert WORSE[AtLeast("x", low).check({"x": value}).verdict] <= WORSE[AtLeast("x", high).check({"x": value}).verdict]


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0, 4e6)), min_size=1, max_size=8))
def test_no_score_lifts_a_failing_listing_above_one_that_fails_nothing(listings: list[tuple[float, float]]) -> None:
    fits = [fit(WISH[:1], {"price": price}) for _, price in listings]
    order = arranged([score for score, _ in listings], fits)
    fails = [len(fits[at].failing) for at in order]
    assert sorted(order) == list(range(len(listings)))
    assert fails == sorted(fails)
