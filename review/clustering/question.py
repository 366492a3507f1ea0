"""What a clustering is asked: records, how alike each pair of them is, and what was decided about pairs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph_schema.errors import InputRefused
from review.clustering.bans import CannotLink, Ends
from review.clustering.constraints import Record

# A pair that nobody scored looked too little alike to be a candidate: weak evidence against. So a link has to carry all pairs
# that it brings together: one of 5 nats (0.993) joins three records to three, not four to four. A caution, not yet measured.
UNSCORED_LOG_ODDS: Final = -0.5
# What a decision weighs against scores, in nats: more than any evidence of a few records adds up to.
DECIDED_LOG_ODDS: Final = 50.0
SUREST: Final = 1e-12


@dataclass(frozen=True, slots=True)
class ScoredPair(Ends):
    """How much two records look like one person: log-odds in nats, above 0 for rather yes, and what shows it (uids)."""

    log_odds: float
    evidence: tuple[str, ...] = ()

    @classmethod
    def of_probability(cls, left: str, right: str, probability: float, evidence: tuple[str, ...] = ()) -> "ScoredPair":
        """From a probability; 0 and 1 count as almost."""
        bounded = min(max(probability, SUREST), 1 - SUREST)
        return cls(left, right, math.log(bounded / (1 - bounded)), evidence)

    @property
    def probability(self) -> float:
        """The same as a probability."""
        return probability_of(self.log_odds)

    @property
    def cost(self) -> float:
        """What it costs to give the link up, in nats."""
        return self.log_odds


@dataclass(frozen=True, slots=True)
class MustLink(Ends):
    """Somebody decided that two records are one person. `log_odds` is what that weighs when decisions contradict each other."""

    decision: str
    log_odds: float = DECIDED_LOG_ODDS

    @property
    def probability(self) -> float:
        """How sure it is."""
        return probability_of(self.log_odds)

    @property
    def cost(self) -> float:
        """What it costs to give the link up, in nats."""
        return self.log_odds


Link = ScoredPair | MustLink


def probability_of(log_odds: float) -> float:
    """Nats as a probability."""
    if log_odds < 0:
        return math.exp(log_odds) / (1 + math.exp(log_odds))
    return 1 / (1 + math.exp(-log_odds))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """All that a clustering depends on. `one_per_source` names sources that never hold a person twice.

    Raises:
        InputRefused: a record or a pair comes twice, a link names an unknown record or one record twice, a score is no number.
    """

    records: Sequence[Record]
    pairs: Sequence[ScoredPair] = ()
    same: Sequence[MustLink] = ()
    barred: Sequence[CannotLink] = ()
    one_per_source: frozenset[str] = frozenset()
    unscored_log_odds: float = UNSCORED_LOG_ODDS

    def __post_init__(self) -> None:
        uids = {record.uid for record in self.records}
        if len(uids) != len(self.records):
            raise InputRefused("a record comes twice", hint="give each record once, with all that it says")
        for link in (*self.pairs, *self.same, *self.barred):
            if link.left not in uids or link.right not in uids:
                raise InputRefused(f"{link.left} - {link.right} does not link two of the records")
        if len({(pair.left, pair.right) for pair in self.pairs}) != len(self.pairs):
            raise InputRefused("a pair is scored twice", hint="add up its evidence first")
        weighed: tuple[Link, ...] = (*self.pairs, *self.same)
        if not all(math.isfinite(link.log_odds) for link in weighed) or self.unscored_log_odds > 0:
            raise InputRefused("log-odds are finite, and those of an unscored pair are not above 0")
        if any(link.log_odds <= 0 for link in self.same):
            raise InputRefused("a must-link weighs more than 0")
