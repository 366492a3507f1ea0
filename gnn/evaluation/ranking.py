"""How good ranked lists are: recall, NDCG, reciprocal rank and hit rate per client, coverage, slices, paired bootstrap.

Definitions as in most published tables: recall divides by all targets, NDCG by the best list of k places, so a client with
more targets than places can reach an NDCG of 1 and cannot reach a recall of 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

Doubles: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Matrix: TypeAlias = Any  # a scipy CSR matrix; scipy ships no types
_RESAMPLES: Final = 2_000


@dataclass(frozen=True, eq=False)
class RankingFigures:
    """Per client, float64 [clients]: recall@k, ndcg@k, mrr@k (0 beyond place k) and hit@k (1 or 0)."""

    recall: Doubles
    ndcg: Doubles
    mrr: Doubles
    hit: Doubles

    def means(self) -> dict[str, float]:
        """The four averages over clients, by name; 0 without clients."""
        fields = {"recall": self.recall, "ndcg": self.ndcg, "mrr": self.mrr, "hit": self.hit}
        return {name: float(values.mean()) if len(values) else 0.0 for name, values in fields.items()}


def ranking_figures(ranked: Ints, targets: Matrix) -> RankingFigures:
    """The figures of ranked item numbers int64 [clients, k] (-1: no item) against CSR targets [clients, items].

    Raises:
        ValueError: the two differ in clients, or a client has no target (it would count as a failure of the model).
    """
    clients, k = ranked.shape
    sizes = np.diff(targets.indptr)
    if targets.shape[0] != clients:
        raise ValueError(f"{clients} lists for {targets.shape[0]} clients")
    if (sizes == 0).any():
        raise ValueError("every client needs a target")
    found = _found(ranked, targets)
    gains = 1 / np.log2(np.arange(k) + 2)
    best = np.concatenate([[0.0], np.cumsum(gains)])[np.minimum(sizes, k)]
    first = np.where(found.any(1), found.argmax(1) + 1, np.inf)
    return RankingFigures(
        recall=found.sum(1) / sizes,
        ndcg=(found * gains).sum(1) / best,
        mrr=1 / first,
        hit=np.asarray(found.any(1), np.float64),
    )


def _found(ranked: Ints, targets: Matrix) -> npt.NDArray[np.bool_]:
    width = targets.shape[1] + 1
    rows = np.repeat(np.arange(targets.shape[0], dtype=np.int64), np.diff(targets.indptr))
    wanted = rows * width + targets.indices
    asked = np.arange(len(ranked), dtype=np.int64)[:, None] * width + np.where(ranked < 0, width - 1, ranked)
    return np.isin(asked, wanted)


def coverage(ranked: Ints, items: int) -> float:
    """The share of all items that stand in at least one list."""
    return len(np.unique(ranked[ranked >= 0])) / items if items else 0.0


def slices(figures: RankingFigures, groups: Mapping[str, npt.NDArray[np.bool_]]) -> dict[str, dict[str, float]]:
    """The averages of each named group of clients (bool [clients]), with its size as `clients`."""
    found: dict[str, dict[str, float]] = {}
    for name, chosen in groups.items():
        part = RankingFigures(figures.recall[chosen], figures.ndcg[chosen], figures.mrr[chosen], figures.hit[chosen])
        found[name] = {"clients": float(chosen.sum()), **part.means()}
    return found


def warmth_groups(history: Ints) -> dict[str, npt.NDArray[np.bool_]]:
    """Clients by how many interactions they had before (int64 [clients]): none, up to three, up to ten, more."""
    return {
        "cold (0)": history == 0,
        "1-3": (history >= 1) & (history <= 3),
        "4-10": (history >= 4) & (history <= 10),
        "more than 10": history > 10,
    }


@dataclass(frozen=True)
class PairedDifference:
    """How much better the first is than the second on average, with the bounds of the interval and its confidence."""

    mean: float
    low: float
    high: float
    confidence: float

    @property
    def is_proven(self) -> bool:
        """Whether the whole interval lies above 0."""
        return self.low > 0


def paired_bootstrap(
    first: Doubles, second: Doubles, *, seed: int, resamples: int = _RESAMPLES, confidence: float = 0.95
) -> PairedDifference:
    """The interval of mean(first - second) when the same clients [n] are drawn again and again (percentile bootstrap)."""
    if first.shape != second.shape or not len(first):
        raise ValueError("both need a figure for each of the same clients, at least one")
    difference = np.asarray(first, np.float64) - np.asarray(second, np.float64)
    chance = np.random.default_rng(seed)
    drawn = np.array([difference[chance.integers(0, len(difference), len(difference))].mean() for _ in range(resamples)])
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    return PairedDifference(float(difference.mean()), float(low), float(high), confidence)
