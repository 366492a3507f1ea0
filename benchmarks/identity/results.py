"""What was measured, kept as JSON."""

from pathlib import Path
from typing import Final

import msgspec

from benchmarks.machine import Occasion
from benchmarks.matching.measuring import Cost
from gnn.evaluation.identity import ClusterFigures, PairFigures, Slice
from gnn.evaluation.reliability import Reliability

RESULTS: Final = Path(__file__).with_name("results.json")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One method on one set. `threshold` is where a peer's clusters were cut, chosen with the truth; `curve` is recall and
    precision at some 60 thresholds; `clusters` and `pairs` are missing where the method did not finish (`failed` says why)."""

    method: str
    cost: Cost | None = None
    clusters: ClusterFigures | None = None
    pairs: PairFigures | None = None
    threshold: float | None = None
    curve: list[tuple[float, float]] = []
    reliability: list[Reliability] = []
    slices: dict[str, dict[str, Slice]] = {}
    failed: str = ""


class Household(msgspec.Struct, frozen=True):
    """Pairs of two people of one household, found by household_probability."""

    pairs: PairFigures
    true_pairs: int


class Calibrated(msgspec.Struct, frozen=True):
    """Expected calibration error over pairs of probability .01 or more, as written and after cross-fitting by people; and
    the auto band: its proven threshold, how many pairs it holds on people that did not choose it, and how many are wrong."""

    raw: float
    cross_fitted: float
    most_false: float
    delta: float
    band_from: float | None
    band_pairs: int
    band_wrong: int


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One set. `answers` are the SHA-256 of PAIRS and CLUSTERS, the same in both runs."""

    name: str
    occasion: Occasion
    records: int
    people: int
    true_pairs: int
    answers: tuple[str, str]
    second_run: Cost
    rows: list[Row]
    calibrated: Calibrated
    household: Household | None = None


class Results(msgspec.Struct, frozen=True):
    """All that was kept."""

    sets: dict[str, Measured] = {}


def kept() -> Results:
    """What was kept before, nothing at first."""
    return msgspec.json.decode(RESULTS.read_bytes(), type=Results) if RESULTS.exists() else Results()


def keep(results: Results) -> None:
    """Write it."""
    RESULTS.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n")
