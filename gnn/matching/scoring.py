"""All clients against all items, exactly, in memory that does not grow with the number of clients."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gnn.matching.arrays import Bools, Floats, Ints, Matrix, row_numbers
from gnn.matching.blocks.block import Block
from gnn.matching.choices import Blend, Weighed
from gnn.matching.kernels import best_of_rows
from gnn.matching.known import Known
from gnn.matching.panels import even
from gnn.matching.workshop import Workshop

# Scores held at once: the blend so far, one block's, and what it is made from.
_CHUNK_BYTES: Final = 192 << 20


@dataclass(frozen=True, eq=False)
class Part:
    """A fitted block and its weight."""

    block: Block
    weight: float


@dataclass(frozen=True, eq=False)
class Scorer:
    """The fitted blend. Clients with events are warm, the others cold."""

    known: Known
    warm: tuple[Part, ...]
    cold: tuple[Part, ...]

    @classmethod
    def of(cls, workshop: Workshop, blend: Blend) -> "Scorer":
        """Fit what the blend needs, and only that."""
        return cls(workshop.known, _fitted(workshop, blend.warm), _fitted(workshop, blend.cold))

    def parts(self, client: int) -> tuple[Part, ...]:
        """What scores this client."""
        return self.warm if self.known.events.counts[client] else self.cold

    def scores(self, clients: Ints) -> Floats:
        """Every item's score, float32 [n, items]; the clients must all be warm or all be cold."""
        total = np.zeros((len(clients), self.known.events.items), np.float32)
        for part in self.parts(int(clients[0])) if len(clients) else ():
            scores = even(part.block.spread(part.block.profile(clients)))
            scores *= np.float32(part.weight)
            total += scores
        return total


def _fitted(workshop: Workshop, chosen: Sequence[Weighed]) -> tuple[Part, ...]:
    return tuple(Part(workshop.build(each.choice), each.weight) for each in chosen)


@dataclass(frozen=True, eq=False)
class Lists:
    """The best items of some clients: clients int64 [n], items int64 [n, k] (-1: no more), scores float32 [n, k]."""

    clients: Ints
    items: Ints
    scores: Floats


def best_lists(
    scorer: Scorer, clients: Ints, k: int, *, include_seen: bool = False, allowed: Bools | None = None
) -> Iterator[Lists]:
    """The k best items of each client, greatest score first, equal ones by item number; chunk after chunk.

    Seen items are left out unless asked for; disliked ones always; so are items that are not `allowed` (bool [items]).
    """
    is_cold = scorer.known.events.counts[clients] == 0
    step = max(1, _CHUNK_BYTES // (12 * max(scorer.known.events.items, 1)))
    for group in (clients[~is_cold], clients[is_cold]):
        for at in range(0, len(group), step):
            some = group[at : at + step]
            scores = scorer.scores(some)
            for matrix in _left_out(scorer.known, include_seen=include_seen):
                rows = matrix[some]
                scores[row_numbers(rows), rows.indices] = -np.inf
            if allowed is not None:
                scores[:, ~allowed] = -np.inf
            yield Lists(some, *best_of_rows(scores, min(k, scores.shape[1])))


def _left_out(known: Known, *, include_seen: bool) -> Iterator[Matrix]:
    if not include_seen:
        yield known.events.matrix
    if known.disliked is not None:
        yield known.disliked
