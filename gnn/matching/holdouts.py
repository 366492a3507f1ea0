"""What is hidden from the blocks so that the tuner can see how well they do: cut as the proposals will be used."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from gnn.matching.arrays import Bools, Doubles, Ints, Matrix, csr
from gnn.matching.interactions import Interactions

# A client with fewer different items keeps nothing to be known by once one is hidden.
_FEWEST_ITEMS: Final = 3
# Little, from few clients: what is left must be nearly as dense as the whole, or the filter is tuned to a thinner graph.
_HIDDEN_SHARE: Final = 0.1
# How drawing favours popular items, and how far from the seed item it may stray (chosen on public sets, see docs/decisions).
_POPULARITY: Final = 0.15
_STRAY: Final = 0.02


@dataclass(frozen=True, eq=False)
class Holdout:
    """What the blocks may see, and what they should have found.

    train: the visible events; clients int64 [n] are asked for; targets CSR [n, items] hold what was hidden and unseen;
    now: the moment of asking in the times' unit (None without a clock); kind: how it was cut.
    """

    train: Interactions
    clients: Ints
    targets: Matrix
    now: float | None
    kind: str

    @property
    def history(self) -> Ints:
        """Visible events of each asked client, int64 [n]."""
        return self.train.counts[self.clients]


def random_holdout(table: Interactions, clients: Ints, seed: int) -> Holdout:
    """Hides a tenth of the different items of these clients, any with the same chance."""
    chance = np.random.default_rng((seed, 1))
    return _hidden(table, clients, "random", lambda held, _: chance.random(len(held)))


def coherent_holdout(table: Interactions, clients: Ints, seed: int) -> Holdout:
    """Hides items of these clients that go together: drawn around one of their own, by how often they occur together."""
    chance = np.random.default_rng((seed, 2))
    liking = np.maximum(table.takers, 1).astype(np.float64) ** _POPULARITY
    clients = _with_enough(table, clients)
    seeds = np.array([_drawn(chance, held, liking[held]) for held in _held_items(table, clients)], np.int64)
    near = _near(table, seeds)

    def order(held: Ints, row: int) -> Doubles:
        closeness = np.asarray(near[row, held].todense()).ravel() / np.sqrt(
            np.maximum(table.takers[held] * table.takers[seeds[row]], 1)
        )
        # The Gumbel trick: the greatest of log chance + noise are a draw without replacement.
        noise = np.asarray(chance.gumbel(size=len(held)), np.float64)
        return np.asarray(-(np.log(liking[held] * (_STRAY + closeness)) + noise), np.float64)

    return _hidden(table, clients, "coherent", order)


def _drawn(chance: np.random.Generator, held: Ints, likings: Doubles) -> int:
    return int(chance.choice(held, p=likings / likings.sum()))


def _near(table: Interactions, seeds: Ints) -> Matrix:
    """How many clients took up the seed item and each other item, CSR [seeds, items]."""
    return (table.matrix.T.tocsr()[seeds] @ table.matrix).tocsr()


def _with_enough(table: Interactions, clients: Ints) -> Ints:
    different = np.diff(table.matrix.indptr)
    return np.asarray(clients[different[clients] >= _FEWEST_ITEMS], np.int64)


def _held_items(table: Interactions, clients: Ints) -> Iterator[Ints]:
    matrix = table.matrix
    for client in clients:
        yield matrix.indices[matrix.indptr[client] : matrix.indptr[client + 1]].astype(np.int64)


def _hidden(table: Interactions, clients: Ints, kind: str, order: Callable[[Ints, int], Doubles]) -> Holdout:
    """Hides the tenth of each client's items that `order` puts first."""
    clients = _with_enough(table, clients)
    hidden = [
        (row, held[np.argsort(order(held, row), kind="stable")[: max(1, round(_HIDDEN_SHARE * len(held)))]])
        for row, held in enumerate(_held_items(table, clients))
    ]
    rows = np.concatenate([np.full(len(items), row) for row, items in hidden]) if hidden else np.zeros(0, np.int64)
    items = np.concatenate([items for _, items in hidden]) if hidden else np.zeros(0, np.int64)
    targets = csr(rows, items, (len(clients), table.items))
    return Holdout(table.kept(~_among(table, clients, targets)), clients, targets, None, kind)


def _among(table: Interactions, clients: Ints, targets: Matrix) -> Bools:
    """The events whose client and item stand among the targets."""
    rows = np.repeat(clients, np.diff(targets.indptr))
    return np.isin(table.client * table.items + table.item, rows * table.items + targets.indices)


def last_holdout(table: Interactions, clients: Ints, now: float | None) -> Holdout:
    """Hides the last event of these clients: the next item is asked for, each client at its own moment."""
    chosen = clients[table.counts[clients] >= 2]
    last = table.start[chosen + 1] - 1
    keep = np.ones(len(table), bool)
    keep[last] = False
    train = table.kept(keep)
    targets = csr(np.arange(len(chosen)), table.item[last], (len(chosen), table.items))
    return _asked(train, chosen, targets, now, "next item")


def time_cut(table: Interactions, since: float, until: float, *, most: int, seed: int) -> Holdout:
    """Hides everything from `since` on; asks, at that moment, for what clients take up before `until`.

    At most `most` clients are asked for; among them new ones in the share in which they come.
    """
    if table.time is None:
        raise ValueError("a cut needs times")
    train = table.kept(table.time < since)
    window = table.kept((table.time >= since) & (table.time < until))
    unseen = window.matrix - window.matrix.multiply(train.matrix)
    unseen.eliminate_zeros()
    clients = np.flatnonzero(np.diff(unseen.indptr))
    if len(clients) > most:
        clients = np.sort(np.random.default_rng((seed, 3)).choice(clients, most, replace=False))
    return _asked(train, clients, unseen[clients], since, "time cut")


def cold_holdout(table: Interactions, clients: Ints, now: float | None) -> Holdout:
    """Hides everything of these clients: they are asked for as if nobody had met them."""
    clients = clients[table.counts[clients] > 0]
    hidden = np.isin(table.client, clients)
    return _asked(table.kept(~hidden), clients, table.matrix[clients], now, "cold")


def _asked(train: Interactions, clients: Ints, targets: Matrix, now: float | None, kind: str) -> Holdout:
    """Without targets that were seen before: they are left out of the proposals too."""
    unseen = (targets - targets.multiply(train.matrix[clients])).tocsr()
    unseen.eliminate_zeros()
    unseen.sort_indices()
    has_target = np.diff(unseen.indptr) > 0
    return Holdout(train, clients[has_target], unseen[np.flatnonzero(has_target)], now, kind)


def some_clients(table: Interactions, most: int, seed: int, *, fewest: int = 1) -> Ints:
    """At most `most` clients with `fewest` events or more, drawn by the seed, in order."""
    able = np.flatnonzero(table.counts >= fewest)
    if len(able) <= most:
        return able
    return np.sort(np.random.default_rng((seed, 4)).choice(able, most, replace=False))


def cut_moments(table: Interactions, shares: tuple[float, ...]) -> tuple[float, ...]:
    """The moments before which these shares of all events happened."""
    if table.time is None:
        raise ValueError("a cut needs times")
    return tuple(float(moment) for moment in np.quantile(table.time, shares, method="higher"))
