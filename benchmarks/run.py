"""`make bench`: measure, print, and keep the results of a whole run."""

import signal
from enum import StrEnum
from typing import Annotated, Final

import typer
from rich.console import Console

from benchmarks.arrivals import measure_arrivals
from benchmarks.client_360 import measure_client_360
from benchmarks.import_files import measure_import
from benchmarks.machine import this_occasion
from benchmarks.people_csv import MOST_ROWS
from benchmarks.report import RESULTS, Results, keep, show

ROWS: Final = 100_000
FEWEST_ROWS: Final = 100

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class Part(StrEnum):
    """What can be measured alone."""

    IMPORT = "import"
    CLIENT_360 = "client360"
    ARRIVALS = "arrivals"


@app.command()
def bench(
    rows: Annotated[int, typer.Option(min=FEWEST_ROWS, max=MOST_ROWS, help="rows of the imported file")] = ROWS,
    only: Annotated[Part | None, typer.Option(help="measure only this; results.json stays as it is")] = None,
) -> None:
    """Measure the import and Client 360 beside what one would write by hand, and arriving records; half an hour on two cores.

    Example:  python -m benchmarks --rows 3000 --only import
    """
    # Whoever stops us gently still gets the servers stopped and the folders removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console()
    occasion = this_occasion()
    results = Results(
        occasion=occasion,
        import_file=measure_import(rows, console.print) if only in {None, Part.IMPORT} else None,
        client_360=measure_client_360(console.print) if only in {None, Part.CLIENT_360} else None,
        arrivals=measure_arrivals(console.print) if only in {None, Part.ARRIVALS} else None,
    )
    show(console, results)
    if only is None and rows == ROWS:
        keep(results)
        console.print(f"written to {RESULTS}")
    else:
        console.print("not kept: only a whole run of the usual size is")
