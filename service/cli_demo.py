"""`velocity demo`: a generated client graph with known truth."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="A generated client graph with known truth.", no_args_is_help=True)


@app.command()
def load(
    clients: Annotated[int, typer.Option(min=50, max=1_000_000, help="how many people")] = 2_000,
    seed: Annotated[int, typer.Option(help="the same seed makes the same graph")] = 7,
    truth: Annotated[Path | None, typer.Option(help="write who is who, kept aside from the graph, to this file")] = None,
) -> None:
    """Generate people, portfolio and interactions, and load them through the gate.

    Example:  velocity demo load --clients 2000 --seed 7 --truth truth.json
    Exit codes: 0 loaded or already there, 7 or 8 no database.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from service.database import open_graph
    from service.demo import load_demo

    console = Console()
    with open_graph(console.print) as store:
        bars = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
        )
        with bars:
            task = bars.add_task("clients", total=clients)
            loaded = load_demo(
                store,
                clients=clients,
                seed=seed,
                truth=truth,
                progress=lambda _, done, total: bars.update(task, completed=done, total=total),
            )
    console.print("loaded" if loaded else "this demo is in the graph already; nothing was written")
