"""Small tables with one planted structure each: what a block must find, and what it must not need."""

import numpy as np

from gnn.matching.arrays import csr
from gnn.matching.describing import described
from gnn.matching.interactions import Interactions
from gnn.matching.known import Known, moment_of_asking


def communities(clients: int = 240, items: int = 90, groups: int = 6, seed: int = 0, each: int = 8) -> Interactions:
    """Clients take up items of their group, without times."""
    chance = np.random.default_rng(seed)
    client = np.repeat(np.arange(clients), each)
    own = items // groups
    item = (client % groups) * own + chance.integers(0, own, len(client))
    strays = chance.random(len(client)) < 0.1
    item[strays] = chance.integers(0, items, int(strays.sum()))
    return Interactions.sorted_from(clients, items, client, item)


def chains(clients: int = 400, items: int = 60, pairs: int = 3, seed: int = 0) -> Known:
    """Random items, each followed by the next one on a shuffled ring: together with the one before it just as often, after it
    never. Only the order tells; times count a client's own events."""
    chance = np.random.default_rng(seed)
    ring = chance.permutation(items)
    first = chance.integers(0, items, (clients, pairs))
    second = np.where(chance.random((clients, pairs)) < 0.9, (first + 1) % items, chance.integers(0, items, (clients, pairs)))
    place = np.stack([first, second], axis=2).reshape(clients, 2 * pairs)
    client = np.repeat(np.arange(clients), 2 * pairs)
    time = np.tile(np.arange(2 * pairs, dtype=np.float64), clients)
    return Known(Interactions.sorted_from(clients, items, client, ring[place].ravel(), time=time))


def fashions(clients: int = 600, items: int = 80, days: int = 200, seed: int = 0) -> Known:
    """What is taken up depends on the day alone: a window of items that moves on; half of the clients come late."""
    chance = np.random.default_rng(seed)
    client = np.repeat(np.arange(clients), 3)
    time = np.minimum(chance.random(clients)[client] * days + chance.random(len(client)) * 30, days - 1e-3)
    item = (time / days * (items - 10)).astype(np.int64) + chance.integers(0, 8, len(client))
    events = Interactions.sorted_from(clients, items, client, item, time=time)
    return Known(events, now=moment_of_asking(events))


def alike_items(clients: int = 160, items: int = 800, styles: int = 80, seed: int = 0) -> Known:
    """Clients stay with one style, items are too many to meet twice: only the attribute `style` joins them."""
    chance = np.random.default_rng(seed)
    style = chance.integers(0, styles, items)
    client = np.repeat(np.arange(clients), 4)
    wanted = (client * 7) % styles
    item = np.array([chance.choice(np.flatnonzero(style == each)) for each in wanted])
    columns = {"style": [f"s{each}" for each in style], "code": [f"c{number}" for number in range(items)]}
    return Known(Interactions.sorted_from(clients, items, client, item), item_values=described(columns, items))


def friends(clients: int = 300, items: int = 200, seed: int = 0) -> Known:
    """Circles of four share a shelf of six items among many: only the relations tell whose shelf it is."""
    chance = np.random.default_rng(seed)
    circle = np.arange(clients) // 4
    shelves = chance.integers(0, items, (circle.max() + 1, 6))
    client = np.repeat(np.arange(clients), 4)
    item = shelves[circle[client], chance.integers(0, 6, len(client))]
    noise = chance.random(len(client)) < 0.3
    item[noise] = chance.integers(0, items, int(noise.sum()))
    pairs = [(a, b) for a in range(clients) for b in range(clients) if a != b and circle[a] == circle[b]]
    first, second = np.array(pairs).T
    return Known(Interactions.sorted_from(clients, items, client, item), relations=csr(first, second, (clients, clients)))


def districts(clients: int = 400, items: int = 80, areas: int = 5, seed: int = 0) -> Known:
    """Every client lives in an area and takes up items of it; a quarter of the clients are new."""
    chance = np.random.default_rng(seed)
    area, place = np.arange(clients) % areas, np.arange(items) % areas
    client = np.repeat(np.arange(clients * 3 // 4), 3)
    item = chance.integers(0, items // areas, len(client)) * areas + area[client]
    return Known(
        Interactions.sorted_from(clients, items, client, item),
        client_values=described({"area": [f"a{each}" for each in area]}, clients),
        item_values=described({"district": [f"d{each}" for each in place]}, items),
    )


def turned_down(clients: int = 400, items: int = 60, groups: int = 3, seed: int = 0) -> Known:
    """Everybody takes up a little of everything but one group, of which each client turned some items down."""
    chance = np.random.default_rng(seed)
    own, hated = items // groups, np.arange(clients) % groups
    client = np.repeat(np.arange(clients), 5)
    liked = (hated[client] + 1 + chance.integers(0, groups - 1, len(client))) % groups
    item = liked * own + chance.integers(0, own, len(client))
    refuser = np.repeat(np.arange(clients), 4)
    refused = csr(refuser, hated[refuser] * own + chance.integers(0, own, len(refuser)), (clients, items))
    return Known(Interactions.sorted_from(clients, items, client, item), disliked=refused)
