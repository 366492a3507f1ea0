"""What `velocity resolve` does and shows."""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from gnn.identity.answers import cluster_rows, pair_rows, write_all
from gnn.identity.decisions import NO_LABELS, bonds_of, read_labels, read_relations
from gnn.identity.resolver import resolve
from gnn.identity.table import read_tables


@dataclass(frozen=True, slots=True)
class ResolveOptions:
    """The command line, typed."""

    records: tuple[Path, ...]
    out: Path
    clusters: Path | None
    labels: Path | None
    id_column: str
    relations: Path | None
    no_duplicates: bool


def run_resolve(options: ResolveOptions) -> None:
    """Read, resolve, write; progress goes to standard error."""
    console = Console(stderr=True)
    table = read_tables(options.records, options.id_column)
    labels = read_labels(options.labels, table) if options.labels else NO_LABELS
    relations = read_relations(options.relations, table) if options.relations else {}
    bonds = bonds_of(table, labels, [options.no_duplicates] * len(options.records))
    with Progress(TextColumn("{task.description:<12}"), BarColumn(), TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("columns", total=None)
        found = resolve(
            table,
            relations,
            bonds,
            lambda stage, done, total: progress.update(task, description=stage, completed=done, total=total),
        )
    files = {options.out: pair_rows(table, found, labels)}
    if options.clusters:
        files[options.clusters] = cluster_rows(table, found.cluster)
    write_all(files)
    kinds = ", ".join(f"{column.name}: {column.kind.value}" for column in found.types)
    console.print(f"columns  {kinds}", markup=False, highlight=False)
    console.print(
        f"{len(table):,} records are {len(set(found.cluster.tolist())):,} people; {files[options.out].height:,} pairs"
    )
