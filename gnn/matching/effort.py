"""How much the tuner may try: counted in work, never by the clock, so that the same data always get the same answer."""

from dataclasses import dataclass
from typing import Final

from gnn.matching.blocks.closed_form import MOST_ITEMS
from gnn.matching.known import Known

# Processor seconds that the tuner may take, by the prices below; the promise is five minutes with the final fit.
BUDGET: Final = 190.0
# Operations a second of one core of a machine of 2024, as measured; they price the work, nothing is timed when it runs.
_DENSE: Final = 45e9
_SPARSE: Final = 2e9
_PASSED: Final = 4e8
_ITERATIONS: Final = 5
# Sums over the filter's grid: sharpness 3, twice; top-k passes 12 + 18, twice.
_GRID_SHARPNESS: Final = 6
_GRID_PASSES: Final = 60
# Passes over a column while the blend is sought: some six weights, four rounds, and looking at each alone.
_BLEND_PASSES: Final = 30
_COLUMN_BYTES: Final = 1_200 << 20
# Factor and invert a square of single precision: its side cubed, and copying.
_INVERSE: Final = 1.2


@dataclass(frozen=True)
class Effort:
    """holdouts: seeds of each kind; cuts: of time; clients: asked in each; rank: of the spectrum; penalties: how many of EASE;
    with_ridge: transitions by ridge regression take part; price: processor seconds by the prices above."""

    holdouts: int
    cuts: int
    clients: int
    rank: int
    penalties: int
    with_ridge: bool
    price: float


# Of all clients, at most this part is asked for in one holdout: the rest must stay nearly as dense as the whole.
ASKED_PART: Final = 5
# Beyond half of the smaller side the spectrum is noise, and small tables want all they have.
_LEAST_RANK: Final = 64
# From the most to the least that is worth it: (seeds, cuts, clients, rank, EASE penalties, ridge transitions).
_LADDER: Final = (
    (4, 3, 2_000, 1_200, 2, True),
    (3, 3, 2_000, 1_200, 1, True),
    (2, 3, 1_500, 1_200, 1, True),
    (1, 2, 1_500, 1_200, 1, True),
    (1, 2, 1_500, 600, 1, True),
    (1, 2, 1_500, 600, 0, True),
    (1, 1, 1_000, 600, 0, True),
    (1, 2, 1_000, 1_200, 0, False),
    (1, 2, 1_000, 600, 0, False),
    (1, 1, 1_000, 600, 0, False),
    (1, 1, 600, 256, 0, False),
    (1, 1, 300, 128, 0, False),
)
# Tables without order have no ridge to pay for: the same ladder with more rank in place of it.
_LADDER_WITHOUT_ORDER: Final = tuple(rung for rung in _LADDER if rung[4] or not rung[5])


def affordable(known: Known, splits_a_seed: int | None, budget: float = BUDGET) -> Effort:
    """The first rung of the ladder that the budget pays for; the last one if none is.

    `splits_a_seed`: holdouts for each seed; None: cuts of time, whatever the seeds.
    """
    ladder = _LADDER if known.has_order else _LADDER_WITHOUT_ORDER
    rungs = [_rung(known, splits_a_seed, *rung) for rung in ladder]
    return next((rung for rung in rungs if rung.price <= budget), rungs[-1])


def _rung(  # noqa: PLR0917 - one rung of the ladder
    known: Known,
    splits_a_seed: int | None,
    seeds: int,
    cuts: int,
    clients: int,
    rank: int,
    penalties: int,
    ridge: bool,
) -> Effort:
    events = known.events
    ridge = ridge and known.has_order
    smaller = min(events.clients, events.items)
    rank = min(rank, smaller, max(_LEAST_RANK, smaller // 2))
    splits = splits_a_seed * seeds if splits_a_seed else cuts
    if splits_a_seed:
        clients = min(clients, events.clients // ASKED_PART)
    personal = _personal_columns(known, penalties, ridge=ridge)
    clients = max(50, min(clients, _COLUMN_BYTES // (4 * max(events.items, 1) * splits * personal)))
    columns = personal + 1 + 9 * known.has_clock
    passes = clients * events.items * (_GRID_PASSES + _BLEND_PASSES * columns) / _PASSED
    grid = 2.0 * clients * events.items * rank * _GRID_SHARPNESS / _DENSE
    inverses = (penalties + ridge) * _INVERSE * min(events.items, MOST_ITEMS) ** 3 / _DENSE
    price = _spectra(known, rank, splits) + splits * (passes + grid + inverses)
    return Effort(seeds, cuts, clients, rank, penalties, ridge, round(price, 3))


def _spectra(known: Known, rank: int, splits: int) -> float:
    """The first from nothing, the others and the final one from it."""
    events, width = known.events, rank + 60
    turn = 4.0 * len(events) * width / _SPARSE + 6.0 * events.items * width * width / _DENSE
    return turn * (_ITERATIONS + 2 * splits)


def _personal_columns(known: Known, penalties: int, *, ridge: bool) -> int:
    memories = 1 + known.has_order + 2 * known.has_clock + (known.events.weight is not None)
    return 1 + memories * (1 + penalties + 2 * (known.item_values is not None)) + known.has_order + ridge
