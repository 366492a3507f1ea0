"""`velocity resolve`: who is who in tables of persons, without a database and without labels."""

from pathlib import Path
from typing import Annotated

import typer

EXAMPLE = "Example:  velocity resolve people.csv --out pairs.csv --clusters clusters.csv"


def resolve(
    records: Annotated[list[Path], typer.Argument(help="CSV files of persons, UTF-8, with a header")],
    out: Annotated[Path, typer.Option(help="where the pairs go: id_a,id_b,probability,household_probability")],
    clusters: Annotated[Path | None, typer.Option(help="where the clusters go: id,cluster")] = None,
    labels: Annotated[Path | None, typer.Option(help="what people decided: id_a,id_b,match")] = None,
    id_column: Annotated[str, typer.Option("--id", help="the column of ids; else one called id, else the first")] = "",
    relations: Annotated[Path | None, typer.Option(help="values a record has several of: id,kind,value")] = None,
    no_duplicates: Annotated[bool, typer.Option("--no-duplicates", help="no file holds a person twice")] = False,
) -> None:
    """Find the records that are about one person. Columns are understood by themselves; the same files give the same answer.

    Several files are one table: pairs are sought across and within them, unless --no-duplicates says that each file is clean.
    Labels bind: a match is joined, a non-match never is, and with 25 or more of each the probabilities are calibrated by them.
    Nothing is written unless everything is. Exit codes: 0 written, 2 the input breaks a rule, 3 a file cannot be read.
    """
    from service.resolve_command import ResolveOptions, run_resolve

    run_resolve(ResolveOptions(tuple(records), out, clusters, labels, id_column, relations, no_duplicates))
