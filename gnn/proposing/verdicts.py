"""How a model's promises compare with what people decided, and how a run differs from another: figures for people to watch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.stats import beta

from gnn.evaluation.bounds import auto_band, one_of_each
from gnn.evaluation.reliability import calibration_error
from gnn.proposing.cards import ModelCard
from graph_schema.proposals import ProposalKind, Verdict

_LADDER: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.000001)
_AGREES: Final[Mapping[ProposalKind, frozenset[Verdict]]] = {
    ProposalKind.IDENTITY_LINK: frozenset({Verdict.SAME}),
    ProposalKind.HOUSEHOLD: frozenset({Verdict.SAME_HOUSEHOLD, Verdict.ACCEPT}),
    ProposalKind.PROPERTY_MATCH: frozenset({Verdict.ACCEPT, Verdict.EDIT}),
}
# What a reviewer may confirm without regret, and how often such a promise may fail.
MOST_FALSE: Final = 0.01
DELTA: Final = 0.05
_SEED: Final = 1
# A shift that is usually looked into: population stability index above .25 is large, above .1 worth a look (Siddiqi 2006).
LARGE_SHIFT: Final = 0.25
SOME_SHIFT: Final = 0.1
# An empty bin counts as this share: a value that was never seen before must not make the index infinite.
_LEAST_SHARE: Final = 0.001


@dataclass(frozen=True, slots=True)
class Decided:
    """A proposal that was decided: the chance that the model gave it, whether people agreed, and the uids that it is about."""

    kind: ProposalKind
    chance: float
    agreed: bool
    concerning: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """One step of chances from `low` up to `high`: how many were decided, what was promised, what happened, and between which
    shares the truth lies (95 %, Clopper and Pearson)."""

    low: float
    high: float
    decided: int
    promised: float
    happened: float
    between: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a histogram of one run is from that of another."""

    name: str
    index: float

    @property
    def word(self) -> str:
        """large, some or none."""
        return "large" if self.index > LARGE_SHIFT else "some" if self.index > SOME_SHIFT else "none"


def agrees(kind: ProposalKind, verdict: Verdict) -> bool:
    """Whether a verdict says that the proposal was right."""
    return verdict in _AGREES.get(kind, frozenset())


def kept_promises(decided: Sequence[Decided]) -> list[Kept]:
    """Promised and happened, step by step; steps that nobody decided about are left out."""
    chance = np.array([one.chance for one in decided], np.float64)
    agreed = np.array([one.agreed for one in decided], bool)
    found = []
    for low, high in pairwise(_LADDER):
        inside = (chance >= low) & (chance < high)
        count, right = int(inside.sum()), int(agreed[inside].sum())
        if count:
            found.append(Kept(low, min(high, 1.0), count, float(chance[inside].mean()), right / count, interval(right, count)))
    return found


def interval(right: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share, exact (Clopper and Pearson 1934)."""
    low = 0.0 if right == 0 else float(beta.ppf(0.025, right, count - right + 1))
    high = 1.0 if right == count else float(beta.ppf(0.975, right + 1, count - right))
    return low, high


def promise_error(decided: Sequence[Decided]) -> float:
    """The expected calibration error over what was decided."""
    chance = np.array([one.chance for one in decided], np.float64)
    return calibration_error(chance, np.array([one.agreed for one in decided], bool))


def safe_from(decided: Sequence[Decided]) -> float | None:
    """The chance from which on at most `MOST_FALSE` of the proposals are wrong, proven by verdicts in all but `DELTA` of the
    draws; None where nothing is proven. Of verdicts that hang together by whom they are about, one is heard."""
    heard = one_of_each(_blocks(decided), _SEED)
    chance = np.array([one.chance for one in decided], np.float64)[heard]
    agreed = np.array([one.agreed for one in decided], bool)[heard]
    return auto_band(chance, agreed, MOST_FALSE, DELTA)


def _blocks(decided: Sequence[Decided]) -> npt.NDArray[np.int64]:
    """For each verdict the number of its block: verdicts that share somebody, directly or through others, are one."""
    number: dict[str, int] = {}
    pairs = [(at, number.setdefault(uid, len(number))) for at, one in enumerate(decided) for uid in one.concerning]
    size = len(decided) + len(number)
    rows = np.array([at for at, _ in pairs], np.int64)
    columns = np.array([len(decided) + at for _, at in pairs], np.int64)
    _, block = connected_components(coo_matrix((np.ones(len(pairs)), (rows, columns)), shape=(size, size)), directed=False)
    return np.asarray(block[: len(decided)], np.int64)


def shifts(before: ModelCard, after: ModelCard) -> list[Shift]:
    """The population stability index of every histogram that both runs kept, the largest first."""
    found = [
        Shift(name, stability_index(before.watched[name], after.watched[name]))
        for name in before.watched
        if name in after.watched
    ]
    return sorted(found, key=lambda shift: (-shift.index, shift.name))


def stability_index(before: Mapping[str, float], after: Mapping[str, float]) -> float:
    """Sum over all bins of (after - before) * ln(after / before)."""
    names = sorted({*before, *after})
    p = np.maximum([before.get(name, 0.0) for name in names], _LEAST_SHARE)
    q = np.maximum([after.get(name, 0.0) for name in names], _LEAST_SHARE)
    return float(((q - p) * np.log(q / p)).sum())
