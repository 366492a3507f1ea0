"""`velocity db`: the database of this machine."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from graph_schema.errors import NotFound
from service.home import find_cache, find_home

FOLLOW_SECONDS = 0.5

db = typer.Typer(
    name="db",
    help="The database of this machine: a managed Neo4j without Docker, or the one that NEO4J_URI names.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


def _tell(message: str) -> None:
    """Progress is for people: it goes to stderr, so that stdout holds only the answer."""
    typer.echo(message, err=True)


@db.command(epilog="Example: [bold]velocity db up[/bold]   then   [bold]velocity db status[/bold]")
def up() -> None:
    """Start Neo4j, or say that it runs already. The first time it downloads 161 MB."""
    from service import local_neo4j

    running = local_neo4j.up(tell=_tell)
    how = "started" if running.started else "running" if running.managed else "somebody else's (NEO4J_URI), it answers"
    typer.echo(f"Neo4j {how}: {running.connection.uri}, user {running.connection.user}")
    if running.managed:
        typer.echo(f"password: in {find_home().password_file}")


@db.command(epilog="Example: [bold]velocity db down[/bold]")
def down() -> None:
    """Stop Neo4j. The data stay."""
    from service import local_neo4j

    stopped = local_neo4j.down(tell=_tell)
    typer.echo("Neo4j stopped" if stopped else "Neo4j was not running")


@db.command(epilog="Example: [bold]velocity db status --json[/bold]")
def status(as_json: Annotated[bool, typer.Option("--json", help="The same as one JSON object.")] = False) -> None:
    """Say whether Neo4j runs, where, and where its files are. Starts nothing."""
    from service import local_neo4j

    found = asdict(local_neo4j.status())
    if as_json:
        typer.echo(json.dumps(found))
        return
    for name, value in found.items():
        typer.echo(f"{name.replace('_', ' '):14} {'-' if value in (None, '') else value}")


@db.command(epilog="Example: [bold]velocity db logs --lines 100 --follow[/bold]")
def logs(
    lines: Annotated[int, typer.Option("--lines", "-n", min=1, help="How many of the last lines.")] = 40,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as lines are written; Ctrl-C ends it.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Neo4j's detailed log in place of its console.")] = False,
) -> None:
    """Show the end of Neo4j's log."""
    from service.local_neo4j.boot import console_log, debug_log
    from service.local_neo4j.config import read_settings
    from service.local_neo4j.logs import read_tail
    from service.local_neo4j.server import require_managed

    require_managed(read_settings(os.environ), "read the logs of")
    path = (debug_log if debug else console_log)(find_home())
    if not path.exists():
        raise NotFound(f"there is no log yet at {path}", hint="start Neo4j with `velocity db up`")
    seen = path.stat().st_size
    typer.echo("\n".join(read_tail(path).splitlines()[-lines:]))
    if follow:
        for more in _new_text(path, seen):
            typer.echo(more, nl=False)


def _new_text(path: Path, seen: int) -> Iterator[str]:
    from service.local_neo4j.logs import read_tail

    while True:
        time.sleep(FOLLOW_SECONDS)
        size = path.stat().st_size if path.exists() else 0
        if size < seen:  # a new boot began a new file
            seen = 0
        if size > seen:
            yield read_tail(path, seen)
            seen = size


@db.command(epilog="Example: [bold]velocity db reset --yes[/bold]")
def reset(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Stop Neo4j and remove all its data for good. Files that were received stay."""
    from service import local_neo4j
    from service.local_neo4j.config import read_settings
    from service.local_neo4j.server import require_managed

    require_managed(read_settings(os.environ), "reset")
    home = find_home()
    if not yes:
        typer.confirm(f"Remove the whole graph in {home.neo4j}?", abort=True)
    local_neo4j.reset(home, tell=_tell)
    typer.echo("the graph is removed; `velocity db up` starts with an empty one")


@db.command(epilog="Example: [bold]velocity down[/bold]   then   [bold]velocity db rebuild[/bold]")
def rebuild() -> None:
    """Carry the graph into a fresh store and remove the old one with its logs, so that no file holds what was erased."""
    from service import local_neo4j
    from service.local_neo4j.rebuild import rebuild as rebuild_store
    from service.privacy_command import finish

    home = find_home()
    finish(home, _tell)
    done = rebuild_store(home, tell=_tell)
    if done.was_running:
        local_neo4j.up(home, tell=_tell)
    typer.echo(f"rebuilt: {done.nodes} nodes, {done.edges} edges, the same to the last value ({done.digest[:16]})")


@db.command(epilog="Example: [bold]velocity db install --repair[/bold]")
def install(
    repair: Annotated[bool, typer.Option("--repair", help="Download faulty jars again; remove strange files.")] = False,
) -> None:
    """Download Neo4j's jars and check each one against the committed SHA-256."""
    from service.local_neo4j.jars import install as install_jars
    from service.local_neo4j.jars import jar_folder, require_intact
    from service.local_neo4j.lock import NEO4J_VERSION, read_lock

    folder, locked = jar_folder(find_cache()), read_lock()
    count = install_jars(folder, locked, repair=repair)
    require_intact(folder.lib, locked)
    typer.echo(f"Neo4j {NEO4J_VERSION}: {len(locked)} jars in {folder.lib} are as locked, {count} of them downloaded now")
