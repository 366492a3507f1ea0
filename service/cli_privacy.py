"""`velocity privacy`: what is held about a person, and forgetting it."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="What is held about a person, and forgetting it.", no_args_is_help=True)
Client = Annotated[str, typer.Argument(help="the client's id")]


def _tell(message: str) -> None:
    typer.echo(message, err=True)


@app.command()
def export(
    client: Client, out: Annotated[Path | None, typer.Option(help="where to write it; else in the home, for a week")] = None
) -> None:
    """Write everything that is held about a client, with where it comes from, one JSON object a line. Nobody else is in it.

    Example:  velocity privacy export cli_145009vraovcmi77oqcg --out leila.jsonl
    Exit codes: 0 written, 2 the file is there already, 5 no such client.
    """
    from service.home import find_home
    from service.privacy_command import export as write

    written = write(find_home(), client, out, _tell)
    typer.echo(f"{written.path}  {written.lines} lines  sha256 {written.sha256}")


@app.command(name="plan-erasure")
def plan_erasure(
    client: Client,
    propose_as: Annotated[str, typer.Option(help="who proposes it; without a name it is only shown")] = "",
    reason: Annotated[str, typer.Option(help="why, in words that name nobody")] = "the person asked for it",
) -> None:
    """Show what forgetting a client would take, in numbers and with its hash; propose it for two people to accept.

    Example:  velocity privacy plan-erasure cli_145009vraovcmi77oqcg --propose-as ada
    Exit codes: 0 shown, 5 no such client.
    """
    from service.home import find_home
    from service.privacy_command import counts_of, plan

    planned, proposal = plan(find_home(), client, propose_as, reason, _tell)
    typer.echo(counts_of(planned))
    if proposal:
        typer.echo(f"proposed as {proposal}: two people who may erase accept it, then `velocity db rebuild` clears the files")


@app.command()
def suppressions(released: Annotated[bool, typer.Option("--released", help="also those that hold no longer")] = False) -> None:
    """List what must not come back. Nothing in the list tells whom it hides.

    Example:  velocity privacy suppressions
    Exit codes: 0 shown.
    """
    from service.privacy_command import suppressions as read

    for line in read(released=released, tell=_tell):
        typer.echo(line)


@app.command()
def release(
    suppression: Annotated[str, typer.Argument(help="the id that `velocity privacy suppressions` shows")],
    reason: Annotated[str, typer.Option(help="why it may come in again")],
) -> None:
    """Let what a suppression hides come in again.

    Example:  velocity privacy release sup_0123456789abcdefghij --reason "the number belongs to somebody else now"
    Exit codes: 0 released, 5 no such suppression, 6 released before.
    """
    from service.privacy_command import release as let_in

    let_in(suppression, reason, _tell)


@app.command()
def finish() -> None:
    """Take out of kept files what erasures ordered; the service does this by itself, and again at its next start.

    Example:  velocity privacy finish
    Exit codes: 0 done.
    """
    from service.home import find_home
    from service.privacy_command import finish as follow

    typer.echo(f"{follow(find_home(), _tell)} files lost bytes")
