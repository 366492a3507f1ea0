"""Latent classes over all pairs of records (Fellegi and Sunter 1969, with more than two classes), fitted without labels.

A pair is the same person, the same household, a namesake, a neighbour in one community (a culture or a country, where names and
places go together) or random. What is random is counted in pairs drawn at random; the rest is found by expectation maximisation
over the candidates, whose shares are scaled to all pairs, so that the choice of candidates does not bias them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import prange

from gnn.identity.chance import Chance, counts_of
from gnn.identity.compare import LEVELS, Levels, Rarities
from gnn.identity.compiled import kernel, parallel_kernel
from gnn.identity.fields import Compare, Fields
from gnn.identity.model import Latent, Mask, Model, log_joints, log_sum
from gnn.identity.ragged import Floats
from gnn.identity.text_levels import EXACT, SURNAME_EXACT, TWO_EXACT
from gnn.identity.value_levels import (
    DATE_EXACT,
    EMAIL_EXACT,
    EMAIL_LETTERS,
    EMAIL_LETTERS_EDIT,
    EMAIL_LOCAL,
    EVENT_EXACT,
    LEVELS_A_PLACE,
    PLACE_TOP,
)

# Candidates that the classes are fitted on: enough for the third decimal.
FITTED_PAIRS: Final = 600_000
MOST_ROUNDS: Final = 60
# Shares that move less than this between two rounds have settled.
SETTLED: Final = 0.002
# What a class expects of a level begins as if so many pairs had been seen that are no more alike than random ones.
PRIOR_PAIRS: Final = 20.0
_TINY: Final = 0.01
# How much of a tied field is the person's class's. Names: at 0.2 the demo of 20,000 loses half its recall at precision .99 (.24
# against .43), at 1.0 fake_1000 loses .05 of it. Homes: 0.5 and 1.0 differ by .01.
TIED: Final = 0.5
_FITTED: Final = (Latent.PERSON, Latent.HOUSEHOLD, Latent.NAMESAKE)
_CHUNK: Final = 8192
# How far the records of a cluster speak for themselves in fields that change over a life; the figures are nearly flat in it.
KAPPA: Final = 0.5
_EXACT_LEVELS: Final = {
    Compare.GIVEN: (EXACT, TWO_EXACT),
    Compare.SURNAME: (SURNAME_EXACT,),
    Compare.DATE: (DATE_EXACT,),
    Compare.EVENT: (EVENT_EXACT,),
    Compare.EMAIL: (EMAIL_EXACT, EMAIL_LOCAL, EMAIL_LETTERS, EMAIL_LETTERS_EDIT),
    Compare.PHONE: (3,),
    Compare.STRING: (3,),
    Compare.CATEGORY: (1,),
}


@dataclass(frozen=True, slots=True)
class Design:
    """Which fields a class frees from chance, in which of these it expects half of what a person's two records do, and at
    which levels a value's own frequency counts. Masks of classes are (c, g), of levels (g, l)."""

    groups: int
    free: Mask
    tied: Mask
    exact: Mask
    persistent: Floats


@dataclass(frozen=True, slots=True)
class Evidence:
    """The pairs that a model is fitted on; they stand for `all_pairs`, each for `scale` candidates."""

    levels: Levels
    rarities: Rarities
    scale: float
    all_pairs: float


def design_of(fields: Fields) -> Design:
    """The classes' design follows from how the fields are compared."""
    groups = len(fields.groups)
    kinds = [{part.compare for part in fields.subfields if part.group == g} for g in range(groups)]
    life = np.array([bool(kind & {Compare.GIVEN, Compare.DATE}) for kind in kinds], bool)
    life[fields.sex_groups] = True
    names = np.array([bool(kind & {Compare.GIVEN, Compare.SURNAME, Compare.EMAIL}) for kind in kinds], bool)
    free = np.zeros((len(Latent), groups), bool)
    free[Latent.PERSON], free[Latent.HOUSEHOLD], free[Latent.NAMESAKE] = True, ~life, names
    tied = np.zeros((len(Latent), groups), bool)
    tied[Latent.HOUSEHOLD] = [bool(kind & {Compare.LOCATION, Compare.PHONE}) for kind in kinds]
    tied[Latent.NAMESAKE] = [bool(kind & {Compare.GIVEN, Compare.SURNAME}) for kind in kinds]
    exact = np.zeros((groups, LEVELS), bool)
    for g in range(groups):
        parts = [part.compare for part in fields.subfields if part.group == g]
        if parts[0] == Compare.LOCATION:
            exact[g, [PLACE_TOP - LEVELS_A_PLACE * rank + 2 for rank in range(1, len(parts) + 1)]] = True
        else:
            exact[g, list(_EXACT_LEVELS.get(parts[0], ()))] = True
    surname = np.array([Compare.SURNAME in kind for kind in kinds], bool)
    return Design(groups, free, tied, exact, np.where(life | surname, 1.0, KAPPA))


