"""Clusters obey every constraint, whatever the order of the question; what they could not satisfy is told, once each."""

import math
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.errors import InputRefused
from review.clustering.bans import CannotLink
from review.clustering.cluster import cluster, objective
from review.clustering.constraints import Constraint, HardIdentifier, Record, Span
from review.clustering.question import MustLink, Question, ScoredPair
from tests.support.clustering_questions import (
    a_large_question,
    day,
    link_by_link,
    may_not,
    place_of,
    questions,
    separates,
    within,
)

T = TypeVar("T")
DAY = datetime(2026, 11, 1, tzinfo=UTC)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_the_question_does_not_matter(question: Question, chance: random.Random) -> None:
    def shuffled(entries: Sequence[T]) -> list[T]:
        return chance.sample(list(entries), len(entries))

    turned = [ScoredPair(p.right, p.left, p.log_odds, p.evidence) for p in question.pairs]
    other = replace(
        question,
        records=shuffled(question.records),
        pairs=shuffled(turned),
        same=shuffled(question.same),
        barred=shuffled(question.barred),
    )
    assert cluster(question) == cluster(other)


@QUICK
@given(questions())
def test_every_record_is_in_exactly_one_cluster(question: Question) -> None:
    found = [uid for its in cluster(question).clusters for uid in its]
    assert sorted(found) == sorted(record.uid for record in question.records)


@QUICK
@given(questions())
def test_no_cluster_holds_two_records_that_may_not_be_together(question: Question) -> None:
    of = {record.uid: record for record in question.records}
    for its in cluster(question).clusters:
        for left, right in combinations(its, 2):
            assert not may_not(of[left], of[right], question), (left, right)


@QUICK
@given(questions())
def test_a_decision_holds_unless_a_conflict_tells_of_it(question: Question) -> None:
    found = cluster(question)
    place = place_of(found)
    told = [link for conflict in found.conflicts for link in conflict.given_up]
    for link in question.same:
        assert place[link.left] == place[link.right] or link in told


@QUICK
@given(questions())
def test_a_conflict_names_two_records_that_may_not_be_together_and_a_way_between_them(question: Question) -> None:
    found = cluster(question)
    of, place = {record.uid: record for record in question.records}, place_of(found)
    for conflict in found.conflicts:
        for ban in (conflict.ban, *conflict.also):
            assert may_not(of[ban.left], of[ban.right], question)
            assert {place[ban.left], place[ban.right]} == {found.clusters.index(its) for its in conflict.clusters}
        way = [conflict.ban.left]
        for link in conflict.chain:
            way.append(link.right if link.left == way[-1] else link.left)
            assert {way[-2], way[-1]} == {link.left, link.right}
        assert way[-1] == conflict.ban.right
        assert set(way[1:-1]) == set(conflict.bridges)
        assert all(place[link.left] != place[link.right] for link in conflict.given_up)
        assert conflict.given_up


@QUICK
@given(questions())
def test_one_conflict_for_two_clusters_and_none_is_missed(question: Question) -> None:
    """Two clusters that would add up to more as one are apart only because of a conflict."""
    found = cluster(question)
    told = [frozenset(conflict.clusters) for conflict in found.conflicts]
    assert len(told) == len(set(told))
    for first, second in combinations(found.clusters, 2):
        merged = [its for its in found.clusters if its not in {first, second}] + [(*first, *second)]
        if objective(merged, question) > found.log_odds + 1e-6:
            assert frozenset((first, second)) in told


@QUICK
@given(questions())
def test_the_cut_separates_and_no_cheaper_one_does(question: Question) -> None:
    for conflict in cluster(question).conflicts:
        links, (start, end) = within(conflict, question), (conflict.ban.left, conflict.ban.right)
        if len(links) > 11:
            continue  # 2^11 sets of links are enough for brute force
        assert separates(links, conflict.cut.links, start, end)
        assert conflict.cut.cost == pytest.approx(sum(link.log_odds for link in conflict.cut.links))
        for size in range(len(links) + 1):
            for gone in combinations(links, size):
                if sum(link.log_odds for link in gone) < conflict.cut.cost - 1e-3:
                    assert not separates(links, gone, start, end), gone


@QUICK
@given(questions(constrained=False))
def test_without_constraints_there_is_nothing_to_review(question: Question) -> None:
    assert cluster(question).conflicts == ()


@QUICK
@given(questions(decided=False))
def test_it_never_adds_up_to_less_than_plain_greedy(question: Question) -> None:
    found = cluster(question)
    assert found.log_odds >= objective(link_by_link(question), question) - 1e-6
    assert found.log_odds == pytest.approx(objective(found.clusters, question))


