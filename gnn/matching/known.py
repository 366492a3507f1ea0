"""All that is known at a moment, as numbers: the events, what describes items and clients, who is related to whom."""

from dataclasses import dataclass, replace

import numpy as np

from gnn.matching.arrays import Matrix
from gnn.matching.holdouts import Holdout
from gnn.matching.interactions import Interactions, positions_only


@dataclass(frozen=True, eq=False)
class Described:
    """Attribute values as a matrix: CSR [rows, values], and the name `column=value` of each."""

    values: Matrix
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Known:
    """What blocks are fitted on.

    events; item_values and client_values (None: nothing describes them); relations CSR [clients, clients], symmetric;
    disliked CSR [clients, items]: discarded or shown and not chosen; now: the moment of asking, None without a common clock.
    """

    events: Interactions
    item_values: Described | None = None
    client_values: Described | None = None
    relations: Matrix | None = None
    disliked: Matrix | None = None
    now: float | None = None

    @property
    def has_order(self) -> bool:
        """Whether each client's events stand in the order in which they happened."""
        return self.events.time is not None

    @property
    def has_clock(self) -> bool:
        """Whether times of different clients can be compared."""
        return self.events.time is not None and not positions_only(self.events)

    def before(self, holdout: Holdout) -> "Known":
        """The same with only what the holdout leaves visible."""
        return replace(self, events=holdout.train, now=holdout.now if self.has_clock else None)


def moment_of_asking(events: Interactions) -> float | None:
    """Right after the last event; None without a common clock."""
    if events.time is None or not len(events) or positions_only(events):
        return None
    return float(np.max(events.time))
