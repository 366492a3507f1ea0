"""Why a score is what it is: each block's part, and in it what each piece of evidence adds. The parts add up to the score.

Blocks are linear in their profile, so what an interaction adds is exactly what the score would lose without it, everything else
(the other interactions' places, the scale of the client's scores) as it is: the leave-one-out delta.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from gnn.matching.arrays import Doubles, Ints, Matrix, csr, row_numbers
from gnn.matching.blocks.block import Evidence
from gnn.matching.kernels import row_spread
from gnn.matching.scoring import Part, Scorer

# Clients explained together share what their evidence says; more would only hold more scores at once.
_AT_ONCE: Final = 500
_CHUNK_BYTES: Final = 64 << 20


@dataclass(frozen=True)
class Reason:
    """What one piece of evidence adds to one score: `number` of the item, client or value that it is (0 for everybody)."""

    block: str
    evidence: Evidence
    number: int
    amount: float


@dataclass(frozen=True)
class Explanation:
    """One score and everything that it is made of, greatest amount first."""

    client: int
    item: int
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """What all reasons add up to."""
        return sum(reason.amount for reason in self.reasons)

    def of_blocks(self) -> dict[str, float]:
        """What each block adds."""
        found: dict[str, float] = {}
        for reason in self.reasons:
            found[reason.block] = found.get(reason.block, 0.0) + reason.amount
        return found

    def without(self, evidence: Evidence, number: int) -> float:
        """How much lower the score would be without this piece of evidence, over all blocks that use it."""
        return sum(reason.amount for reason in self.reasons if (reason.evidence, reason.number) == (evidence, number))


def explain(scorer: Scorer, client: int, items: Ints) -> list[Explanation]:
    """Why this client gets each of these items, in their order."""
    return next(explanations(scorer, [(client, items)]))


def explanations(scorer: Scorer, asked: Sequence[tuple[int, Ints]]) -> Iterator[list[Explanation]]:
    """Why each client gets each of its items: a list for each client, in the order asked."""
    for at in range(0, len(asked), _AT_ONCE):
        some = asked[at : at + _AT_ONCE]
        found: list[list[list[Reason]]] = [[[] for _ in items] for _, items in some]
        is_warm = scorer.known.events.counts[[client for client, _ in some]] > 0
        for group, parts in ((np.flatnonzero(is_warm), scorer.warm), (np.flatnonzero(~is_warm), scorer.cold)):
            for part in parts if len(group) else ():
                _collect(part, some, group, found)
        for (client, items), of_items in zip(some, found, strict=True):
            yield [
                Explanation(client, int(item), tuple(sorted(reasons, key=_greatest_first)))
                for item, reasons in zip(items, of_items, strict=True)
            ]


def _collect(part: Part, asked: Sequence[tuple[int, Ints]], group: Ints, found: list[list[list[Reason]]]) -> None:
    """Add what each piece of evidence of one block adds to each asked item of the clients at these places."""
    profile = part.block.profile(np.array([asked[at][0] for at in group]))
    scores = part.block.spread(profile)
    spread = row_spread(scores).astype(np.float64)
    scale = np.divide(part.weight, spread, out=np.zeros_like(spread), where=spread > 0)
    pieces = Pieces.of(profile, [asked[at][1] for at in group])
    amounts = _alone(part, profile, pieces, scores.shape[1]) * profile.data[pieces.at] * scale[pieces.row]
    name, evidence = part.block.name, part.block.evidence
    for place in np.flatnonzero(amounts).tolist():
        reason = Reason(name, evidence, int(profile.indices[pieces.at[place]]), float(amounts[place]))
        found[group[pieces.row[place]]][pieces.order[place]].append(reason)


class Pieces(NamedTuple):
    """Every piece of evidence beside every asked item of its client, flat: where the piece stands in its profile's values, its
    row, the item, and the item's place in what its client asked; int64 [n] each."""

    at: Ints
    row: Ints
    item: Ints
    order: Ints

    @classmethod
    def of(cls, profile: Matrix, items: Sequence[Ints]) -> "Pieces":
        """`items` of each row of the profile."""
        rows, asked = row_numbers(profile), np.array([len(its) for its in items])
        begin = np.cumsum(asked) - asked
        at = np.repeat(np.arange(profile.nnz), asked[rows])
        row = rows[at]
        order = np.arange(len(at)) - np.repeat(np.cumsum(asked[rows]) - asked[rows], asked[rows])
        return cls(at, row, np.concatenate(items)[begin[row] + order], order)


def _alone(part: Part, profile: Matrix, pieces: Pieces, items: int) -> Doubles:
    """What each piece of evidence would score each asked item, were it the only one and of weight 1."""
    different, number = np.unique(profile.indices, return_inverse=True)
    number, alone = number[pieces.at], np.zeros(len(pieces.at))
    step = max(1, _CHUNK_BYTES // (4 * items))
    for at in range(0, len(different), step):
        some = different[at : at + step]
        scores = part.block.spread(csr(np.arange(len(some)), some, (len(some), profile.shape[1])))
        here = (number >= at) & (number < at + step)
        alone[here] = scores[number[here] - at, pieces.item[here]]
    return alone


def _greatest_first(reason: Reason) -> tuple[float, str, int]:
    return -abs(reason.amount), reason.block, reason.number
