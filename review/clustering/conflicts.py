"""What a clustering could not satisfy: two clusters that would be one if nothing forbade it. One review each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from review.clustering.bans import Ban, CannotLink, bans_between
from review.clustering.constraints import Record
from review.clustering.question import Link, Question
from review.clustering.web import Cut, Web

Clusters = Sequence[Sequence[Record]]
LinksBetween = Mapping[tuple[int, int], Sequence[Link]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two records that may not be together (`ban`), in two clusters that attract each other.

    `chain` is the strongest way from one record to the other through the two clusters, `cut` the cheapest links whose loss
    leaves no way; `given_up` are all links between the clusters, which the clustering does not follow. `also` holds what else
    forbids it. A reviewer confirms the clusters, or takes the ban back.
    """

    ban: Ban
    also: tuple[Ban, ...]
    clusters: tuple[tuple[str, ...], tuple[str, ...]]
    chain: tuple[Link, ...]
    cut: Cut[Link]
    given_up: tuple[Link, ...]

    @property
    def bridges(self) -> tuple[str, ...]:
        """The records on the way between the two, each of them kept in the cluster that suits it best."""
        ends = (self.ban.left, self.ban.right)
        return tuple(sorted({uid for link in self.chain for uid in (link.left, link.right)} - set(ends)))


def conflicts_between(clusters: Clusters, wanted: Iterable[tuple[int, int]], question: Question) -> tuple[Conflict, ...]:
    """A conflict for each two clusters that would gain by joining, or that a decision joins and a constraint keeps apart."""
    of = {record.uid: place for place, its in enumerate(clusters) for record in its}
    scored = sorted((pair for pair in question.pairs if pair.log_odds > 0), key=lambda pair: (pair.left, pair.right))
    decisions = sorted(question.same, key=lambda link: (link.left, link.right, link.decision))
    links = _by_clusters(of, (*decisions, *scored))
    barred = _bars(of, question.barred)
    decided = {_places(of, link.left, link.right) for link in question.same}
    pairs = {(min(pair), max(pair)) for pair in wanted} | {pair for pair in decided if pair[0] != pair[1]}
    found = [_conflict(clusters, pair, links, barred.get(pair, ()), question.one_per_source) for pair in sorted(pairs)]
    return tuple(sorted(found, key=lambda conflict: (conflict.ban.left, conflict.ban.right, conflict.clusters)))


def _conflict(
    clusters: Clusters,
    pair: tuple[int, int],
    links: LinksBetween,
    barred: Sequence[CannotLink],
    one_per_source: frozenset[str],
) -> Conflict:
    first, second = pair
    ban, *also = bans_between(clusters[first], clusters[second], barred, one_per_source)
    across = links.get(pair, ())
    web = Web((*links.get((first, first), ()), *links.get((second, second), ()), *across))
    return Conflict(
        ban=ban,
        also=tuple(also),
        clusters=(tuple(r.uid for r in clusters[first]), tuple(r.uid for r in clusters[second])),
        chain=web.strongest_path(ban.left, ban.right),
        cut=web.smallest_cut(ban.left, ban.right),
        given_up=tuple(across),
    )


def _by_clusters(of: Mapping[str, int], links: Iterable[Link]) -> LinksBetween:
    found: dict[tuple[int, int], list[Link]] = {}
    for link in links:
        found.setdefault(_places(of, link.left, link.right), []).append(link)
    return found


def _bars(of: Mapping[str, int], barred: Iterable[CannotLink]) -> Mapping[tuple[int, int], Sequence[CannotLink]]:
    found: dict[tuple[int, int], list[CannotLink]] = {}
    for bar in barred:
        found.setdefault(_places(of, bar.left, bar.right), []).append(bar)
    return found


def _places(of: Mapping[str, int], left: str, right: str) -> tuple[int, int]:
    return (of[left], of[right]) if of[left] < of[right] else (of[right], of[left])
