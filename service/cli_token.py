"""`velocity token`: who may call the API, and as what."""

from pathlib import Path
from typing import Annotated

import typer

from graph_schema.actors import ActorKind, Role

app = typer.Typer(help="Who may call the API, and as what.", no_args_is_help=True)


@app.command()
def create(
    actor: Annotated[str, typer.Option(help="whom the token stands for")],
    role: Annotated[list[Role], typer.Option(help="what the holder may do; repeat for several")],
    kind: Annotated[ActorKind, typer.Option(help="human, agent, model or system")] = ActorKind.HUMAN,
    days: Annotated[int | None, typer.Option(min=1, help="how long it opens anything")] = None,
    delegated_by: Annotated[str | None, typer.Option("--for", help="the human for whom an agent acts")] = None,
) -> None:
    """Make a token and print it, once.

    Example:  velocity token create --actor rita --role reviewer --days 30
    Exit codes: 0 made, 2 refused.
    """
    from service.home import find_home
    from service.tokens import token_book

    created = token_book(find_home()).create(actor, kind, tuple(role), days=days, delegated_by=delegated_by)
    typer.echo(created.secret)


@app.command(name="list")
def list_tokens() -> None:
    """Show all tokens by id; their secrets are not kept.

    Example:  velocity token list
    Exit codes: 0 shown.
    """
    from service.home import find_home
    from service.tokens import token_book

    for token in token_book(find_home()).all():
        typer.echo(f"{token.id}  {token.actor}  {token.kind}  {','.join(token.roles)}  {token.expires_at or 'no end'}")


@app.command()
def renew(
    token_file: Annotated[
        Path | None, typer.Option("--token-file", help="the file that holds the token; else the development token")
    ] = None,
) -> None:
    """Sign in again with a token that still opens something: decisions of risk ask for a fresh sign-in.

    Example:  velocity token renew
    Exit codes: 0 renewed, 5 the token opens nothing.
    """
    from datetime import UTC, datetime

    from service.home import find_home
    from service.tokens import token_book

    home = find_home()
    secret = (token_file or home.token_file).read_text(encoding="utf-8").strip()
    renewed = token_book(home).renew(secret, datetime.now(UTC))
    typer.echo(f"{renewed.actor} is signed in as of {renewed.signed_in_at:%Y-%m-%d %H:%M} UTC")


@app.command()
def revoke(token_id: Annotated[str, typer.Argument(help="the id that `velocity token list` shows")]) -> None:
    """Make a token open nothing, at once.

    Example:  velocity token revoke 1a2b3c4d5e6f
    Exit codes: 0 revoked, 5 no such token.
    """
    from service.home import find_home
    from service.tokens import token_book

    token_book(find_home()).revoke(token_id)
