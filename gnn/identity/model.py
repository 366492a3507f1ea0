"""What the latent classes expect of every field, as tables that turn a pair's levels into log-odds."""

from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import prange

from gnn.identity.compare import Levels, Rarities, compare
from gnn.identity.compiled import kernel, parallel_kernel
from gnn.identity.pool import Pool
from gnn.identity.ragged import Floats, SmallInts

_BLOCK: Final = 4096
Scores = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


class Latent(IntEnum):
    """What a pair of records can be; the numbers are rows of the tables."""

    PERSON = 0
    HOUSEHOLD = 1
    NAMESAKE = 2
    COMMUNITY = 3
    RANDOM = 4


class Model(NamedTuple):
    """Shapes: c classes, g fields, l levels. The log-likelihood of a pair under class k is the sum over its fields of
    `fixed[k, g, level] + by_value[k, g, level] * (log frequency of the value that agrees)`; `log_share[k]` is the log of the
    class's share of all pairs. `persistent[g]` is 1 where a value stays for life, else how far each record speaks for itself.
    """

    log_share: Floats
    fixed: Floats
    by_value: Floats
    persistent: Floats


@kernel
def log_joints(model: Model, levels: Levels, rarities: Rarities, out: Floats) -> None:
    """Log of share and likelihood of each class for one pair."""
    for c in range(len(out)):
        total = model.log_share[c]
        for g in range(len(levels)):
            level = levels[g]
            if level >= 0:
                total += model.fixed[c, g, level] + model.by_value[c, g, level] * rarities[g]
        out[c] = total


@kernel
def log_sum(values: Floats) -> float:
    """Logarithm of the sum of exponentials."""
    top = values.max()
    return float(top + np.log(np.exp(values - top).sum()))


@kernel
def log_odds(joints: Floats) -> tuple[float, float]:
    """The same person against all else, and the same household against all else."""
    person, household = joints[0], joints[1]
    rest = log_sum(joints[2:])
    return person - np.logaddexp(household, rest), household - np.logaddexp(person, rest)


@parallel_kernel
def score_pairs(pool: Pool, model: Model, first: SmallInts, second: SmallInts) -> tuple[Scores, Scores]:
    """Log-odds of each pair to be one person, and to be one household."""
    person, household = np.empty(len(first), np.float32), np.empty(len(first), np.float32)
    classes, groups = model.fixed.shape[0], model.fixed.shape[1]
    for block in prange((len(first) + _BLOCK - 1) // _BLOCK):
        levels, rarities, joints = np.empty(groups, np.int8), np.empty(groups, np.float32), np.empty(classes)
        for i in range(block * _BLOCK, min(len(first), (block + 1) * _BLOCK)):
            compare(pool, first[i], second[i], levels, rarities)
            log_joints(model, levels, rarities, joints)
            person[i], household[i] = log_odds(joints)
    return person, household


@parallel_kernel
def score_levels(model: Model, levels: Levels, rarities: Rarities) -> Scores:
    """Log-odds to be one person of pairs that were compared before."""
    person = np.empty(len(levels), np.float32)
    for block in prange((len(levels) + _BLOCK - 1) // _BLOCK):
        joints = np.empty(model.fixed.shape[0])
        for i in range(block * _BLOCK, min(len(levels), (block + 1) * _BLOCK)):
            log_joints(model, levels[i], rarities[i], joints)
            person[i] = log_odds(joints)[0]
    return person
