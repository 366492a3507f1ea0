"""From a person table to who is who: fields, candidates, latent classes, aliases, clusters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from gnn.identity.aliases import learned_keys, nickname_keys
from gnn.identity.candidates import AtomIndex, candidate_pairs, index_atoms
from gnn.identity.chance import count_chance
from gnn.identity.clustering import Bonds, clusters
from gnn.identity.compare import compare_all
from gnn.identity.fields import Compare, Fields, build_fields
from gnn.identity.latent_classes import FITTED_PAIRS, Design, Evidence, design_of, fit
from gnn.identity.model import Model, Scores, score_levels, score_pairs
from gnn.identity.pool import Pool, pool_of
from gnn.identity.ragged import Ints, SmallInts
from gnn.identity.table import PersonTable
from gnn.identity.typing import ColumnType, column_types

SEED: Final = 7
# Pairs less likely than this are forgotten: one in four hundred.
LEAST_KEPT: Final = -6.0
# Candidates are scored in blocks, so that memory grows with the pairs that are kept.
_BLOCK: Final = 1_000_000


class Tell(Protocol):
    """Told how far the work is: a stage's name, what is done of it, and its total."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of records with their log-odds to be one person, and to be two of one household."""

    first: SmallInts
    second: SmallInts
    person: Scores
    household: Scores


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a table says about who is who."""

    types: list[ColumnType]
    fields: Fields
    index: AtomIndex
    pool: Pool
    design: Design
    model: Model
    pairs: Pairs
    cluster: Ints


def resolve(table: PersonTable, relations: Mapping[str, list[list[str]]], bonds: Bonds, tell: Tell = silent) -> Resolution:
    """Who is who in a table; `relations` are values of each record by kind, `bonds` what people decided already."""
    stages = 7
    types = column_types(table.cells)
    tell("columns", 1, stages)
    fields = build_fields(table.cells, types, relations)
    tell("values", 2, stages)
    index = index_atoms(fields.atoms, fields.records)
    fields.atoms.clear()
    first, second = candidate_pairs(index)
    tell("candidates", 3, stages)
    design = design_of(fields)
    pool, model = fit_model(fields, design, first, second)
    tell("classes", 5, stages)
    pairs = score_all(pool, model, first, second)
    tell("pairs", 6, stages)
    cluster = clusters(pool, model, pairs.first, pairs.second, pairs.person, bonds)
    tell("clusters", 7, stages)
    return Resolution(types, fields, index, pool, design, model, pairs, cluster)


def fit_model(fields: Fields, design: Design, first: SmallInts, second: SmallInts) -> tuple[Pool, Model]:
    """Fit, learn aliases from what is sure without the names, fit again."""
    chosen = sample(len(first), FITTED_PAIRS)
    some, others = first[chosen], second[chosen]
    scale = len(first) / max(len(chosen), 1)
    has_names = bool(fields.subfields) and fields.subfields[0].compare == Compare.GIVEN
    nicknames = nickname_keys(fields.subfields[0].vocabulary) if has_names else np.zeros(0, np.int64)
    pool = pool_of(fields, nicknames)
    model = _fit_once(pool, design, fields.records, (some, others), scale)
    if has_names:
        pool = pool._replace(aliases=_with_learned(fields, pool, design, model, first, second))
        model = _fit_once(pool, design, fields.records, (some, others), scale)
    return pool, model


# Pairs that aliases are learned from.
_ALIAS_PAIRS: Final = 3_000_000


def _with_learned(fields: Fields, pool: Pool, design: Design, model: Model, first: SmallInts, second: SmallInts) -> Ints:
    chosen = sample(len(first), _ALIAS_PAIRS)
    first, second = first[chosen], second[chosen]
    levels, rarities = compare_all(pool, first, second, design.groups)
    given, surname = (score_levels(without(model, g), levels, rarities) for g in (0, 1))
    keys = learned_keys(fields, first, second, levels, (given, surname))
    return np.union1d(pool.aliases, keys)


def without(model: Model, group: int) -> Model:
    """The model blind to one field."""
    fixed, by_value = model.fixed.copy(), model.by_value.copy()
    fixed[:, group], by_value[:, group] = 0.0, 0.0
    return model._replace(fixed=fixed, by_value=by_value)


def _fit_once(pool: Pool, design: Design, records: int, pairs: tuple[SmallInts, SmallInts], scale: float) -> Model:
    chance = count_chance(pool, design.groups, records, SEED)
    levels, rarities = compare_all(pool, *pairs, design.groups)
    return fit(Evidence(levels, rarities, scale, max(records * (records - 1) / 2, 1.0)), design, chance)


def sample(size: int, most: int) -> Ints:
    """All of so many, or a fixed choice of `most` of them in order."""
    if size <= most:
        return np.arange(size)
    return np.sort(np.random.default_rng(SEED).choice(size, most, replace=False, shuffle=False))


def score_all(pool: Pool, model: Model, first: SmallInts, second: SmallInts) -> Pairs:
    """Score every candidate and keep those that may be one person or one household."""
    parts = []
    for at in range(0, max(len(first), 1), _BLOCK):
        a, b = first[at : at + _BLOCK], second[at : at + _BLOCK]
        person, household = score_pairs(pool, model, a, b)
        keep = (person > LEAST_KEPT) | (household > 0.0)
        parts.append((a[keep], b[keep], person[keep], household[keep]))
    a, b, person, household = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Pairs(a, b, person, household)
