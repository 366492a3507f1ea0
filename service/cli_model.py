"""`velocity model`: runs of models, their cards, their drift, and how their promises were kept."""

from typing import Annotated

import typer

app = typer.Typer(
    help="Runs of models: their cards, their drift, how their promises were kept.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
MODEL = Annotated[str, typer.Argument(help="velocity-identity, velocity-matching or velocity-audit")]


@app.command(epilog="Example: [bold]velocity model runs --model velocity-identity[/bold]")
def runs(
    model: Annotated[str, typer.Option(help="only of this model")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="how many")] = 20,
) -> None:
    """List runs, the latest first, with what became of their proposals."""
    from rich.console import Console

    from service.model_command import list_runs

    list_runs(model, limit, Console())


@app.command(epilog="Example: [bold]velocity model card run_…[/bold]")
def card(run: Annotated[str, typer.Argument(help="the id of a run")]) -> None:
    """Show the card of a run: what it saw, chose and found, and where it ends. Exit codes: 0 shown, 5 no such run or card."""
    from rich.console import Console

    from service.model_command import show_card

    show_card(run, Console())


@app.command(epilog="Example: [bold]velocity model drift velocity-identity[/bold]")
def drift(
    model: MODEL,
    before: Annotated[str, typer.Option(help="the id of a run; the last but one if left out")] = "",
    after: Annotated[str, typer.Option(help="the id of a run; the last if left out")] = "",
) -> None:
    """Compare two runs: did what goes in, or what comes out, shift? A stability index above .25 is worth a look.

    Exit codes: 0 compared, 2 runs of two models, 5 no such run.
    """
    from rich.console import Console

    from service.model_command import show_drift

    show_drift(model, before, after, Console())


@app.command(epilog="Example: [bold]velocity model verdicts velocity-identity[/bold]")
def verdicts(model: MODEL) -> None:
    """Show how often people agreed with a model, by the chance that it had given, with intervals."""
    from rich.console import Console

    from service.model_command import show_verdicts

    show_verdicts(model, Console())
