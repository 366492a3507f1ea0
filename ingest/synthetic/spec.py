"""What is asked for, and what comes back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from graph_schema.changes import ChangeSet
from graph_schema.errors import InputRefused
from ingest.synthetic.truth import Truth

# The demo's own present. Fixed, so that a seed makes the same graph for ever.
DEMO_NOW: Final = datetime(2026, 11, 1, 9, tzinfo=UTC)
FEWEST_CLIENTS: Final = 50


@dataclass(frozen=True, slots=True)
class DemoSpec:
    """How many clients (nodes of that label), by which seed, seen from which moment."""

    clients: int
    seed: int
    now: datetime = DEMO_NOW

    def __post_init__(self) -> None:
        if self.clients < FEWEST_CLIENTS:
            raise InputRefused(f"a demo of {self.clients} clients is too small", hint=f"ask for {FEWEST_CLIENTS} or more")


@dataclass(frozen=True, slots=True)
class Totals:
    """What a progress bar needs."""

    clients: int


@dataclass(slots=True)
class DemoGraph:
    """A stream of change sets in an order in which every link finds its ends; `truth` fills while the stream is read."""

    batch_id: str
    change_sets: Iterator[ChangeSet]
    totals: Totals
    truth: Truth = field(default_factory=Truth)
