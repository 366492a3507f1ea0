"""The demo graph as a stream of change sets: first what is shared, then Leila, then household after household."""

import random
from collections.abc import Iterator
from typing import Final

from graph_schema.changes import ChangeSet
from graph_schema.ids import Prefix, stable_id
from ingest.synthetic.households import put_household
from ingest.synthetic.people import HouseholdOfPeople, draw_household
from ingest.synthetic.portfolio import put_portfolio
from ingest.synthetic.proposing import put_model_run
from ingest.synthetic.sheet import Sheet
from ingest.synthetic.showcase import SHOWCASE_CLIENTS, put_showcase
from ingest.synthetic.spec import DemoGraph, DemoSpec, Totals
from ingest.synthetic.truth import Truth

# Edges in one change set: large enough to be quick, small enough for the smallest heap.
EDGES_A_SET: Final = 12_000


def generate(spec: DemoSpec) -> DemoGraph:
    """A demo of exactly `spec.clients` clients. The same spec gives the same graph, on every machine, for ever."""
    batch = stable_id(Prefix.RAW_BATCH, "velocity-demo", str(spec.clients), str(spec.seed))
    truth = Truth()
    return DemoGraph(batch, _parts(spec, batch, truth), Totals(spec.clients), truth)


def _parts(spec: DemoSpec, batch: str, truth: Truth) -> Iterator[ChangeSet]:
    sheet = Sheet(batch)
    put_portfolio(sheet, batch, f"demo-{spec.clients}-{spec.seed}.generated", spec.now)
    put_model_run(sheet, spec.now)
    yield sheet.finished()
    sheet = Sheet(batch)
    truth.people += put_showcase(sheet, spec.now)
    for household, chance in _households(spec):
        truth.people += put_household(sheet, household, spec.now, chance)
        if sheet.size >= EDGES_A_SET:
            yield sheet.finished()
            sheet = Sheet(batch)
    yield sheet.finished()


def _households(spec: DemoSpec) -> Iterator[tuple[HouseholdOfPeople, random.Random]]:
    """As many households as make up the number of clients; one that would overshoot is passed over.

    Each has a stream of chance of its own, so that none depends on the others.
    """
    missing, number = spec.clients - SHOWCASE_CLIENTS, 0
    while missing > 0:
        chance = random.Random(f"household {spec.seed} {number}")
        household = draw_household(spec.seed, number, chance)
        number += 1
        if household.clients <= missing:
            missing -= household.clients
            yield household, chance
