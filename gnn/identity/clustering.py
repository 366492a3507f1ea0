"""Clusters by marginal likelihood, best links first; never connected components, where one wrong link joins two people."""

from typing import Final, NamedTuple

import numpy as np

from gnn.identity.compiled import kernel
from gnn.identity.linking import link_score
from gnn.identity.model import Model, Scores
from gnn.identity.pool import Pool
from gnn.identity.ragged import Ints, SmallInts

# Links worth trying: below these log-odds no cluster has ever been joined by one.
LEAST_LINK: Final = -3.0
# The second round sees clusters that the first one has grown; a third changes nothing.
ROUNDS: Final = 2


class Bonds(NamedTuple):
    """What people decided. Record r must not be joined with `barred[barred_at[r]:barred_at[r + 1]]`, nor with another record
    of its table where `clean[table]` says that the table holds nobody twice; `joined` are pairs (k, 2) that belong together."""

    barred_at: Ints
    barred: SmallInts
    table: SmallInts
    clean: SmallInts
    joined: SmallInts


class Chains(NamedTuple):
    """Clusters as linked lists: the first member, the next one (-1 ends), the last one, and the size, by first member."""

    root: Ints
    following: Ints
    tail: Ints
    size: Ints


def clusters(pool: Pool, model: Model, first: SmallInts, second: SmallInts, scores: Scores, bonds: Bonds) -> Ints:
    """For each record the number of its cluster: the smallest record in it."""
    worth = np.flatnonzero(scores > LEAST_LINK)
    order = worth[np.lexsort((second[worth], first[worth], -scores[worth]))]
    records = len(bonds.table)
    chains = Chains(np.arange(records), np.full(records, -1), np.arange(records), np.ones(records, np.int64))
    _join_all(chains, bonds.joined)
    _agglomerate(pool, model, chains, first[order], second[order], bonds)
    return smallest_of(chains.root)


def smallest_of(roots: Ints) -> Ints:
    """Name each cluster after its smallest record."""
    smallest = np.full(len(roots), len(roots), np.int64)
    np.minimum.at(smallest, roots, np.arange(len(roots)))
    return smallest[roots]


@kernel
def _join_all(chains: Chains, pairs: SmallInts) -> None:
    for i in range(len(pairs)):
        x, y = chains.root[pairs[i, 0]], chains.root[pairs[i, 1]]
        if x != y:
            _merge(chains, x, y)


@kernel
def _merge(chains: Chains, x: int, y: int) -> None:
    """The members of y become members of x."""
    member = y
    while member >= 0:
        chains.root[member] = x
        member = chains.following[member]
    chains.following[chains.tail[x]] = y
    chains.tail[x] = chains.tail[y]
    chains.size[x] += chains.size[y]


@kernel
def _agglomerate(pool: Pool, model: Model, chains: Chains, first: SmallInts, second: SmallInts, bonds: Bonds) -> None:
    """Two clusters that were refused are tried again only when one of them has grown."""
    n = np.int64(len(chains.root))
    refused = {np.int64(-1): np.int64(0)}
    for _ in range(ROUNDS):
        changed = False
        for edge in range(len(first)):
            x, y = chains.root[first[edge]], chains.root[second[edge]]
            if x == y:
                continue
            if chains.size[x] < chains.size[y] or (chains.size[x] == chains.size[y] and x > y):
                x, y = y, x
            key, sizes = x * n + y, chains.size[x] * n + chains.size[y]
            if key in refused and refused[key] == sizes:
                continue
            a, b = members(chains, x), members(chains, y)
            if not _are_barred(chains, bonds, a, b) and link_score(pool, model, a, b) > 0.0:
                _merge(chains, x, y)
                changed = True
            else:
                refused[key] = sizes
        if not changed:
            break


@kernel
def members(chains: Chains, root: int) -> Ints:
    """The records of a cluster, ascending, so that a sample of them does not depend on the order of joining."""
    out, member = np.empty(chains.size[root], np.int64), root
    for i in range(len(out)):
        out[i] = member
        member = chains.following[member]
    return np.sort(out)


@kernel
def _are_barred(chains: Chains, bonds: Bonds, larger: Ints, smaller: Ints) -> bool:
    other = chains.root[larger[0]]
    for record in smaller:
        for at in range(bonds.barred_at[record], bonds.barred_at[record + 1]):
            if chains.root[bonds.barred[at]] == other:
                return True
        if bonds.clean[bonds.table[record]] and _has_table(bonds, larger, bonds.table[record]):
            return True
    return False


@kernel
def _has_table(bonds: Bonds, records: Ints, table: int) -> bool:
    for record in records:
        if bonds.table[record] == table:
            return True
    return False