def test_a_bridge_stays_in_its_best_cluster_and_is_queued() -> None:
    ann, ann2, bea = Record("ann"), Record("ann2"), Record("bea")
    question = Question(
        records=[ann, ann2, bea],
        pairs=[ScoredPair("ann", "ann2", 4.0, ("eml_1",)), ScoredPair("ann2", "bea", 3.0, ("phn_1",))],
        barred=[CannotLink("ann", "bea", "dec_1", evidence=("pro_1",))],
    )
    found = cluster(question)
    assert found.clusters == (("ann", "ann2"), ("bea",))
    (conflict,) = found.conflicts
    assert (conflict.ban.left, conflict.ban.right, conflict.ban.decision) == ("ann", "bea", "dec_1")
    assert conflict.ban.evidence == ("pro_1",)
    assert conflict.bridges == ("ann2",)
    assert conflict.chain == (question.pairs[0], question.pairs[1])
    assert conflict.cut.links == conflict.given_up == (question.pairs[1],)
    assert (conflict.cut.near, conflict.cut.far) == (("ann", "ann2"), ("bea",))


def test_decisions_that_contradict_each_other_are_not_silently_obeyed() -> None:
    found = cluster(
        Question(
            records=[Record(uid) for uid in "abc"],
            same=[MustLink("a", "b", "dec_1"), MustLink("b", "c", "dec_2", log_odds=9.0)],
            barred=[CannotLink("a", "c", "dec_3")],
        )
    )
    assert found.clusters == (("a", "b"), ("c",))
    (conflict,) = found.conflicts
    assert conflict.ban.decision == "dec_3"
    assert [getattr(link, "decision", "") for link in conflict.cut.links] == ["dec_2"]


@pytest.mark.parametrize(
    ("left", "right", "constraint", "key"),
    [
        (
            Record("a", identifiers=(HardIdentifier("passport", "1", "nid_1"),)),
            Record("b", identifiers=(HardIdentifier("passport", "2", "nid_2"),)),
            Constraint.IDENTIFIER,
            "passport",
        ),
        (Record("a", "registry"), Record("b", "registry"), Constraint.ONE_PER_SOURCE, "registry"),
        (
            Record("a", spans=(Span("is_in", "AE", None, day(2), "int_1"),)),
            Record("b", spans=(Span("is_in", "GB", day(1), None, "int_2"),)),
            Constraint.TIME,
            "is_in",
        ),
    ],
)
def test_what_a_person_has_once_keeps_records_apart(left: Record, right: Record, constraint: Constraint, key: str) -> None:
    question = Question(records=[left, right], pairs=[ScoredPair("a", "b", 9.0)], one_per_source=frozenset({"registry"}))
    found = cluster(question)
    assert found.clusters == (("a",), ("b",))
    (conflict,) = found.conflicts
    assert (conflict.ban.constraint, conflict.ban.key) == (constraint, key)
    assert len(conflict.ban.evidence) == 2


def test_times_that_only_touch_do_not_contradict() -> None:
    before = Record("a", spans=(Span("is_in", "AE", day(0), day(1)),))
    after = Record("b", spans=(Span("is_in", "GB", day(1), day(2)),))
    assert cluster(Question(records=[before, after], pairs=[ScoredPair("a", "b", 1.0)])).clusters == (("a", "b"),)


def test_one_weak_link_does_not_join_two_families() -> None:
    """What connected components would do."""
    uids = [f"{side}{number}" for side in "ab" for number in range(4)]
    pairs = [ScoredPair(x, y, 5.0) for side in "ab" for x, y in combinations([u for u in uids if u[0] == side], 2)]
    found = cluster(Question(records=[Record(uid) for uid in uids], pairs=[*pairs, ScoredPair("a0", "b0", 2.0)]))
    assert found.clusters == (("a0", "a1", "a2", "a3"), ("b0", "b1", "b2", "b3"))
    assert found.conflicts == ()


def test_a_question_that_contradicts_itself_is_refused() -> None:
    two = [Record("a"), Record("b")]
    for wrong in (
        lambda: Question(records=[*two, Record("a")]),
        lambda: Question(records=two, pairs=[ScoredPair("a", "c", 1.0)]),
        lambda: Question(records=two, pairs=[ScoredPair("a", "b", 1.0), ScoredPair("b", "a", 2.0)]),
        lambda: Question(records=two, pairs=[ScoredPair("a", "b", math.inf)]),
        lambda: Question(records=two, same=[MustLink("a", "b", "dec_1", log_odds=0.0)]),
        lambda: Question(records=two, unscored_log_odds=0.1),
        lambda: ScoredPair("a", "a", 1.0),
    ):
        with pytest.raises(InputRefused):
            wrong()


def test_a_probability_becomes_log_odds_and_back() -> None:
    assert ScoredPair.of_probability("a", "b", 0.5).log_odds == 0.0
    assert ScoredPair.of_probability("a", "b", 0.9).probability == pytest.approx(0.9)
    assert math.isfinite(ScoredPair.of_probability("a", "b", 1.0).log_odds)


def test_time_grows_with_the_question_and_no_faster() -> None:
    """A tenth of the 100,000 records and 300,000 pairs of docs/decisions. Processor time, as other work must not fail it."""
    question = a_large_question(people=4_000, count=10_000, pairs=30_000)
    began = time.process_time()
    found = cluster(question)
    assert time.process_time() - began < 5
    assert sum(map(len, found.clusters)) == 10_000
    assert len(found.conflicts) > 50
