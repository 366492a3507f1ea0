"""Why a score is what it is: each block's part, and in it what each piece of evidence adds. The parts add up to the score.

Blocks are linear in their profile, so what an interaction adds is exactly what the score would lose without it, everything else
(the other interactions' places, the scale of the client's scores) as it is: the leave-one-out delta.
"""

from dataclasses import dataclass

import numpy as np

from gnn.matching.arrays import Doubles, Ints, Matrix, csr
from gnn.matching.blocks.block import Evidence
from gnn.matching.kernels import row_spread
from gnn.matching.scoring import Part, Scorer


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
    found: list[list[Reason]] = [[] for _ in items]
    for part in scorer.parts(client):
        numbers, amounts = _amounts(part, client, items)
        for at, reasons in enumerate(found):
            reasons += [
                Reason(part.block.name, part.block.evidence, int(number), float(amount))
                for number, amount in zip(numbers, amounts[:, at], strict=True)
                if amount
            ]
    return [
        Explanation(client, int(item), tuple(sorted(reasons, key=_greatest_first)))
        for item, reasons in zip(items, found, strict=True)
    ]


def _amounts(part: Part, client: int, items: Ints) -> tuple[Ints, Doubles]:
    """The evidence of one block [e] and what each piece adds to each item's score, float64 [e, items]."""
    profile = part.block.profile(np.array([client]))
    spread = float(row_spread(part.block.spread(profile))[0])
    scale = part.weight / spread if spread else 0.0
    alone = part.block.spread(_one_by_one(profile))[:, items]
    return profile.indices.astype(np.int64), alone.astype(np.float64) * scale


def _one_by_one(profile: Matrix) -> Matrix:
    """A profile of e pieces as e profiles of one piece."""
    return csr(np.arange(profile.nnz), profile.indices, (profile.nnz, profile.shape[1]), profile.data)


def _greatest_first(reason: Reason) -> tuple[float, str, int]:
    return -abs(reason.amount), reason.block, reason.number
