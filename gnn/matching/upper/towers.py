"""The net itself: two towers for each listing (as what was taken up, and as what is offered), passed once along the graph.

A client has no weights of its own: it is the sum of what it took up, so that new clients are served from their first event on,
and each score stays an exact sum over the client's events. A listing is its own weights plus what its attributes say; a new one
is its attributes alone.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor

from gnn.matching.arrays import Bools, Floats, Matrix

# Of listings with attributes, so many are practised on as if they were new.
_AS_IF_NEW: Final = 0.2
_SMALL: Final = 0.1


@dataclass(frozen=True)
class NeuralSettings:
    """width: of the towers; rate: of Adam; share: of events hidden; batch: clients at once; damping: how much less what many
    took up says of a client (an exponent); sharpness: what cosines are multiplied by at first. Chosen on hidden parts of public
    train files."""

    width: int = 128
    rate: float = 0.005
    share: float = 0.5
    batch: int = 512
    damping: float = 0.2
    sharpness: float = 5.0
    seed: int = 1


class Towers(torch.nn.Module):
    """Parameters: taken, offered float32 [items, width]; the same by attribute [values, width]; the log of the sharpness."""

    values: Tensor | None
    is_known: Tensor

    def __init__(self, items: int, attributes: Matrix | None, taken_up: Bools, settings: NeuralSettings) -> None:
        super().__init__()
        chance = torch.Generator().manual_seed(settings.seed)

        def drawn(rows: int) -> torch.nn.Parameter:
            return torch.nn.Parameter(torch.randn(rows, settings.width, generator=chance) * _SMALL)

        self.taken, self.offered = drawn(items), drawn(items)
        self.register_buffer("values", None if attributes is None else sparse(attributes), persistent=False)
        count = 0 if attributes is None else attributes.shape[1]
        self.taken_by_value, self.offered_by_value = drawn(count), drawn(count)
        self.log_sharpness = torch.nn.Parameter(torch.tensor(float(np.log(settings.sharpness))))
        self.register_buffer("is_known", torch.from_numpy(taken_up.astype(np.float32))[:, None], persistent=False)

    def forward(self, graph: Tensor, chance: torch.Generator | None = None) -> tuple[Tensor, Tensor]:
        """The towers after one passage along `graph` (normalised, sparse [clients, items]): what a taken listing says, float32
        [items, width], and listings on offer, float32 [items, width], each of length 1. `chance` practises on new listings."""
        own = self.is_known
        if self.values is not None and chance is not None:
            own = own * (torch.rand(own.shape, generator=chance) >= _AS_IF_NEW).to(own.device)
        taken, offered = self.taken * own, self.offered * own
        if self.values is not None:
            taken = taken + self.values @ self.taken_by_value
            offered = offered + self.values @ self.offered_by_value
        return self._passed(graph, taken), torch.nn.functional.normalize(self._passed(graph, offered), dim=1)

    @staticmethod
    def _passed(graph: Tensor, tower: Tensor) -> Tensor:
        return (tower + graph.t() @ (graph @ tower)) / 2


def sparse(matrix: Matrix) -> Tensor:
    """A scipy matrix as a sparse tensor."""
    there = matrix.tocoo()
    return sparse_of(
        torch.from_numpy(np.stack([there.row, there.col]).astype(np.int64)), torch.from_numpy(there.data), there.shape
    )


def sparse_of(places: Tensor, values: Tensor, shape: tuple[int, int]) -> Tensor:
    """int64 [2, n] places and float32 [n] values as a sparse tensor."""
    return torch.sparse_coo_tensor(places, values, shape, check_invariants=False).coalesce()


def normalised(client: Tensor, item: Tensor, shape: tuple[int, int]) -> Tensor:
    """The graph of these events (int64 [n] each), each by the roots of both degrees: sparse [clients, items]."""
    clients, items = _degrees(client, shape[0]), _degrees(item, shape[1])
    return sparse_of(torch.stack([client, item]), clients[client].rsqrt() * items[item].rsqrt(), shape)


def damped(item: Tensor, items: int, damping: float) -> Tensor:
    """What each item's events say of a client, float32 [items]: less, the more took it up."""
    return _degrees(item, items) ** -damping


def _degrees(numbers: Tensor, size: int) -> Tensor:
    return torch.bincount(numbers, minlength=size).clamp(min=1).to(torch.float32)


def as_floats(tensor: Tensor) -> Floats:
    """On the CPU, as numpy."""
    return np.ascontiguousarray(tensor.detach().cpu().numpy(), np.float32)
