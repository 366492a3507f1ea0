"""`velocity snapshot`: the graph as of a moment, as files for models."""

from typing import Annotated

import typer

app = typer.Typer(help="The graph as of a moment, as files that models read.", no_args_is_help=True, rich_markup_mode="rich")
NAME = Annotated[str, typer.Argument(help="as `velocity snapshot list` shows it")]


@app.command(epilog="Example: [bold]velocity snapshot take --valid-at 2026-09-01[/bold]")
def take(
    known_at: Annotated[str, typer.Option(help="as we believed then; now if left out")] = "",
    valid_at: Annotated[
        str, typer.Option(help="true by then; what became true afterwards lies apart, as outcomes to foresee")
    ] = "",
) -> None:
    """Write Arrow files of nodes and edges, with the starts of each node's edges and a manifest with hashes.

    It holds personal data: it lies in this home, readable by you alone, and the next erasure removes it.
    Exit codes: 0 written, 2 refused input, 7 the disk is full, 8 no database.
    """
    from rich.console import Console

    from service.snapshot_command import take_snapshot

    take_snapshot(known_at, valid_at, Console())


@app.command(name="list", epilog="Example: [bold]velocity snapshot list[/bold]")
def list_() -> None:
    """Show the snapshots of this home."""
    from rich.console import Console

    from service.snapshot_command import list_snapshots

    list_snapshots(Console())


@app.command(epilog="Example: [bold]velocity snapshot show 20261101T090000.000000Z[/bold]")
def show(name: NAME) -> None:
    """Check every byte of a snapshot and tell what it holds. Exit codes: 0 told, 2 there is none, or it is damaged."""
    from rich.console import Console

    from service.snapshot_command import show_snapshot

    show_snapshot(name, Console())


@app.command(epilog="Example: [bold]velocity snapshot remove 20261101T090000.000000Z[/bold]")
def remove(name: NAME) -> None:
    """Remove a snapshot for good. Exit codes: 0 removed, 2 there is none."""
    from rich.console import Console

    from service.snapshot_command import remove_snapshot

    remove_snapshot(name, Console())
