"""From files to proposals: read, tune, fit, score, write; nothing is written unless all of it went well."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Protocol

import msgspec
import numpy as np
import polars as pl

from gnn.matching.asking import LOOKED_AT, Answered, Asked, answered, read_asked
from gnn.matching.reading import Sources, Tables, read_tables
from gnn.matching.reason_rows import HEADER, reason_rows
from gnn.matching.report import TuningReport, tuning_report
from gnn.matching.scoring import Scorer, best_lists
from gnn.matching.tuning import Tuned, Wishes, tune
from gnn.matching.workshop import Workshop
from gnn.matching.writing import list_rows, whole_file, writable

# Told a stage and the share of it that is done, from 0 to 1.
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Order:
    """What is asked for: `k` items a client, seen ones too or not, and how to tune (its k and new clients are set here)."""

    k: int = 20
    include_seen: bool = False
    wishes: Wishes = field(default_factory=Wishes)


class Storey(Protocol):
    """Something trained that may join the blend."""

    def join(self, tables: Tables, tuned: Tuned, wishes: Wishes, scorer: Scorer, progress: Progress) -> Scorer:
        """The blend with it, or the blend as it is where it does not win."""


@dataclass(frozen=True)
class Outputs:
    """Where to write: proposals always; what was chosen (JSON) and the reasons (CSV) if asked for."""

    lists: Path
    report: Path | None = None
    reasons: Path | None = None


def recommend(
    sources: Sources, outputs: Outputs, order: Order, progress: Progress, upper: Storey | None = None
) -> TuningReport:
    """Write client,item,rank,score for every client of all files, and what else is asked for; `upper` joins where it wins.

    Raises:
        InputRefused, BadFile: as `read_tables`.
        SetupFailed: a file cannot be written.
    """
    for path in filter(None, (outputs.lists, outputs.report, outputs.reasons)):
        writable(path)
    progress("reading", 0.0)
    tables = read_tables(sources)
    asked = read_asked(sources, tables)
    wishes = fitting_wishes(tables, order)
    tuned = tune(tables.known, wishes, progress)
    report = tuning_report(tables.known, tuned)
    scorer = final_scorer(tables, tuned, progress)
    if upper:
        scorer = upper.join(tables, tuned, wishes, scorer, progress)
    with ExitStack() as files:
        lists_file = files.enter_context(whole_file(outputs.lists))
        reasons_file = files.enter_context(whole_file(outputs.reasons)) if outputs.reasons else None
        _write_lists(Desk(tables, asked, scorer, order), lists_file, reasons_file, progress)
        if outputs.report:
            files.enter_context(whole_file(outputs.report)).write(msgspec.json.format(msgspec.json.encode(report), indent=2))
    return report


def fitting_wishes(tables: Tables, order: Order) -> Wishes:
    """The wishes with what the tables say: the lists' length, and how many clients nobody has met."""
    return replace(order.wishes, k=order.k, new_clients=int((tables.known.events.counts == 0).sum()))


def final_scorer(tables: Tables, tuned: Tuned, progress: Progress = lambda _stage, _share: None) -> Scorer:
    """The chosen blend, fitted to all that is known."""
    progress("fitting the chosen blocks", 0.0)
    rank = min(tuned.settings.rank, tables.known.events.clients, tables.known.events.items)
    return Scorer.of(Workshop(tables.known, rank, tuned.spectrum), tuned.blend)


@dataclass(frozen=True, eq=False)
class Desk:
    """All that the lists are made from."""

    tables: Tables
    asked: Asked
    scorer: Scorer
    order: Order

    def answers(self) -> Iterator[Answered]:
        """Chunk after chunk, in the order to show."""
        clients = np.arange(len(self.tables.client_ids))
        k = self.order.k
        wide = k * LOOKED_AT if self.asked.wishes else k
        allowed = self.asked.can_be_had
        for lists in best_lists(self.scorer, clients, wide, include_seen=self.order.include_seen, allowed=allowed):
            yield answered(lists, self.asked, k)


def _write_lists(desk: Desk, lists_file: IO[bytes], reasons_file: IO[bytes] | None, progress: Progress) -> None:
    clients, items = pl.Series(desk.tables.client_ids), pl.Series(desk.tables.item_ids)
    lists_file.write(b"client,item,rank,score,fails\n" if desk.asked.wishes else b"client,item,rank,score\n")
    if reasons_file:
        reasons_file.write(",".join(HEADER).encode() + b"\n")
    done = 0
    for answer in desk.answers():
        rows = list_rows(answer.lists, clients, items)
        if desk.asked.wishes:
            rows = rows.with_columns(pl.Series("fails", [said for its in answer.fails for said in its], pl.String))
        rows.write_csv(lists_file, include_header=False, float_precision=6)
        if reasons_file:
            reason_rows(answer.lists, desk.scorer, desk.tables).write_csv(reasons_file, include_header=False, float_precision=6)
        done += len(answer.lists.clients)
        progress("scoring", done / len(clients))
