"""What two records have in common by chance: any two, and two of one community, where names and places go together.

In a large table, pairs drawn at random are a mixture of strangers and members of one community (a culture, a country). Without
it, a table of people from many countries seems full of matches. In a small table too many of the random pairs are matches to
tell a community from them, so there everybody is a stranger.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from gnn.identity.compare import LEVELS, Levels, compare_all
from gnn.identity.compiled import kernel
from gnn.identity.pool import Pool
from gnn.identity.ragged import Floats, Hashes

# Enough pairs to count what happens once in a hundred thousand.
RANDOM_PAIRS: Final = 1_000_000
# The mixture settles slowly; stopped early, it takes half the true community for strangers.
_ROUNDS: Final = 400
_SETTLED: Final = 1e-6
# The mixture begins with one pair in ten inside a community whose members agree three times as often.
_FIRST_SHARE: Final = 0.1
_FIRST_LIFT: Final = 3.0
# From so many records on, fewer than one random pair in a thousand is a match, and a community shows.
LEAST_RECORDS: Final = 20_000
# Pairs that each part of the mixture is shrunk towards the whole by.
_PRIOR: Final = 100.0
_MOST_LIFT: Final = 30.0


@dataclass(frozen=True, slots=True)
class Chance:
    """Probability of each level (g, l): of any two records, of two inside a community, of two outside; `share` are inside."""

    random: Floats
    inside: Floats
    outside: Floats
    share: float


def count_chance(pool: Pool, groups: int, records: int, seed: int) -> Chance:
    """Levels of pairs drawn at random, and how they divide."""
    draw = np.random.default_rng(seed)
    first = draw.integers(0, records, RANDOM_PAIRS, dtype=np.int32)
    second = draw.integers(0, records, RANDOM_PAIRS, dtype=np.int32)
    apart = first != second
    levels, _ = compare_all(pool, first[apart], second[apart], groups)
    return split(levels, records)


def counts_of(levels: Levels, weights: Floats) -> Floats:
    """Weight of each level of each field, (g, l)."""
    counts = np.zeros((levels.shape[1], LEVELS))
    for g in range(levels.shape[1]):
        known = levels[:, g] >= 0
        counts[g] = np.bincount(levels[known, g], weights[known], minlength=LEVELS)[:LEVELS]
    return counts


def split(levels: Levels, records: int) -> Chance:
    """Divide random pairs into strangers and members of one community."""
    _, at, seen = np.unique(_row_hashes(levels), return_index=True, return_counts=True)
    patterns, times = levels[at], seen.astype(np.float64)
    whole = _shares(counts_of(patterns, times))
    if records < LEAST_RECORDS:
        return Chance(whole, whole, whole, _FIRST_SHARE)
    lifted = whole.copy()
    lifted[:, 1:] *= _FIRST_LIFT
    parts, shares = np.stack([whole, lifted / lifted.sum(1, keepdims=True)]), np.array([1.0 - _FIRST_SHARE, _FIRST_SHARE])
    for _ in range(_ROUNDS):
        weights = _responsibilities(patterns, parts, shares) * times
        before, shares = shares, weights.sum(1) / times.sum()
        parts = np.stack([_shares(counts_of(patterns, part) + _PRIOR * whole) for part in weights])
        if np.abs(shares - before).max() < _SETTLED * shares[1]:
            break
    strangers, community = np.clip(parts / whole, 1.0 / _MOST_LIFT, _MOST_LIFT) * whole
    return Chance(whole, community, strangers, float(shares[1]))


def _shares(counts: Floats) -> Floats:
    return np.asarray((counts + 0.5) / (counts.sum(1, keepdims=True) + 0.5 * LEVELS))


def _responsibilities(patterns: Levels, parts: Floats, shares: Floats) -> Floats:
    """The part of each pattern that each side explains, (2, patterns)."""
    logs = np.log(shares)[:, None] + np.stack([_log_likelihood(patterns, np.log(part)) for part in parts])
    weights = np.exp(logs - logs.max(0))
    return np.asarray(weights / weights.sum(0))


@kernel
def _log_likelihood(patterns: Levels, logs: Floats) -> Floats:
    out = np.zeros(len(patterns))
    for i in range(len(patterns)):
        for g in range(patterns.shape[1]):
            if patterns[i, g] >= 0:
                out[i] += logs[g, patterns[i, g]]
    return out


@kernel
def _row_hashes(levels: Levels) -> Hashes:
    """A hash of each row: equal rows have equal ones, and different rows meet once in ten million tables."""
    hashes = np.empty(len(levels), np.uint64)
    for i in range(len(levels)):
        value = np.uint64(0xCBF29CE484222325)
        for g in range(levels.shape[1]):
            value = (value ^ np.uint64(levels[i, g] + 1)) * np.uint64(0x100000001B3)
            value ^= value >> np.uint64(29)
        hashes[i] = value
    return hashes
