"""`velocity up | serve | down | status`: one door for people and scripts."""

from typing import Annotated

import typer


def up(
    demo: Annotated[bool, typer.Option("--demo", help="load the demo graph if it is not there")] = False,
    detach: Annotated[bool, typer.Option("--detach", help="serve in the background and return")] = False,
    clients: Annotated[int, typer.Option(min=50, help="size of the demo graph")] = 2_000,
) -> None:
    """Start the database, migrate it, load the demo if asked, and serve.

    Example:  velocity up --demo --detach
    Exit codes: 0 served (or already running), 7 or 8 something is in the way, 130 stopped by Ctrl-C, 143 by `velocity down`.
    """
    from service.running import bring_up

    bring_up(demo=demo, detach=detach, clients=clients)


def serve() -> None:
    """Serve an already running database in the foreground; `velocity up` does this and more.

    Example:  velocity serve
    Exit codes: 0 stopped, 7 or 8 something stands in the way.
    """
    from service.running import serve_here

    serve_here()


def down() -> None:
    """Stop the service and the managed database.

    Example:  velocity down
    Exit codes: 0 stopped, or nothing was running.
    """
    from service.down import bring_down

    bring_down()


def status(as_json: Annotated[bool, typer.Option("--json", help="for scripts")] = False) -> None:
    """Tell what runs, and where.

    Example:  velocity status --json
    Exit codes: 0 ready, 1 not ready.
    """
    from service.status import show_status

    raise typer.Exit(show_status(as_json=as_json))
