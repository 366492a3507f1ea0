"""Whether two clusters of records are one person: every record copies, field by field, a member of its cluster at random."""

from typing import Final

import numpy as np

from gnn.identity.compare import Levels, Rarities, compare
from gnn.identity.compiled import kernel
from gnn.identity.model import Model, log_sum
from gnn.identity.pool import Pool
from gnn.identity.ragged import Floats, Ints

# Members of a cluster that are looked at, in even steps.
MEMBERS: Final = 10
_RANDOM: Final = 4


@kernel
def field_ratios(pool: Pool, model: Model, a: int, b: int, levels: Levels, rarities: Rarities, out: Floats) -> None:
    """Likelihood of each field's level under each class in ratio to random, (c, g); 1 where it says nothing."""
    compare(pool, a, b, levels, rarities)
    for g in range(len(levels)):
        level = levels[g]
        if level >= 0:
            random = model.fixed[_RANDOM, g, level] + model.by_value[_RANDOM, g, level] * rarities[g]
            for c in range(_RANDOM):
                out[c, g] = np.exp(model.fixed[c, g, level] + model.by_value[c, g, level] * rarities[g] - random)


@kernel
def looked_at(records: Ints) -> Ints:
    """All records of a small cluster, an even sample of a large one."""
    count = min(len(records), MEMBERS)
    sample = np.empty(count, np.int64)
    for i in range(count):
        sample[i] = records[i * len(records) // count]
    return sample


@kernel
def link_score(pool: Pool, model: Model, larger: Ints, smaller: Ints) -> float:
    """Log-odds that both clusters are one person, against household, namesake, community and random."""
    groups = model.fixed.shape[1]
    some, others = looked_at(larger), looked_at(smaller)
    levels, rarities, ratios = np.empty(groups, np.int8), np.empty(groups, np.float32), np.ones((_RANDOM, groups))
    sums, seen, copied = np.zeros((_RANDOM, groups)), np.zeros(groups), np.zeros(groups)
    for j, record in enumerate(others):
        across, across_seen = np.zeros(groups), np.zeros(groups)
        for other in some:
            field_ratios(pool, model, record, other, levels, rarities, ratios)
            _add(levels, ratios[0], across, across_seen)
            _add_classes(levels, ratios, sums)
        within, within_seen = np.zeros(groups), np.zeros(groups)
        for other in others[:j]:
            field_ratios(pool, model, record, other, levels, rarities, ratios)
            _add(levels, ratios[0], within, within_seen)
        seen += across_seen
        _copy_gain(across, across_seen, within, within_seen, copied)
    return _total(model, sums, seen, copied, max(len(larger), len(smaller)))


@kernel
def _add(levels: Levels, ratios: Floats, sums: Floats, seen: Floats) -> None:
    for g in range(len(levels)):
        if levels[g] >= 0:
            sums[g] += ratios[g]
            seen[g] += 1


@kernel
def _add_classes(levels: Levels, ratios: Floats, sums: Floats) -> None:
    for g in range(len(levels)):
        if levels[g] >= 0:
            sums[:, g] += ratios[:, g]


@kernel
def _copy_gain(across: Floats, across_seen: Floats, within: Floats, within_seen: Floats, out: Floats) -> None:
    """How much better a record is explained by both sides' members than by those of its own side that came before."""
    for g in range(len(out)):
        if across_seen[g] > 0:
            out[g] += np.log((across[g] + within[g]) / (across_seen[g] + within_seen[g]))
            if within_seen[g] > 0:
                out[g] -= np.log(within[g] / within_seen[g])


@kernel
def _total(model: Model, sums: Floats, seen: Floats, copied: Floats, size: int) -> float:
    scores = np.empty(_RANDOM + 1)
    for c in range(_RANDOM):
        scores[c] = model.log_share[c] - model.log_share[_RANDOM] + np.log(float(size))
    # A community is no tie between two people: any member of it, not only one near this cluster, could be meant.
    scores[3] -= np.log(float(size))
    scores[_RANDOM] = 0.0
    for g in range(len(seen)):
        if seen[g] > 0:
            stays = model.persistent[g]
            scores[0] += stays * copied[g] + (1.0 - stays) * np.log(sums[0, g] / seen[g])
            for c in range(1, _RANDOM):
                scores[c] += np.log(sums[c, g] / seen[g])
    return float(scores[0] - log_sum(scores[1:]))
