"""Questions of clustering drawn at random and by size, and slow ways to answer them that are plainly right."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import strategies as st

from review.clustering.bans import CannotLink
from review.clustering.cluster import Clustering
from review.clustering.conflicts import Conflict
from review.clustering.constraints import Constraint, HardIdentifier, Record, Span
from review.clustering.question import Link, MustLink, Question, ScoredPair

DAY = datetime(2026, 11, 1, tzinfo=UTC)


@st.composite
def questions(draw: st.DrawFn, *, constrained: bool = True, decided: bool = True) -> Question:
    """Up to seven records, each constraint in play, scores in quarters of a nat so that ties happen."""
    uids = [f"prf_{number}" for number in range(draw(st.integers(1, 7)))]
    ends = list(combinations(uids, 2))
    some = st.lists(st.sampled_from(ends), unique=True, max_size=4) if ends else st.just([])
    none: st.SearchStrategy[list[tuple[str, str]]] = st.just([])
    scored = draw(st.lists(st.sampled_from(ends), unique=True)) if ends else []
    score = st.integers(-12, 16).map(lambda quarters: quarters / 4)
    return Question(
        records=[draw(records(uid, constrained)) for uid in uids],
        pairs=[ScoredPair(left, right, draw(score)) for left, right in scored],
        same=[MustLink(left, right, f"dec_{left}{right}") for left, right in draw(some if decided else none)],
        barred=[
            CannotLink(left, right, "dec_no", draw(st.sampled_from([Constraint.NOT_SAME, Constraint.HOUSEHOLD])))
            for left, right in draw(some if constrained else none)
        ],
        one_per_source=frozenset({"registry"}) if constrained else frozenset(),
        unscored_log_odds=draw(st.sampled_from([0.0, -0.5])),
    )


@st.composite
def records(draw: st.DrawFn, uid: str, constrained: bool) -> Record:
    """A record; without constraints it says nothing that could contradict."""
    if not constrained:
        return Record(uid, "registry")
    born = draw(st.sets(st.sampled_from(["1980", "1981"])))
    start = draw(st.integers(0, 3))
    stay = Span("is_in", draw(st.sampled_from(["AE", "GB"])), day(start), day(start + draw(st.integers(1, 2))), f"int_{uid}")
    return Record(
        uid,
        draw(st.sampled_from(["registry", "crm", "portal"])),
        tuple(HardIdentifier("birth_date", value, f"fct_{value}") for value in sorted(born)),
        (stay,) if draw(st.booleans()) else (),
    )


def day(number: int) -> datetime:
    return DAY + timedelta(days=number)


def may_not(left: Record, right: Record, question: Question) -> bool:
    """Every rule again, as plainly as it can be said."""
    if any({c.left, c.right} == {left.uid, right.uid} for c in question.barred):
        return True
    if left.source == right.source and left.source in question.one_per_source:
        return True
    kinds = {i.kind for i in left.identifiers} & {i.kind for i in right.identifiers}
    for kind in kinds:
        if not {i.value for i in left.identifiers if i.kind == kind} & {i.value for i in right.identifiers if i.kind == kind}:
            return True
    for ours in left.spans:
        for theirs in right.spans:
            days = [day(number) for number in range(8)]
            both = [d for d in days if ours.start <= d < ours.end and theirs.start <= d < theirs.end]  # type: ignore[operator]  # closed
            if ours.key == theirs.key and ours.value != theirs.value and both:
                return True
    return False


def link_by_link(question: Question) -> list[set[str]]:
    """Plain greedy without moves: must-links, then each pair that attracts, the strongest first."""
    of = {record.uid: record for record in question.records}
    groups = [{uid} for uid in of]
    attracting = sorted((p for p in question.pairs if p.log_odds > 0), key=lambda p: (-p.log_odds, p.left, p.right))
    links: list[Link] = [*question.same, *attracting]
    for link in links:
        left = next(group for group in groups if link.left in group)
        right = next(group for group in groups if link.right in group)
        if left is not right and not any(may_not(of[a], of[b], question) for a in left for b in right):
            groups.remove(right)
            left |= right
    return groups


def separates(links: Sequence[Link], gone: Sequence[Link], start: str, end: str) -> bool:
    """Whether no way is left, found by flooding."""
    reached = {start}
    for _ in links:
        for link in links:
            if link not in gone and (link.left in reached) != (link.right in reached):
                reached |= {link.left, link.right}
    return end not in reached


def within(conflict: Conflict, question: Question) -> list[Link]:
    """The links of the two clusters."""
    members = {uid for its in conflict.clusters for uid in its}
    links: list[Link] = [*question.same, *(pair for pair in question.pairs if pair.log_odds > 0)]
    return [link for link in links if {link.left, link.right} <= members]


def place_of(clustering: Clustering) -> dict[str, int]:
    return {uid: place for place, its in enumerate(clustering.clusters) for uid in its}


def a_large_question(*, people: int, count: int, pairs: int) -> Question:
    """Records of people who have one to a dozen each; true pairs score high, neighbours low, some birth dates are wrong."""
    chance = random.Random(7)
    who = [chance.randrange(people) for _ in range(count)]
    born = [str(person % 9_000 if chance.random() > 0.02 else chance.randrange(9_000)) for person in who]
    records = [Record(f"prf_{n:06}", "crm", (HardIdentifier("birth_date", born[n]),) if n % 2 else ()) for n in range(count)]
    theirs: dict[int, list[int]] = {}
    for number, person in enumerate(who):
        theirs.setdefault(person, []).append(number)
    scores = {pair: chance.gauss(4, 2) for its in theirs.values() for pair in combinations(its, 2)}
    while len(scores) < pairs:
        first = chance.randrange(count - 50)
        scores.setdefault((first, first + chance.randrange(1, 50)), chance.gauss(-3, 2.5))
    scored = [ScoredPair(records[a].uid, records[b].uid, score) for (a, b), score in scores.items()]
    ends = chance.sample(sorted(scores), 1_000)
    barred = [CannotLink(records[a].uid, records[b].uid, "dec_no") for a, b in ends[:500]]
    same = [MustLink(records[a].uid, records[b].uid, "dec_yes") for a, b in ends[500:]]
    return Question(records=records, pairs=scored, same=same, barred=barred)
