"""Why records are one client, what would part them, and why two clients are not one: pure, over what stands and what is said.

The strongest path is the chain of links whose product of confidences is highest; the smallest cut is the set of links of least
weight of evidence whose loss leaves no chain at all.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final

from cypher.queries.identity import IdentityEvidence, IdentityProposal
from graph_schema.lifecycle import ProposalState
from review.clustering.bans import Ends
from review.clustering.web import Web
from review.identity.membership import Pair, Standing, cuts, homes_of
from review.identity.survivorship import HELD_ONCE

# Records that came as one share the key of their source: a mistake there is rare, and parting them takes a split.
CAME_TOGETHER_CONFIDENCE: Final = 0.999
# A decision under a name counts as sure as its proposal was, and never as certain: otherwise no cut would be the smallest.
MOST_CONFIDENCE: Final = 1 - 1e-6
# Giving up a link always costs something, however unsure it was when somebody accepted it.
LEAST_COST: Final = 0.01
_ONE_EACH: Final = HELD_ONCE | {"nationalid"}
_WAITING: Final = frozenset({ProposalState.PROPOSED, ProposalState.CLAIMED, ProposalState.AWAITING_SECOND})


@dataclass(frozen=True, slots=True)
class Tie(Ends):
    """A link that holds two records together: a decision, or that they came as one (None)."""

    pair: Pair | None

    @property
    def probability(self) -> float:
        """How sure the link is."""
        return min(self.pair.confidence, MOST_CONFIDENCE) if self.pair else CAME_TOGETHER_CONFIDENCE

    @property
    def cost(self) -> float:
        """What giving it up costs, in nats."""
        return max(LEAST_COST, math.log(self.probability / (1 - self.probability)) if self.probability > 0 else LEAST_COST)


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two records: what each says, with its source."""

    field: str
    left: IdentityEvidence
    right: IdentityEvidence


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path, or one link of a cut: why the two are linked, what they share, and what speaks against it."""

    tie: Tie
    agrees: tuple[Compared, ...]
    differs: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Two records of one client: the strongest path between them, and the smallest cut that would part them."""

    left: str
    right: str
    path: tuple[Hop, ...]
    cut: tuple[Hop, ...]
    near: tuple[str, ...]
    far: tuple[str, ...]


class ApartBecause(StrEnum):
    """Why two clients are two, the gravest first."""

    NOT_SAME = "NOT_SAME"
    CONTRADICTION = "CONTRADICTION"
    HOUSEHOLD = "HOUSEHOLD"
    TURNED_DOWN = "TURNED_DOWN"
    WAITING = "WAITING"
    NOBODY_ASKED = "NOBODY_ASKED"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why two clients are two."""

    because: ApartBecause
    summary: str
    decision: str | None = None
    proposal: str | None = None
    compared: Compared | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """Two clients: what keeps them apart, and what they share all the same."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    reasons: tuple[Reason, ...]
    shared: tuple[Compared, ...]


def ties(standing: Standing) -> tuple[Tie, ...]:
    """Every effective link, each two records that came as one included."""
    gone = cuts(standing)
    came = [
        Tie(left, right, None)
        for profiles in homes_of(standing.members).values()
        for left, right in ((a, b) for a in profiles for b in profiles if a < b)
        if frozenset((left, right)) not in gone
    ]
    decided = [
        Tie(pair.left, pair.right, pair)
        for pair in sorted(standing.same, key=lambda pair: (pair.decided_at, pair.decision))
        if not (pair.ends in gone and gone[pair.ends] >= pair.decided_at)
    ]
    return (*came, *decided)


def together(standing: Standing, left: str, right: str, said: Sequence[IdentityEvidence]) -> Together:
    """What holds two records of one client together."""
    web = Web(ties(standing))
    cut = web.smallest_cut(left, right)
    return Together(
        left=left,
        right=right,
        path=tuple(_hop(tie, said) for tie in web.strongest_path(left, right)),
        cut=tuple(_hop(tie, said) for tie in cut.links),
        near=cut.near,
        far=cut.far,
    )


