"""What a person truly wants, and which units fit it. A taste is never written to the graph, only what follows from it."""

import random
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest.synthetic.portfolio import Unit, units

# Beyond this many units by area, kind and rooms, no price makes one a favourite.
_LOOKED_AT: Final = 45
PREFERRED: Final = 12
# How far people stray from what fits them best: the first moments look wider than the last ones.
_WIDEST: Final = 9.0
_NARROWEST: Final = 2.0
# How often somebody looks at something that does not fit at all.
_STRAYS: Final = 0.14


@dataclass(frozen=True, slots=True)
class Taste:
    """What a person keeps coming back to; budgets in AED."""

    area: str
    kind: str
    budget: float
    bedrooms: int


def draw_taste(chance: random.Random) -> Taste:
    """Everybody wants something like a unit that exists."""
    return taste_for(chance.choice(units()), chance.uniform(0.85, 1.3))


def taste_for(unit: Unit, margin: float) -> Taste:
    """The taste of somebody for whom the unit is made, with a budget of its price times the margin."""
    return Taste(unit.area, unit.kind, round(unit.price_aed * margin, -5), unit.bedrooms)


def affinity(taste: Taste, unit: Unit) -> float:
    """How well a unit fits a taste, from 0 to 1."""
    return _shape(taste.area, taste.kind, taste.bedrooms, unit) + _price_fit(taste.budget, unit.price_aed)


def preferred_units(taste: Taste, chance: random.Random) -> tuple[Unit, ...]:
    """The units that fit best, best first, with a little of the inexplicable in the order."""
    budget, draw = taste.budget, chance.random
    scored = [
        (shape + _price_fit(budget, unit.price_aed) + 0.08 * draw(), unit.uid, unit)
        for shape, unit in _candidates(taste.area, taste.kind, taste.bedrooms)
    ]
    scored.sort(reverse=True)
    return tuple(unit for _, _, unit in scored[:PREFERRED])


def looked_at(liked: tuple[Unit, ...], chance: random.Random, age: float) -> Unit:
    """A unit that the person turns to; `age` runs from 1 (long ago) to 0 (now): tastes are found by looking."""
    if chance.random() < _STRAYS:
        return chance.choice(units())
    rank = int(chance.expovariate(1 / (_NARROWEST + (_WIDEST - _NARROWEST) * age)))
    return liked[min(rank, len(liked) - 1)]


@cache
def _candidates(area: str, kind: str, bedrooms: int) -> tuple[tuple[float, Unit], ...]:
    scored = [(_shape(area, kind, bedrooms, unit), unit) for unit in units()]
    return tuple(sorted(scored, key=lambda pair: (-pair[0], pair[1].uid))[:_LOOKED_AT])


def _price_fit(budget: float, price: float) -> float:
    off = abs(price - budget) / budget
    return 0.3 * (1 - off) if off < 1 else 0.0


def _shape(area: str, kind: str, bedrooms: int, unit: Unit) -> float:
    return 0.35 * (unit.area == area) + 0.2 * (unit.kind == kind) + 0.15 * max(0.0, 1 - abs(unit.bedrooms - bedrooms) / 3)