def fit(evidence: Evidence, design: Design, chance: Chance) -> Model:
    """Expectation maximisation from a start in which every class expects its free fields to agree."""
    agree = _start(evidence.levels, chance.random)
    shares = np.array([0.5 / np.sqrt(evidence.all_pairs / 2)] * len(_FITTED))
    model = _model(agree, shares, design, chance)
    for _ in range(MOST_ROUNDS):
        counts, sizes = _expect(model, evidence.levels, evidence.rarities)
        agree = [_smoothed(part, chance.random) for part in _tied(counts, design)]
        before, shares = shares, np.maximum(sizes * evidence.scale, 1.0) / evidence.all_pairs
        model = _model(agree, shares, design, chance)
        if np.all(np.abs(shares / before - 1.0) < SETTLED):
            break
    return model


def _start(levels: Levels, random: Floats) -> list[Floats]:
    """Half the weight or more on the highest level that was seen, little on the lowest."""
    seen = counts_of(levels, np.ones(len(levels))) > 0
    start = np.zeros_like(random)
    for g in range(len(random)):
        there = np.flatnonzero(seen[g])
        start[g, there] = np.linspace(0.2, 1.0, len(there)) ** 4
        start[g] /= max(start[g].sum(), 1e-9)
    return [0.999 * start + 0.001 * random for _ in _FITTED]


def _tied(counts: Floats, design: Design) -> Floats:
    """A household's home and a namesake's name agree as a person's own do: half of what these classes expect there comes from
    the person's class. Left alone, they drift to any set of pairs that have something in common."""
    sizes = counts.sum(2, keepdims=True)
    person = counts[Latent.PERSON] * (sizes / np.maximum(sizes[Latent.PERSON], 1.0))
    return np.where(design.tied[: len(counts), :, None], (1.0 - TIED) * counts + TIED * person, counts)


def _smoothed(counts: Floats, random: Floats) -> Floats:
    total = counts.sum(1, keepdims=True)
    return np.asarray((counts + PRIOR_PAIRS * random + _TINY) / (total + PRIOR_PAIRS + _TINY * LEVELS))


def _model(agree: list[Floats], shares: Floats, design: Design, chance: Chance) -> Model:
    """The tables of the kernels. What a class does not free it takes from its community."""
    classes = len(Latent)
    fixed, by_value = np.zeros((classes, design.groups, LEVELS)), np.zeros((classes, design.groups, LEVELS))
    for c in Latent:
        base = chance.outside if c is Latent.RANDOM else chance.inside
        fixed[c] = np.where(design.exact, np.log(base / chance.random), np.log(base))
        by_value[c] = design.exact
        if c in _FITTED:
            free = design.free[c]
            fixed[c, free], by_value[c, free] = np.log(agree[c][free]), 0.0
    rest = max(1.0 - shares.sum(), 0.5)
    log_share = np.log(np.concatenate([shares, [rest * chance.share, rest * (1.0 - chance.share)]]))
    return Model(log_share, fixed, by_value, design.persistent)


def _expect(model: Model, levels: Levels, rarities: Rarities) -> tuple[Floats, Floats]:
    """Expected counts of each level and the expected size of each fitted class; chunks are added in their order."""
    counts, sizes = _chunks(model, levels, rarities)
    return counts.sum(0), sizes.sum(0)


@parallel_kernel
def _chunks(model: Model, levels: Levels, rarities: Rarities) -> tuple[Floats, Floats]:
    classes, groups = model.fixed.shape[0], model.fixed.shape[1]
    chunks = (len(levels) + _CHUNK - 1) // _CHUNK
    counts, sizes = np.zeros((chunks, 3, groups, LEVELS)), np.zeros((chunks, 3))
    for chunk in prange(chunks):
        joints = np.empty(classes)
        for i in range(chunk * _CHUNK, min(len(levels), (chunk + 1) * _CHUNK)):
            log_joints(model, levels[i], rarities[i], joints)
            _add_pair(joints, levels[i], counts[chunk], sizes[chunk])
    return counts, sizes


@kernel
def _add_pair(joints: Floats, levels: Levels, counts: Floats, sizes: Floats) -> None:
    whole = log_sum(joints)
    for c in range(len(sizes)):
        weight = np.exp(joints[c] - whole)
        sizes[c] += weight
        for g in range(len(levels)):
            if levels[g] >= 0:
                counts[c, g, levels[g]] += weight
