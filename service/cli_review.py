"""`velocity review`: the queue, one proposal opened, deciding and taking back, on the command line."""

import getpass
from datetime import UTC, datetime
from typing import Annotated

import typer

from graph_schema.errors import InputRefused

app = typer.Typer(
    name="review",
    help="Proposals that wait for people: list, show, claim, decide, undo.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
AS = Annotated[str, typer.Option("--as", help="who decides; for the record, next to the name of this machine's user")]


@app.command(name="list", epilog="Example: [bold]velocity review list --kind IDENTITY_LINK --limit 20[/bold]")
def list_(
    kind: Annotated[list[str] | None, typer.Option(help="only this kind; can be given several times")] = None,
    risk: Annotated[list[str] | None, typer.Option(help="only this risk: LOW, MEDIUM or HIGH")] = None,
    order: Annotated[str, typer.Option(help="PRIORITY, OLDEST, NEWEST, CONFIDENCE or EXPECTED_CORRECTION")] = "PRIORITY",
    limit: Annotated[int, typer.Option(min=1, max=200, help="how many")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
) -> None:
    """Show what waits, the most urgent first."""
    from service.review_command import list_proposals

    list_proposals(kinds=_upper(kind), risks=_upper(risk), order=order.upper(), limit=limit, as_json=as_json)


@app.command(epilog="Example: [bold]velocity review show pro_…[/bold]")
def show(
    proposal: Annotated[str, typer.Argument(help="the id of a proposal")],
    as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
) -> None:
    """Open a proposal: its sides, its reasons, what would happen, and the hash that a decision is bound to."""
    from service.review_command import show_proposal

    show_proposal(proposal, as_json=as_json)


@app.command(epilog="Example: [bold]velocity review explain cli_… cli_…[/bold]")
def explain(
    left: Annotated[str, typer.Argument(help="the id of a record or a client")],
    right: Annotated[str, typer.Argument(help="the id of another one")],
    as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
) -> None:
    """Tell why two records are one client, hop by hop, with the smallest cut that would part them; or why they are not one.

    Exit codes: 0 told, 2 both mean one record, 5 no such record or client.
    """
    from service.explain_command import explain_identity

    explain_identity(left, right, as_json=as_json)


@app.command(epilog="Example: [bold]velocity review claim pro_… --as rita[/bold]")
def claim(proposal: Annotated[str, typer.Argument(help="the id of a proposal")], as_: AS = "") -> None:
    """Take a proposal for a quarter of an hour."""
    from service.review_command import claim_proposal

    claim_proposal(proposal, as_ or getpass.getuser())


@app.command(epilog="Example: [bold]velocity review decide pro_… --verdict SAME --shown HASH --as rita[/bold]")
def decide(
    proposals: Annotated[list[str], typer.Argument(help="ids of proposals; several at once only where the risk is low")],
    verdict: Annotated[str, typer.Option(help="SAME, NOT_SAME, SAME_HOUSEHOLD, UNSURE, ACCEPT, REJECT or EDIT")],
    shown: Annotated[str, typer.Option(help="the hash that `review show` printed; asked for when left out")] = "",
    reason: Annotated[str, typer.Option(help="a reason code, such as SAME_CONTACT or FAMILY")] = "",
    note: Annotated[str, typer.Option(help="anything that a later reader should know")] = "",
    edit: Annotated[list[str] | None, typer.Option(help="NAME=VALUE to write in place of what is proposed, with EDIT")] = None,
    as_: AS = "",
) -> None:
    """Decide about exactly what was shown. Exit codes: 0 done, 4 not allowed, 6 it changed since or somebody was faster."""
    from service.review_command import Deciding, decide_proposals

    edits = dict(_pair(text) for text in edit or ())
    wish = Deciding(verdict.upper(), shown, reason.upper(), note, edits)
    decide_proposals(proposals, wish, as_ or getpass.getuser(), now=datetime.now(UTC))


@app.command(epilog="Example: [bold]velocity review undo dec_… --as saul --note 'two sisters'[/bold]")
def undo(
    decision: Annotated[str, typer.Argument(help="the id of a decision")],
    note: Annotated[str, typer.Option(help="why")] = "",
    as_: AS = "",
) -> None:
    """Take a decision back. Everything is then as if it had never been made; it stays on record."""
    from service.review_command import undo_one

    undo_one(decision, as_ or getpass.getuser(), note)


@app.command(epilog="Example: [bold]velocity review policy[/bold]")
def policy() -> None:
    """Print who may decide what, how many people it takes, and how fresh their sign-in must be."""
    from service.review_command import show_policy

    show_policy()


def _upper(values: list[str] | None) -> tuple[str, ...]:
    return tuple(value.upper() for value in values or ())


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not (name and separator):
        raise InputRefused(f"--edit {text!r} is not NAME=VALUE", hint="for example --edit value=1984-02-01")
    return name, value


@app.command(epilog="Example: [bold]velocity review cluster --one-per-source registry[/bold]")
def cluster(
    one_per_source: Annotated[list[str] | None, typer.Option(help="a source that never holds a person twice")] = None,
) -> None:
    """Group what waits to be linked, under everything that was decided; each contradiction becomes one review.

    Nothing is merged. Exit codes: 0 done.
    """
    from service.review_command import cluster_what_waits

    cluster_what_waits(tuple(one_per_source or ()))
