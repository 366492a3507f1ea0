"""What the net practises on: some clients' histories, part of each hidden, as proposals will be asked for."""

from dataclasses import dataclass

import numpy as np

from gnn.matching.arrays import Bools, Floats, Ints
from gnn.matching.interactions import Interactions


@dataclass(frozen=True, eq=False)
class Episode:
    """What is visible of all clients, and what is hidden of some.

    clients int64 [b] are asked for; client, item int64 [v] the visible events, float32 `counts` [v] how much each counts in its
    client's profile; row (place in `clients`), target int64 [h] the hidden ones. No hidden pair is visible.
    """

    clients: Ints
    client: Ints
    item: Ints
    counts: Floats
    row: Ints
    target: Ints


def episode(table: Interactions, clients: Ints, share: float, chance: np.random.Generator, *, in_order: bool) -> Episode:
    """Hide a part of these clients' events: any `share` of them, or, `in_order`, all from a random place of each history on."""
    place = np.arange(len(table)) - table.start[table.client]
    asked = np.full(table.clients, -1, np.int64)
    asked[clients] = np.arange(len(clients))
    is_asked = asked[table.client] >= 0
    if in_order:
        # At least one event stays visible and one is hidden.
        cut = 1 + np.floor(chance.random(table.clients) * np.maximum(table.counts - 1, 0)).astype(np.int64)
        hidden = is_asked & (place >= cut[table.client])
        later = np.where(is_asked, cut[table.client], table.counts[table.client]) - 1 - place
        counts = (1 / (1.0 + np.maximum(later, 0))).astype(np.float32)
    else:
        hidden = is_asked & (chance.random(len(table)) < share)
        counts = np.ones(len(table), np.float32)
    return _without_repeats(table, clients, asked, hidden, counts)


def _without_repeats(table: Interactions, clients: Ints, asked: Ints, hidden: Bools, counts: Floats) -> Episode:
    """Of a repeated pair the greatest count is kept, and what is visible is no target."""
    key = table.client * table.items + table.item
    order = np.lexsort((-counts, key))
    order = order[~hidden[order]]
    first = np.ones(len(order), bool)
    first[1:] = key[order][1:] != key[order][:-1]
    seen = order[first]
    wanted = np.unique(key[hidden])
    wanted = wanted[~np.isin(wanted, key[seen])]
    return Episode(
        clients,
        table.client[seen],
        table.item[seen],
        counts[seen],
        asked[wanted // table.items],
        wanted % table.items,
    )
