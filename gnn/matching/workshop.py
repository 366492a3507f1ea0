"""Fits blocks to what is known; costly parts are made once and shared by all blocks that need them."""

from dataclasses import dataclass, field
from functools import cached_property

from gnn.matching.arrays import Matrix
from gnn.matching.blocks.aversion import Aversion
from gnn.matching.blocks.block import Block
from gnn.matching.blocks.client_attributes import ClientAffinity, LikeClients
from gnn.matching.blocks.ease import Ease, EaseWeights
from gnn.matching.blocks.graph_filter import FilterSettings, GraphFilter, Spectrum
from gnn.matching.blocks.item_attributes import AlikeItems, ValueAffinity, weighed_values
from gnn.matching.blocks.recency import Recency
from gnn.matching.blocks.relations import Relations
from gnn.matching.blocks.sequence import RidgeTransitions, Transitions
from gnn.matching.choices import Choice, Kind
from gnn.matching.known import Described, Known


@dataclass(eq=False)
class Workshop:
    """`rank` of the filter's spectrum; `near`: the spectrum of a similar table, which saves work."""

    known: Known
    rank: int
    near: Spectrum | None = None
    _learned: dict[float, EaseWeights] = field(default_factory=dict)

    @cached_property
    def spectrum(self) -> Spectrum:
        """Of the visible events."""
        return Spectrum.of(self.known.events, self.rank, self.near)

    @cached_property
    def _weighed(self) -> Matrix:
        return weighed_values(self._item_values.values)

    @property
    def _item_values(self) -> Described:
        if self.known.item_values is None:
            raise ValueError("nothing describes the items")
        return self.known.item_values

    @property
    def _client_values(self) -> Described:
        if self.known.client_values is None:
            raise ValueError("nothing describes the clients")
        return self.known.client_values

    def build(self, choice: Choice) -> Block:
        """The block, fitted (what is costly: when first asked)."""
        if choice.kind in _ITEM_KINDS:
            return self._of_items(choice)
        return self._of_clients(choice)

    def _of_items(self, choice: Choice) -> Block:
        events, memory, now = self.known.events, choice.memory, self.known.now
        match choice.kind:
            case Kind.FILTER:
                return GraphFilter(self.spectrum, choice.settings or FilterSettings(memory=memory), now)
            case Kind.EASE:
                return Ease(self._ease(choice.penalty or 1.0), memory, now)
            case Kind.TRANSITIONS:
                return Transitions(events)
            case Kind.RIDGE_TRANSITIONS:
                return RidgeTransitions(events)
            case Kind.ALIKE_ITEMS:
                return AlikeItems(events, self._weighed, memory, now)
            case _:
                return ValueAffinity(events, self._item_values.values, memory, now)

    def _of_clients(self, choice: Choice) -> Block:
        events = self.known.events
        match choice.kind:
            case Kind.LIKE_CLIENTS:
                return LikeClients(events, self._client_values.values)
            case Kind.CLIENT_AFFINITY:
                return ClientAffinity(events, self._client_values.values, self._item_values.values)
            case Kind.RELATIONS:
                return Relations(events, self.known.relations)
            case Kind.AVERSION:
                return Aversion(self.spectrum, self.known.disliked)
            case _:
                return Recency(events, choice.half_life, self.known.now)

    def _ease(self, penalty: float) -> EaseWeights:
        return self._learned.setdefault(penalty, EaseWeights(self.known.events, penalty))


_ITEM_KINDS = {
    Kind.FILTER,
    Kind.EASE,
    Kind.TRANSITIONS,
    Kind.RIDGE_TRANSITIONS,
    Kind.ALIKE_ITEMS,
    Kind.VALUE_AFFINITY,
}
