"""Who is whom: a pure function of what stands, checked against brute force."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.errors import Barred, InvariantBroken
from graph_schema.natural_keys import client_uid
from review.identity.membership import Home, Member, Pair, Standing, assign, moves

NOW = datetime(2026, 11, 1, tzinfo=UTC)
PEOPLE = [f"prf_{letter}" for letter in "abcdef"]
PAIRS = list(combinations(PEOPLE, 2))


def pair(left: str, right: str, decision: str = "dec_1", after: int = 0) -> Pair:
    return Pair(left, right, decision, NOW + timedelta(seconds=after))


def alone(*, same: tuple[Pair, ...] = (), barred: tuple[Pair, ...] = ()) -> Standing:
    """Six people who came by themselves, the first the earliest."""
    return Standing(
        members=tuple(Member(p, client_uid(p), client_uid(p)) for p in PEOPLE),
        homes=tuple(Home(client_uid(p), (p,), NOW + timedelta(days=day)) for day, p in enumerate(PEOPLE)),
        same=same,
        barred=barred,
    )


def together(*profiles: str) -> Standing:
    """Records that came as one client, in its order of names."""
    home = client_uid(profiles[0])
    members = tuple(Member(profile, home, home) for profile in profiles)
    return Standing(members=members, homes=(Home(home, profiles, NOW),))


def groups(assigned: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(p for p, c in assigned.items() if c == client) for client in assigned.values()}


def test_who_came_first_gives_the_name() -> None:
    a, b, c = PEOPLE[:3]
    assigned = assign(alone(same=(pair(c, b), pair(b, a))))
    assert {assigned[p] for p in (a, b, c)} == {client_uid(a)}
    assert [move.profile for move in moves(alone(same=(pair(c, b), pair(b, a))))] == [b, c]


def test_a_split_leaves_the_id_with_its_keeper() -> None:
    a, b, c = PEOPLE[:3]
    parted = together(a, b, c).plus(barred=(pair(a, c), pair(b, c)))
    assert assign(parted) == {a: client_uid(a), b: client_uid(a), c: client_uid(c)}
    keeper_leaves = together(a, b, c).plus(barred=(pair(a, b), pair(a, c)))
    assert assign(keeper_leaves) == {a: client_uid(a), b: client_uid(b), c: client_uid(b)}


def test_a_later_not_same_cuts_an_earlier_same_and_taking_it_back_heals() -> None:
    a, b, _ = PEOPLE[:3]
    cut = alone(same=(pair(a, b, "dec_1", 1),), barred=(pair(a, b, "dec_2", 2),))
    assert assign(cut)[a] != assign(cut)[b]
    healed = cut.without("dec_2")
    assert assign(healed)[a] == assign(healed)[b]


def test_two_who_are_barred_cannot_meet_over_a_third() -> None:
    a, b, c = PEOPLE[:3]
    with pytest.raises(Barred, match=f"{a} - {b} - {c}"):
        assign(alone(same=(pair(a, b), pair(b, c)), barred=(pair(a, c, "dec_9"),)))


def test_a_record_in_two_clients_is_a_defect() -> None:
    twice = (Member("prf_a", "cli_a", "cli_a"), Member("prf_a", "cli_a", "cli_b"))
    with pytest.raises(InvariantBroken):
        Standing(members=twice, homes=())


@given(st.lists(st.sampled_from(PAIRS), max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_links_leaves_no_trace(links: list[tuple[str, str]], chance: object) -> None:
    pairs = [pair(left, right, f"dec_{number}", number) for number, (left, right) in enumerate(links)]
    shuffled = sorted(pairs, key=lambda p: hash((p.decision, str(chance))))
    assert assign(alone(same=tuple(pairs))) == assign(alone(same=tuple(shuffled)))


@given(st.lists(st.sampled_from(PAIRS), max_size=10))
def test_components_are_those_of_brute_force(links: list[tuple[str, str]]) -> None:
    found = [{person} for person in PEOPLE]
    for ends in map(set, links):
        joined = [group for group in found if group & ends]
        found = [group for group in found if not group & ends] + [set().union(*joined)]
    assigned = assign(alone(same=tuple(pair(left, right) for left, right in links)))
    assert groups(assigned) == {frozenset(group) for group in found}
    for client in set(assigned.values()):
        assert client == client_uid(min(p for p, c in assigned.items() if c == client))


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(PAIRS)), max_size=12), st.integers(0, 11))
def test_taking_one_back_is_as_if_it_had_never_been(made: list[tuple[bool, tuple[str, str]]], which: int) -> None:
    pairs = [(is_same, pair(*ends, f"dec_{number}", number)) for number, (is_same, ends) in enumerate(made)]
    whole = alone(same=tuple(p for is_same, p in pairs if is_same), barred=tuple(p for is_same, p in pairs if not is_same))
    decision = f"dec_{which}"
    rest = [(is_same, p) for is_same, p in pairs if p.decision != decision]
    never = alone(same=tuple(p for is_same, p in rest if is_same), barred=tuple(p for is_same, p in rest if not is_same))
    assert outcome(whole.without(decision)) == outcome(never)


def outcome(standing: Standing) -> dict[str, str] | str:
    """Who is whom, or that it cannot be."""
    try:
        return assign(standing)
    except Barred as refusal:
        return refusal.error_code
