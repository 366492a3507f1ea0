"""Training: the same data, settings and threads give the same weights bit for bit; a run that was cut goes on where it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import torch
from torch import Tensor

from gnn.matching.arrays import Ints
from gnn.matching.blocks.item_attributes import weighed_values
from gnn.matching.known import Known
from gnn.matching.upper.episodes import Episode, episode
from gnn.matching.upper.learned import Learned
from gnn.matching.upper.towers import NeuralSettings, Towers, as_floats, damped, normalised, sparse_of

# Scores of what the client has: so low that it takes no part of the softmax.
_SEEN: Final = -1e4
# Nothing to practise on: with one event none can be hidden.
_FEWEST: Final = 2


class Keeper(Protocol):
    """Where a run leaves its state, so that it can go on after it was cut."""

    def load(self, towers: Towers, optimizer: torch.optim.Adam) -> int:
        """Put back what was kept; answers how many epochs it holds, 0 for none."""

    def keep(self, towers: Towers, optimizer: torch.optim.Adam, epochs: int) -> None:
        """Keep all of it, or nothing."""


@dataclass(frozen=True, eq=False)
class Practice:
    """What is trained on, and how. `in_order`: the end of histories is hidden, not any part of them."""

    known: Known
    settings: NeuralSettings
    in_order: bool
    device: str = "cpu"


def train(practice: Practice, epochs: int, keeper: Keeper | None = None) -> Iterator[tuple[int, Learned]]:
    """Train; yields, after each epoch, its number from 1 and what was learned by then. What a keeper holds is not done again.

    Raises:
        BadFile: what the keeper holds is damaged, or of another run.
    """
    towers, optimizer = _begun(practice)
    done = keeper.load(towers, optimizer) if keeper else 0
    if done:
        yield done, _learned(practice, towers)
    for epoch in range(done, epochs):
        _epoch(practice, towers, optimizer, epoch)
        if keeper:
            keeper.keep(towers, optimizer, epoch + 1)
        yield epoch + 1, _learned(practice, towers)


def _begun(practice: Practice) -> tuple[Towers, torch.optim.Adam]:
    events = practice.known.events
    values = practice.known.item_values
    attributes = weighed_values(values.values) if values else None
    towers = Towers(events.items, attributes, events.takers > 0, practice.settings).to(practice.device)
    return towers, torch.optim.Adam(towers.parameters(), lr=practice.settings.rate)


def _epoch(practice: Practice, towers: Towers, optimizer: torch.optim.Adam, epoch: int) -> None:
    events, settings = practice.known.events, practice.settings
    chance = np.random.default_rng((settings.seed, epoch))
    draws = torch.Generator().manual_seed(settings.seed * 1_000_003 + epoch)
    able = chance.permutation(np.flatnonzero(events.counts >= _FEWEST))
    for at in range(0, len(able), settings.batch):
        asked = np.sort(able[at : at + settings.batch])
        some = episode(events, asked, settings.share, chance, in_order=practice.in_order)
        if len(some.row):
            optimizer.zero_grad()
            _loss(practice, towers, some, draws).backward()  # type: ignore[no-untyped-call]  # torch
            optimizer.step()


def _loss(practice: Practice, towers: Towers, some: Episode, draws: torch.Generator) -> Tensor:
    """Cross-entropy of what was hidden among all items but those that are visible; each client counts alike."""
    events, settings, device = practice.known.events, practice.settings, practice.device
    client, item = (torch.from_numpy(numbers).to(device) for numbers in (some.client, some.item))
    taken, offered = towers(normalised(client, item, (events.clients, events.items)), draws)
    rows = _rows(some, events.clients)
    mine = torch.from_numpy(rows >= 0).to(device)
    row = torch.from_numpy(rows).to(device)[mine]
    counts = torch.from_numpy(some.counts).to(device) * damped(item, events.items, settings.damping)[item]
    shape = (len(some.clients), events.items)
    who = sparse_of(torch.stack([row, item[mine]]), counts[mine], shape) @ taken
    scores = torch.nn.functional.normalize(who, dim=1) @ offered.t() * towers.log_sharpness.exp()
    scores = scores.index_put((row, item[mine]), torch.tensor(_SEEN, device=device))
    hidden, target = (torch.from_numpy(numbers).to(device) for numbers in (some.row, some.target))
    each = torch.bincount(hidden, minlength=len(some.clients)).clamp(min=1).to(torch.float32)
    return -(torch.log_softmax(scores, 1)[hidden, target] / each[hidden]).sum() / len(some.clients)


def _rows(some: Episode, clients: int) -> Ints:
    """The asked client's row of each visible event, -1 for those of others."""
    rows = np.full(clients, -1, np.int64)
    rows[some.clients] = np.arange(len(some.clients))
    return rows[some.client]


def _learned(practice: Practice, towers: Towers) -> Learned:
    """The towers over all that is known."""
    events = practice.known.events
    matrix = events.matrix.tocoo()
    client, item = (torch.from_numpy(numbers.astype(np.int64)).to(practice.device) for numbers in (matrix.row, matrix.col))
    with torch.no_grad():
        taken, offered = towers(normalised(client, item, (events.clients, events.items)))
        taken = taken * damped(item, events.items, practice.settings.damping)[:, None]
    return Learned(as_floats(taken), as_floats(offered))