def apart(
    standing: Standing,
    left: Sequence[str],
    right: Sequence[str],
    said: Sequence[IdentityEvidence],
    proposals: Sequence[IdentityProposal],
) -> Apart:
    """What keeps the records of two clients apart. `proposals` are those about both sides, the newest first."""
    shared = tuple(agreements(left, right, said))
    reasons = (*_bars(standing, left, right), *_contradictions(left, right, said), *_households(shared), *_asked(proposals))
    asked = any(reason.because in {ApartBecause.WAITING, ApartBecause.TURNED_DOWN} for reason in reasons)
    barred = any(reason.because is ApartBecause.NOT_SAME for reason in reasons)
    if not asked and not barred:
        told = f"they share {len(shared)} values, and " if shared else "they share nothing that tells people apart, and "
        reasons += (Reason(ApartBecause.NOBODY_ASKED, f"{told}nobody has proposed that they are one person"),)
    return Apart(tuple(left), tuple(right), reasons, shared)


def agreements(left: Iterable[str], right: Iterable[str], said: Sequence[IdentityEvidence]) -> Iterator[Compared]:
    """Values that both sides hold, one for each."""
    ours, theirs = frozenset(left), frozenset(right)
    mine: dict[str, IdentityEvidence] = {}
    for value in said:
        if value.profile in ours:
            mine.setdefault(value.node, value)
    for value in said:
        if value.profile in theirs and value.node in mine:
            yield Compared(value.field, mine.pop(value.node), value)


def _contradictions(left: Iterable[str], right: Iterable[str], said: Sequence[IdentityEvidence]) -> Iterator[Reason]:
    for compared in differences(left, right, said):
        told = f"{compared.field}: {compared.left.value} here and {compared.right.value} there; a person has one"
        yield Reason(ApartBecause.CONTRADICTION, told, compared=compared)


def differences(left: Iterable[str], right: Iterable[str], said: Sequence[IdentityEvidence]) -> Iterator[Compared]:
    """Fields that a person has once, of which the sides share no value; the first value of each side."""
    ours, theirs = frozenset(left), frozenset(right)
    for field in sorted({value.field for value in said} & _ONE_EACH):
        mine = [value for value in said if value.profile in ours and value.field == field]
        other = [value for value in said if value.profile in theirs and value.field == field]
        if mine and other and not {value.node for value in mine} & {value.node for value in other}:
            yield Compared(field, mine[0], other[0])


def _hop(tie: Tie, said: Sequence[IdentityEvidence]) -> Hop:
    ends = [tie.left], [tie.right]
    return Hop(tie, tuple(agreements(*ends, said)), tuple(differences(*ends, said)))


def _bars(standing: Standing, left: Sequence[str], right: Sequence[str]) -> Iterator[Reason]:
    across = {frozenset(pair) for pair in product(left, right)}
    for bar in sorted(standing.barred, key=lambda bar: (bar.decided_at, bar.decision)):
        if bar.ends in across:
            told = f"decided on {bar.decided_at:%Y-%m-%d}: {bar.left} and {bar.right} are not the same person"
            yield Reason(ApartBecause.NOT_SAME, told, decision=bar.decision)


def _households(shared: Iterable[Compared]) -> Iterator[Reason]:
    for compared in shared:
        if compared.field == "household":
            told = f"both belong to the household {compared.left.value}: members of one are people of their own"
            yield Reason(ApartBecause.HOUSEHOLD, told, compared=compared)


def _asked(proposals: Iterable[IdentityProposal]) -> Iterator[Reason]:
    for proposal in proposals:
        sure = f"{proposal.title} ({proposal.confidence:.0%} sure)"
        if proposal.state in _WAITING:
            yield Reason(ApartBecause.WAITING, f"waits for a person: {sure}", proposal.decision, proposal.id)
        elif proposal.state is ProposalState.REJECTED:
            yield Reason(ApartBecause.TURNED_DOWN, f"was turned down: {sure}", proposal.decision, proposal.id)
