"""`velocity import`: a CSV file to the graph, with a progress bar, a mapping to look at and a plan with a hash."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

EXAMPLE = "Example:  velocity import docs/samples/visitors.csv --source showroom --region AE --approve-as ada"


def import_csv(
    file: Annotated[Path, typer.Argument(help="the CSV file", exists=True, dir_okay=False, readable=True)],
    source: Annotated[str, typer.Option(help="the system that the records come from, such as crm or showroom")],
    approve_as: Annotated[str, typer.Option(help="who approves mapping and plan; without it nothing is committed")] = "",
    region: Annotated[str, typer.Option(help="country (ISO 3166) of phone numbers without a country code")] = "",
    currency: Annotated[str, typer.Option(help="currency (ISO 4217) of amounts without one")] = "",
    date_order: Annotated[str, typer.Option(help="YMD, DMY or MDY, where the file does not prove it")] = "",
    encoding: Annotated[str, typer.Option(help="encoding of the file, where it is not UTF-8")] = "",
    mapping: Annotated[list[str] | None, typer.Option("--map", help="HEADER=target or HEADER=unresolved")] = None,
    received_at: Annotated[datetime | None, typer.Option(help="when the file was received, if not now (UTC)")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the batch as JSON")] = False,
) -> None:
    """Bring a CSV file into the graph: bytes kept, mapping proposed and approved, plan shown, rows committed.

    Can be called again with the same file after a crash: it goes on where it stopped. The same file twice writes nothing.
    Exit codes: 0 all rows committed, 10 some rows held or rejected, 11 waits for approval, 3 the file cannot be read.
    """
    from service.import_command import ImportOptions, run_import

    moment = received_at.replace(tzinfo=UTC) if received_at else datetime.now(UTC)
    options = ImportOptions(
        path=file,
        source=source,
        approve_as=approve_as,
        region=region.upper(),
        currency=currency.upper(),
        date_order=date_order.upper(),
        encoding=encoding,
        mapping=tuple(mapping or ()),
        received_at=moment,
        as_json=as_json,
    )
    raise typer.Exit(run_import(options))
