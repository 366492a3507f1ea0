"""What runs, and where: for people and for scripts."""

import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import msgspec
from rich.console import Console

from cypher.driver import Connection
from service import local_neo4j
from service.home import Home, find_home
from service.local_neo4j import Status as DatabaseStatus
from service.supervisor import ServiceRecord, is_ready, running

EXIT_NOT_READY: Final = 1


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What `velocity status --json` prints; nothing secret is in it."""

    ready: bool
    graphql: str | None
    console: str | None
    bolt: str | None
    token_file: str | None
    pid: int | None
    log_file: str
    version: str
    database: DatabaseStatus


def current_status(home: Home) -> Status:
    """How things stand now; starts nothing."""
    record, database = running(home), local_neo4j.status(home)
    return Status(
        ready=bool(record and is_ready(record)),
        graphql=f"{record.url}/graphql" if record else None,
        console=f"{record.url}/console/" if record else None,
        bolt=database.uri if database.state in {"running", "external"} else None,
        token_file=str(home.token_file) if home.token_file.exists() else None,
        pid=record.pid if record else None,
        log_file=str(home.logs / "service.log"),
        version=own_version(),
        database=database,
    )


def show_status(*, as_json: bool) -> int:
    """Print the status; answers the exit code."""
    status = current_status(find_home())
    if as_json:
        sys.stdout.write(msgspec.json.encode(status).decode() + "\n")
    else:
        rows = {name: getattr(status, name) for name in status.__struct_fields__} | {"database": status.database.state}
        for name, value in rows.items():
            Console().print(f"{name.replace('_', ' '):<11} {'-' if value is None else value}", highlight=False, soft_wrap=True)
    return 0 if status.ready else EXIT_NOT_READY


def show_addresses(home: Home, record: ServiceRecord, database: Connection) -> None:
    """Tell a person where to go."""
    lines = {
        "Console": f"{record.url}/console/",
        "GraphQL": f"{record.url}/graphql",
        "Bolt": f"{database.uri}  (user {database.user})",
        "Token": f"{home.token_file}  (for development; sent as Authorization: Bearer)",
        "Log": str(home.logs / "service.log"),
    }
    for name, value in lines.items():
        Console().print(f"{name:<9} {value}", highlight=False, soft_wrap=True)


def own_version() -> str:
    """The version that is installed."""
    try:
        return version("velocity-client-graph")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "unknown"
