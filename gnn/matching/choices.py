"""What can be chosen: a block with its settings, as a plain value that can be reported, compared and fitted anew."""

from dataclasses import dataclass
from enum import StrEnum

from gnn.matching.blocks.graph_filter import FilterSettings
from gnn.matching.profiles import ALIKE, Memory


class Kind(StrEnum):
    """The kinds of blocks."""

    RECENCY = "recency"
    FILTER = "graph_filter"
    EASE = "ease"
    TRANSITIONS = "transitions"
    RIDGE_TRANSITIONS = "ridge_transitions"
    ALIKE_ITEMS = "alike_items"
    VALUE_AFFINITY = "value_affinity"
    LIKE_CLIENTS = "like_clients"
    CLIENT_AFFINITY = "client_affinity"
    RELATIONS = "relations"
    AVERSION = "aversion"


@dataclass(frozen=True)
class Choice:
    """One block. `half_life` is of recency, `settings` of the filter, `penalty` of EASE; None means nothing to say."""

    kind: Kind
    memory: Memory = ALIKE
    half_life: float | None = None
    settings: FilterSettings | None = None
    penalty: float | None = None

    @property
    def is_personal(self) -> bool:
        """Whether clients get different scores."""
        return self.kind is not Kind.RECENCY


@dataclass(frozen=True)
class Weighed:
    """A block and its weight in the blend, after division by the spread of the client's scores."""

    choice: Choice
    weight: float


@dataclass(frozen=True)
class Blend:
    """What clients with a history get, and what those without."""

    warm: tuple[Weighed, ...]
    cold: tuple[Weighed, ...]
