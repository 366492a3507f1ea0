"""Results as a file, as tables on the screen and as the table in README.md; all three from the same rows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
from rich.console import Console
from rich.table import Table

from benchmarks.arrivals import ArrivalsResult
from benchmarks.client_360 import Client360Result, Compared
from benchmarks.import_files import ImportResult
from benchmarks.machine import Occasion
from benchmarks.snapshots import SnapshotResult

RESULTS: Final = Path(__file__).with_name("results.json")
README: Final = Path(__file__).with_name("README.md")
_BEGIN: Final = "<!-- results: written by `make bench` -->"
_END: Final = "<!-- end of results -->"

Row = tuple[str, str, str, str]


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """All measurements of one run; None: not measured in this run."""

    occasion: Occasion
    import_file: ImportResult | None = None
    client_360: Client360Result | None = None
    arrivals: ArrivalsResult | None = None


def show(console: Console, results: Results) -> None:
    """Print what was measured."""
    console.print(_where(results.occasion))
    for title, heads, rows in _tables(results):
        table = Table(title=title, title_justify="left")
        for place, head in enumerate(heads):
            table.add_column(head, justify="right" if place else "left")
        for row in rows:
            table.add_row(*row)
        console.print(table)


def keep(results: Results) -> None:
    """Write results.json, and the tables of README.md anew."""
    RESULTS.write_bytes(msgspec.json.format(msgspec.json.encode(results)) + b"\n")
    before, _, rest = README.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    README.write_text(f"{before}{_BEGIN}\n\n{_markdown(results)}\n{_END}{after}", encoding="utf-8")


def _markdown(results: Results) -> str:
    parts = [_where(results.occasion) + "\n"]
    for title, heads, rows in _tables(results):
        lines = [heads, ("---", *("---:",) * (len(heads) - 1)), *rows]
        parts.append("\n".join([f"**{title}**\n", *(f"| {' | '.join(line)} |" for line in lines)]) + "\n")
    return "\n".join(parts)


def _where(occasion: Occasion) -> str:
    machine = occasion.machine
    changed = " with changes" if occasion.is_changed else ""
    return (
        f"{occasion.date:%Y-%m-%d %H:%M} UTC, commit {occasion.commit[:12]}{changed}: {machine.cores} cores of {machine.cpu}, "
        f"{machine.memory_mb:,} MB, {machine.system}, Python {machine.python}, Neo4j {machine.neo4j}; load before "
        f"{machine.load_before}."
    )


def _tables(results: Results) -> Iterator[tuple[str, Row, list[Row]]]:
    if loaded := results.import_file:
        title = f"{loaded.rows:,} rows of {loaded.columns} columns ({loaded.file_mb:.0f} MB) into an empty graph"
        yield title, ("", "velocity import", "LOAD CSV", "ratio"), list(_import_rows(loaded))
        yield "Where velocity import spends its time", ("stage", "seconds", "share", "rows/s"), list(_stage_rows(loaded))
    if asked := results.client_360:
        title = f"Client 360 on the demo graph of {asked.clients:,} clients, milliseconds"
        yield title, ("", "p50", "p95", "HTTP takes"), list(_latency_rows(asked))
    if arrived := results.arrivals:
        came = ", ".join(f"{count:,} {outcome.lower()}" for outcome, count in arrived.outcomes.items())
        title = (
            f"A record arrives at {arrived.clients:,} clients (loaded in {arrived.load_seconds:,.0f} s), milliseconds ({came})"
        )
        yield title, ("", "p50", "p95", "records/s"), list(_arrival_rows(arrived))
        yield "A snapshot of that graph", ("nodes", "edges", "seconds", "edges/s"), [_snapshot_row(arrived.snapshot)]


def _snapshot_row(taken: SnapshotResult) -> Row:
    return f"{taken.nodes:,}", f"{taken.edges:,}", f"{taken.seconds:.1f}", f"{taken.edges_per_second:,.0f}"


def _arrival_rows(arrived: ArrivalsResult) -> Iterator[Row]:
    yield "one by one", f"{arrived.alone.p50_ms:.1f}", f"{arrived.alone.p95_ms:.1f}", f"{1000 / arrived.alone.p50_ms:,.0f}"
    together, rate = arrived.together, arrived.records_per_second
    yield f"{arrived.group} at a time", f"{together.p50_ms:.1f}", f"{together.p95_ms:.1f}", f"{rate:,.0f}"


def _import_rows(loaded: ImportResult) -> Iterator[Row]:
    ours, theirs = loaded.velocity_import, loaded.load_csv
    yield "rows/s", f"{ours.rows_per_second:,.0f}", f"{theirs.rows_per_second:,.0f}", f"{loaded.ratio:.2f}"
    yield "seconds", f"{ours.seconds:,.1f}", f"{theirs.seconds:,.1f}", f"{ours.seconds / theirs.seconds:.2f}"
    cpu = ours.server_cpu_seconds / theirs.server_cpu_seconds
    yield "CPU seconds of the server", f"{ours.server_cpu_seconds:,.1f}", f"{theirs.server_cpu_seconds:,.1f}", f"{cpu:.2f}"
    yield "CPU seconds of the command", f"{ours.client_cpu_seconds:,.1f}", "-", "-"
    yield "most memory of the command", f"{ours.client_peak_mb:,} MB", "-", "-"
    nodes, edges = f"{sum(loaded.nodes.values()):,}", f"{sum(loaded.edges.values()):,}"
    yield "domain nodes written", nodes, nodes, "equal"
    yield "domain edges written", edges, edges, "equal"


def _stage_rows(loaded: ImportResult) -> Iterator[Row]:
    whole = loaded.velocity_import.seconds
    for stage, seconds in loaded.velocity_import.stages.items():
        yield stage, f"{seconds:.1f}", f"{seconds / whole:.0%}", f"{loaded.rows / seconds:,.0f}" if seconds >= 1 else "-"


def _latency_rows(asked: Client360Result) -> Iterator[Row]:
    yield from _compared_rows("demo client", asked.demo_client)
    yield from _compared_rows("random clients", asked.random_clients)
    yield "an operation that reads nothing", f"{asked.floor.p50_ms:.1f}", f"{asked.floor.p95_ms:.1f}", "-"
    yield "CPU of the service for one Client 360", f"{asked.service_cpu_ms:.1f}", "-", "-"


def _compared_rows(who: str, found: Compared) -> Iterator[Row]:
    size = f"{found.answer_kb:.0f} kB, {found.statements:.0f} statements, {found.requests} times"
    yield f"{who}: HTTP ({size})", f"{found.http.p50_ms:.1f}", f"{found.http.p95_ms:.1f}", "-"
    past = found.as_of
    yield f"{who}: HTTP, as of an hour ago", f"{past.p50_ms:.1f}", f"{past.p95_ms:.1f}", f"{found.ratio_as_of:.2f} times (p95)"
    for way, latency, ratio in (
        ("driver, one after the other", found.driver_in_turn, found.ratio_in_turn),
        ("driver, all at once", found.driver_at_once, found.ratio_at_once),
    ):
        yield f"{who}: {way}", f"{latency.p50_ms:.1f}", f"{latency.p95_ms:.1f}", f"{ratio:.2f} times as long"
