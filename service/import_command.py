"""What `velocity import` does and shows."""

import getpass
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from cypher.queries.importing import BATCH_COUNTS, BatchRef, ImportBatch
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import InputRefused
from graph_schema.lifecycle import BatchState, RowStatus
from graph_schema.manifests import ColumnMapping, DateOrder, MappingManifest, MappingTarget
from ingest.evidence_store import EvidenceStore
from ingest.planning import ImportPlan, MappingChoices
from service.database import open_graph
from service.home import find_home
from service.importing import Desk, ImportRequest, Shown, import_file
from service.privacy import suppression_key

EXIT_PARTIAL: Final = 10
EXIT_WAITING: Final = 11
_UNRESOLVED: Final = "unresolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """The command line, typed."""

    path: Path
    source: str
    approve_as: str
    region: str
    currency: str
    date_order: str
    encoding: str
    mapping: tuple[str, ...]
    received_at: datetime
    as_json: bool


def run_import(options: ImportOptions) -> int:
    """Import, show, and answer the exit code."""
    console = Console(stderr=options.as_json)
    request = ImportRequest(
        path=options.path,
        source_system=options.source,
        received_by=_operator(getpass.getuser()),
        approver=_operator(options.approve_as) if options.approve_as else None,
        choices=_choices(options),
        encoding=options.encoding,
    )
    with open_graph(console.print) as store, _Bars(console) as bars:
        home = find_home()
        desk = Desk(store, EvidenceStore(home.evidence), options.received_at, bars, suppression_key(home))
        shown = Shown(
            mapping=lambda manifest: _show_mapping(bars.console, manifest), plan=lambda p: _show_plan(bars.console, p)
        )
        batch, is_new = import_file(desk, request, shown)
        counts = {count.status: count.rows for count in store.many(BATCH_COUNTS, BatchRef(batch.uid))}
    _show_result(console, batch, counts, is_new=is_new)
    if options.as_json:
        answer = {"batch": batch.uid, "state": batch.state, "counts": counts, "plan_hash": batch.plan_hash, "wrote": is_new}
        print(msgspec.json.encode(answer).decode())  # noqa: T201 - the answer for scripts goes to standard output
    return _exit_code(batch)


def _exit_code(batch: ImportBatch) -> int:
    if batch.state == BatchState.COMMITTED.value:
        return 0
    return EXIT_PARTIAL if batch.state == BatchState.PARTIAL.value else EXIT_WAITING


def _operator(name: str) -> Actor:
    # Whoever can run this command on this machine can read the database's password; the name is for the record.
    return Actor(name, ActorKind.HUMAN, frozenset({Role.OPERATOR}), name)


def _choices(options: ImportOptions) -> MappingChoices:
    try:
        order = DateOrder(options.date_order) if options.date_order else None
    except ValueError:
        raise InputRefused(f"{options.date_order} is no order of dates", hint="use YMD, DMY or MDY") from None
    return MappingChoices(dict(map(_override, options.mapping)), options.region, options.currency, order)


def _override(text: str) -> tuple[str, MappingTarget | None]:
    header, separator, target = text.rpartition("=")
    if not separator:
        raise InputRefused(f"--map {text!r} is not HEADER=target", hint="for example --map 'Cell no.=phone'")
    if target == _UNRESOLVED:
        return header, None
    try:
        return header, MappingTarget(target)
    except ValueError:
        known = ", ".join(member.value for member in MappingTarget)
        raise InputRefused(f"{target!r} is not something that a column can mean", hint=f"one of: {known}, unresolved") from None


class _Bars:
    """One progress bar a stage."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
        )
        self._tasks: dict[str, TaskID] = {}
        self.console = self._progress.console

    def __enter__(self) -> "_Bars":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total or None)
        self._progress.update(self._tasks[stage], completed=done, total=total or None)


def _show_mapping(console: Console, manifest: MappingManifest) -> None:
    table = Table("column", "means", "sure", "why", title="Proposed mapping")
    for column in manifest.columns:
        if isinstance(column, ColumnMapping):
            table.add_row(escape(column.header), column.target.value, f"{column.confidence:.0%}", escape(column.reason))
        else:
            table.add_row(escape(column.header), "[yellow]unresolved[/]", "", escape(column.why))
    console.print(table)


def _show_plan(console: Console, plan: ImportPlan) -> None:
    table = Table("creates", "updates", "no-ops", "rejected", "conflicts", "proposals", "unresolved cells", title="Plan")
    numbers = (plan.creates, plan.updates, plan.noops, plan.rejected, plan.conflicts, plan.review_tasks)
    table.add_row(*map(str, numbers), str(plan.unresolved_cells))
    console.print(table)
    console.print(f"plan {plan.hash}")


def _show_result(console: Console, batch: ImportBatch, counts: dict[str, int], *, is_new: bool) -> None:
    parts = ", ".join(f"{counts[status.value]} {status.value}" for status in RowStatus if counts.get(status.value))
    console.print(f"[bold]{batch.state}[/] {escape(batch.file_name)} as {batch.uid}: {parts or 'no rows'}")
    if not is_new:
        console.print("These bytes were imported from this source before; nothing was written.")
    if batch.state == BatchState.MAPPING_PROPOSED.value:
        console.print("Nothing is committed. Call again with --approve-as NAME to approve this mapping and plan.")
