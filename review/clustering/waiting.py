"""Clustering what waits in the inbox: which open links can be true together; each contradiction becomes one review.

Nothing is merged by it. The reviewers' queue gains one proposal for each two groups that attract each other and may not be one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from cypher.queries.clustering import HARD_IDENTIFIERS, OPEN_IDENTITY_LINKS, HardRow, MostLinks, OpenIdentityLink, RecordIds
from cypher.queries.reviewing import KNOWN_ENTITIES, Uids
from cypher.store import GraphStore, Reader, Work
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.proposals import Proposal, ProposalKind, RiskTier, Subject
from review.audit.events import AuditEntry, append
from review.clustering.bans import CannotLink
from review.clustering.cluster import Clustering, cluster
from review.clustering.conflicts import Conflict
from review.clustering.constraints import HardIdentifier, Record
from review.clustering.question import Link, MustLink, Question, ScoredPair
from review.identity.explaining import ties
from review.identity.ground import read_ground
from review.identity.membership import Standing, cuts
from review.inbox import submit

# More open links than people work off in months; the surest come first.
MOST_LINKS: Final = 50_000
_CHUNK: Final = 1_000
CLUSTERING: Final = Actor("velocity-clustering", ActorKind.MODEL, frozenset({Role.MODEL}), "Clustering under constraints")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What the open links amount to: how they group, and the questions that came of what contradicts itself."""

    links: int
    clustering: Clustering
    questions: tuple[Proposal, ...]


def cluster_waiting(store: GraphStore, one_per_source: Iterable[str], *, now: datetime) -> Waiting:
    """Cluster all open links and submit one review for each contradiction; again, it submits nothing new.

    `one_per_source` names sources that never hold a person twice.
    """
    links = store.many(OPEN_IDENTITY_LINKS, MostLinks(MOST_LINKS))
    question = ask(store, links, frozenset(one_per_source))
    clustering = cluster(question)
    questions = tuple(review_of(conflict) for conflict in clustering.conflicts)
    if questions:
        store.write(lambda work: _submit(work, questions, now))
    return Waiting(links=len(links), clustering=clustering, questions=questions)


def ask(reader: Reader, links: Sequence[OpenIdentityLink], one_per_source: frozenset[str]) -> Question:
    """Everything that the clustering of these links depends on."""
    clients = sorted({client for link in links for client in (link.left_client, link.right_client)})
    standings = [read_ground(reader, clients[at : at + _CHUNK]).standing for at in range(0, len(clients), _CHUNK)]
    profiles = sorted({member.profile for standing in standings for member in standing.members})
    hard = [
        row
        for at in range(0, len(profiles), _CHUNK)
        for row in reader.many(HARD_IDENTIFIERS, RecordIds(profiles[at : at + _CHUNK]))
    ]
    return question_of(links, standings, hard, one_per_source)


def question_of(
    links: Sequence[OpenIdentityLink], standings: Sequence[Standing], hard: Sequence[HardRow], one_per_source: frozenset[str]
) -> Question:
    """The same, from what was read. Of several links between two records the surest counts; one that was decided does not."""
    known = {row.profile for row in hard}
    decided = {tie.left + tie.right for standing in standings for tie in ties(standing)}
    scored: dict[tuple[str, str], ScoredPair] = {}
    for link in links:
        pair = ScoredPair.of_probability(link.left, link.right, link.confidence, (link.proposal, *link.evidence))
        if {pair.left, pair.right} <= known and pair.left + pair.right not in decided:
            scored.setdefault((pair.left, pair.right), pair)
    return Question(
        records=[_record(row) for row in hard],
        pairs=tuple(scored.values()),
        same=[_must(tie.left, tie.right, tie.pair.decision if tie.pair else "") for s in standings for tie in ties(s)],
        barred=[bar for standing in standings for bar in _bars(standing)],
        one_per_source=one_per_source,
    )


def review_of(conflict: Conflict) -> Proposal:
    """The one question that a contradiction is: are these two the same, against what forbids it?"""
    ban = conflict.ban
    forbids = f"{ban.constraint.value.lower()}: {ban.key or ban.decision or 'forbids it'}"
    cut = [f"{link.left} - {link.right}" for link in conflict.cut.links]
    told = msgspec.json.encode({"chain": _steps(conflict.chain), "smallest_cut": _steps(conflict.cut.links)}).decode()
    return Proposal(
        kind=ProposalKind.IDENTITY_LINK,
        title=f"Two groups of {len(conflict.clusters[0])} and {len(conflict.clusters[1])} records contradict each other",
        subjects=(Subject(ban.left, "left"), Subject(ban.right, "right")),
        confidence=min((link.probability for link in conflict.chain), default=0.5),
        risk_tier=RiskTier.HIGH,
        reasons=(
            forbids,
            f"chain: {' - '.join(conflict.bridges) or 'directly linked'}",
            f"smallest_cut: giving up {', '.join(cut) or 'nothing'} parts them",
            *(f"also: {also.constraint.value.lower()} {also.key or also.decision or ''}" for also in conflict.also),
        ),
        evidence=tuple(dict.fromkeys((ban.left, ban.right, *conflict.bridges, *ban.evidence))),
        proposed_by=CLUSTERING,
        payload_json=told,
    )


def _submit(work: Work, questions: Sequence[Proposal], now: datetime) -> None:
    known = {row.uid for row in work.many(KNOWN_ENTITIES, Uids([question.uid for question in questions]))}
    fresh = [question for question in questions if question.uid not in known]
    submit(work, fresh, now=now)
    for proposal in fresh:
        append(
            work, AuditEntry(actor=CLUSTERING, action="review.propose", subjects=(proposal.uid,), about=proposal.uid, at=now)
        )


def _steps(links: Iterable[Link]) -> list[Mapping[str, object]]:
    return [{"left": link.left, "right": link.right, "probability": round(link.probability, 4)} for link in links]


def _record(row: HardRow) -> Record:
    return Record(row.profile, row.source, tuple(HardIdentifier(i.kind, i.value, i.node) for i in row.identifiers))


def _must(left: str, right: str, decision: str) -> MustLink:
    return MustLink(left, right, decision or "came together")


def _bars(standing: Standing) -> Iterable[CannotLink]:
    for ends in cuts(standing):
        left, right = sorted(ends)
        decision = max((bar for bar in standing.barred if bar.ends == ends), key=lambda bar: bar.decided_at).decision
        yield CannotLink(left, right, decision)
