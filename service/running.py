"""What `velocity up`, `serve`, `down` and `status` do."""

import os
from typing import Final

import msgspec
import uvicorn
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cypher.driver import answers as database_answers
from cypher.driver import open_driver
from cypher.migrate import migrate
from cypher.store import GraphStore
from graph_schema.actors import ActorKind, Role
from service import local_neo4j
from service.app import create_app
from service.demo import DEFAULT_SEED, load_demo
from service.home import Home, find_home
from service.local_neo4j.config import read_settings
from service.logs import log_to
from service.settings import Settings
from service.supervisor import answers, choose_port, forget, remember, running, start_in_background, stop
from service.tokens import TokenBook, write_secret

DEVELOPER_ROLES: Final = (Role.OPERATOR, Role.REVIEWER, Role.ANALYST, Role.AUDITOR)
CURSOR_KEY_BYTES: Final = 32


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What `velocity status --json` prints."""

    ready: bool
    graphql: str | None
    bolt: str | None
    console: str | None
    token_file: str | None
    pid: int | None


def bring_up(*, demo: bool, detach: bool, clients: int) -> None:
    """Database, migrations, demo, service; then either wait here or return."""
    home, console = find_home(), Console(stderr=True)
    already = running(home)
    server = local_neo4j.up(home, tell=console.print)
    with open_driver(server.connection) as driver:
        store = GraphStore(driver, server.connection.database)
        for name in migrate(store):
            console.print(f"applied migration {name}")
        if demo:
            _load_demo(store, console, clients)
    _development_token(home)
    if already:
        console.print("the service is running already")
        show_status(as_json=False)
    elif detach:
        start_in_background(home)
        show_status(as_json=False)
    else:
        try:
            serve_here()
        finally:
            if server.managed:
                local_neo4j.down(home, tell=console.print)


def serve_here() -> None:
    """Serve in this process until it is told to stop."""
    home, settings = find_home(), Settings()
    server = local_neo4j.up(home)
    port = choose_port(settings)
    log_to(home.logs / "service.log")
    app = create_app(server.connection, TokenBook(home.root / "tokens.json"), _cursor_key(home))
    remember(home, os.getpid(), settings.host, port)
    show_addresses(f"http://{settings.host}:{port}", home)
    try:
        uvicorn.run(app, host=settings.host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=10)
    finally:
        forget(home)


def bring_down() -> None:
    """Stop service and managed database; says what was stopped."""
    home, console = find_home(), Console(stderr=True)
    was_serving = stop(home)
    console.print("service stopped" if was_serving else "no service was running")
    if read_settings(os.environ).external:
        console.print("NEO4J_URI is set: that database is not ours to stop")
        return
    was_up = local_neo4j.down(home, tell=console.print)
    console.print("database stopped" if was_up else "no database was running")


def current_status(home: Home) -> Status:
    """What runs now."""
    record = running(home)
    external = read_settings(os.environ).external
    if external:
        bolt = external.uri if database_answers(external) else None
    else:
        managed = local_neo4j.status(home)
        bolt = managed.uri if managed.state == "running" else None
    return Status(
        ready=bool(record and answers(record)),
        graphql=f"{record.url}/graphql" if record else None,
        bolt=bolt,
        console=f"{record.url}/console/" if record else None,
        token_file=str(home.token_file) if home.token_file.exists() else None,
        pid=record.pid if record else None,
    )


def show_status(*, as_json: bool) -> int:
    """Print the status; answers the exit code."""
    status = current_status(find_home())
    if as_json:
        print(msgspec.json.encode(status).decode())  # noqa: T201 - the answer for scripts
    else:
        for name in status.__struct_fields__:
            Console().print(f"{name:<11} {getattr(status, name)}", highlight=False)
    return 0 if status.ready else 1


def show_addresses(url: str, home: Home) -> None:
    """Tell a person where to go."""
    console = Console(stderr=True)
    console.print(f"GraphQL   {url}/graphql\nConsole   {url}/console/\nToken     {home.token_file}", highlight=False)


def _load_demo(store: GraphStore, console: Console, clients: int) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bars:
        task = bars.add_task("demo clients", total=clients)
        load_demo(
            store,
            clients=clients,
            seed=DEFAULT_SEED,
            truth=None,
            progress=lambda _, done, total: bars.update(task, completed=done, total=total),
        )


def _development_token(home: Home) -> None:
    """A token for the person at this machine, made once."""
    if home.token_file.exists():
        return
    created = TokenBook(home.root / "tokens.json").create("developer", ActorKind.HUMAN, DEVELOPER_ROLES)
    write_secret(home.token_file, created.secret)


def _cursor_key(home: Home) -> bytes:
    path = home.root / "cursor-key"
    if not path.exists():
        write_secret(path, os.urandom(CURSOR_KEY_BYTES).hex())
    return bytes.fromhex(path.read_text())
