"""What was measured, kept as JSON."""

from pathlib import Path
from typing import Final

import msgspec

from benchmarks.machine import Occasion
from benchmarks.matching.measuring import Cost

RESULTS: Final = Path(__file__).with_name("results.json")


class Row(msgspec.Struct, frozen=True):
    """One method on one set: averages over clients, the share of items proposed at all, and what it cost if measured."""

    method: str
    recall: float
    ndcg: float
    mrr: float
    hit: float
    coverage: float
    cost: Cost | None = None


class Difference(msgspec.Struct, frozen=True):
    """NDCG of ours less another's, paired over clients, with its 95 % interval."""

    against: str
    who: str
    clients: int
    mean: float
    low: float
    high: float


class Compared(msgspec.Struct, frozen=True):
    """One set: every method, differences, and ours by how much was known of the clients."""

    name: str
    occasion: Occasion
    rows: list[Row]
    differences: list[Difference]
    slices: dict[str, dict[str, dict[str, float]]]
    chosen: list[str]


class Rung(msgspec.Struct, frozen=True):
    """One size of the ladder."""

    clients: int
    items: int
    interactions: int
    cost: Cost
    occasion: Occasion


class Results(msgspec.Struct, frozen=True):
    """All that was kept."""

    sets: dict[str, Compared] = {}
    ladder: list[Rung] = []


def kept() -> Results:
    """What was kept before, nothing at first."""
    return msgspec.json.decode(RESULTS.read_bytes(), type=Results) if RESULTS.exists() else Results()


def keep(results: Results) -> None:
    """Write it."""
    RESULTS.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=2) + b"\n")
