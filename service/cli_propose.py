"""`velocity propose`: what models say of the graph, as proposals for people to decide."""

from typing import Annotated

import typer

app = typer.Typer(
    help="What models say of the graph, as proposals that wait for people.", no_args_is_help=True, rich_markup_mode="rich"
)
SNAPSHOT = Annotated[str, typer.Option(help="a snapshot by its name; a new one is taken if left out")]
DRY = Annotated[bool, typer.Option("--dry-run", help="tell what would be proposed, and submit nothing")]


@app.command(epilog="Example: [bold]velocity propose identity --least 0.6[/bold]")
def identity(
    snapshot: SNAPSHOT = "",
    least: Annotated[float, typer.Option(min=0.01, max=1.0, help="propose pairs at least so likely")] = 0.5,
    most: Annotated[int, typer.Option(min=1, max=100_000, help="propose at most so many, the most useful first")] = 5_000,
    dry_run: DRY = False,
) -> None:
    """Propose which records are one person, and which persons share a household.

    Verdicts of people shift and stretch the probabilities. What was proposed before and no longer is becomes stale; what was
    decided is not asked again. The same snapshot twice changes nothing.
    Exit codes: 0 done, 2 refused input, or a damaged snapshot, 5 no such snapshot, 8 no database.
    """
    from rich.console import Console

    from gnn.proposing.identity import Sought
    from service.propose_command import ProposeOptions, propose_identity

    propose_identity(ProposeOptions(snapshot, dry_run), Sought(least, most), Console())


@app.command(epilog="Example: [bold]velocity propose matches --per-client 3[/bold]")
def matches(
    snapshot: SNAPSHOT = "",
    per_client: Annotated[int, typer.Option(min=1, max=50, help="at most so many listings for each client")] = 3,
    most: Annotated[int, typer.Option(min=1, max=1_000_000, help="propose at most so many, the likeliest first")] = 20_000,
    dry_run: DRY = False,
) -> None:
    """Propose which listings clients may want next, tuned on what it hides of the graph's own events.

    What a client stated binds. Listings that cannot be had are left out. What a reviewer turned down counts against its like.
    Exit codes: 0 done, 2 refused input, or a damaged snapshot, 5 no such snapshot, 8 no database.
    """
    from rich.console import Console

    from gnn.proposing.matches import Offer
    from service.propose_command import ProposeOptions, propose_matches

    propose_matches(ProposeOptions(snapshot, dry_run), Offer(per_client, most), Console())


@app.command(epilog="Example: [bold]velocity propose audit --size 20[/bold]")
def audit(
    snapshot: SNAPSHOT = "",
    size: Annotated[int, typer.Option(min=1, max=1_000, help="how many pairs")] = 20,
    least: Annotated[float, typer.Option(min=0.01, max=1.0, help="from which probability on pairs are proposed anyway")] = 0.5,
    week: Annotated[str, typer.Option(help="of which week, such as 2026-W45; this one if left out")] = "",
    dry_run: DRY = False,
) -> None:
    """Draw a random sample of pairs that the identity model does not propose; verdicts on them tell what it overlooks.

    Run it once a week. The same week and snapshot draw the same pairs; what nobody decided of an earlier week becomes stale.
    `velocity model verdicts velocity-audit` counts what was found.
    Exit codes: 0 done, 2 refused input, or a damaged snapshot, 5 no such snapshot, 8 no database.
    """
    from datetime import UTC, datetime

    from rich.console import Console

    from service.propose_command import ProposeOptions, Sample, propose_audit

    now = datetime.now(UTC).isocalendar()
    sample = Sample(week or f"{now.year}-W{now.week:02d}", size, least)
    propose_audit(ProposeOptions(snapshot, dry_run), sample, Console())
