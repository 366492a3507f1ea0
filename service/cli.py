"""`velocity`, the one command. Subcommands import what they need when they run, so that help comes at once."""

import sys
from collections.abc import Callable
from typing import Final

import typer

from graph_schema.errors import VelocityError
from service import (
    cli_audit,
    cli_demo,
    cli_import,
    cli_model,
    cli_privacy,
    cli_propose,
    cli_receive,
    cli_recommend,
    cli_resolve,
    cli_review,
    cli_snapshot,
    cli_token,
    cli_up,
    cli_verify,
)
from service.cli_db import db

EXIT_INTERRUPTED: Final = 130
EXIT_CODES: Final = (
    "Exit codes: 0 done; 1 not ready; 2 refused input; 3 unreadable file; 4 not allowed; 5 not found; 6 conflict; 7 set-up; "
    "8 no database; 9 a defect of ours; 10 some rows held or rejected; 11 waits for approval; 12 laws broken; 13 schema drift; "
    "130 interrupted."
)

app = typer.Typer(
    name="velocity",
    help="One client graph, with provenance on every edge and people who decide.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(cli_up.up)
app.command()(cli_up.down)
app.command()(cli_up.status)
app.command(hidden=True)(cli_up.serve)
app.command(name="import", epilog=cli_import.EXAMPLE)(cli_import.import_csv)
app.command(epilog=cli_receive.EXAMPLE)(cli_receive.receive)
app.command(epilog=cli_recommend.EXAMPLE)(cli_recommend.recommend)
app.command(epilog=cli_resolve.EXAMPLE)(cli_resolve.resolve)
app.command()(cli_verify.verify)
db.command(name="hash")(cli_verify.graph_hash)
db.command(name="check")(cli_verify.drift)
app.add_typer(db, name="db")
app.add_typer(cli_audit.app, name="audit")
app.add_typer(cli_demo.app, name="demo")
app.add_typer(cli_review.app, name="review")
app.add_typer(cli_model.app, name="model")
app.add_typer(cli_privacy.app, name="privacy")
app.add_typer(cli_propose.app, name="propose")
app.add_typer(cli_snapshot.app, name="snapshot")
app.add_typer(cli_token.app, name="token")


def main() -> None:
    """The command of this process."""
    run(app)


def run(command: Callable[[], object]) -> None:
    """Run a command; an error of ours becomes one clear message and its exit code."""
    try:
        command()
    except VelocityError as error:
        typer.secho(f"error {error.error_code}: {error.message}", fg=typer.colors.RED, err=True)
        if error.hint:
            typer.echo(f"  what to do: {error.hint}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("interrupted", err=True)
        sys.exit(EXIT_INTERRUPTED)


if __name__ == "__main__":
    main()
