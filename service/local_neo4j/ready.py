"""Ready means: Bolt answers, our password opens it, and a query comes back."""

import time
from collections.abc import Callable

from neo4j.exceptions import AuthError, DriverError, Neo4jError

from cypher.driver import Connection, open_driver, set_first_password, unavailable
from graph_schema.errors import DatabaseUnavailable, SetupFailed
from service.local_neo4j.ports import listens

POLL_SECONDS = 0.1
# After the port is open Neo4j needs well under a second to accept a log-in. More than three wrong ones in a row
# make it refuse everybody for 5 s, so each try is followed by a pause, and there are few.
LOGIN_TRIES = 8
LOGIN_PAUSE_SECONDS = 1.0


def wait_for_port(port: int, seconds: float, is_running: Callable[[], bool]) -> bool:
    """Wait until something listens; False when the time is up or the server has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and is_running():
        if listens(port):
            return True
        time.sleep(POLL_SECONDS)
    return False


def log_in(connection: Connection) -> None:
    """Make the server answer to our password, setting it first where it is still the one of a new Neo4j.

    Raises:
        DatabaseUnavailable: it stays silent.
        SetupFailed: it has another password than ours.
    """
    refused: DatabaseUnavailable | None = None
    for attempt in range(LOGIN_TRIES):
        if attempt:
            time.sleep(LOGIN_PAUSE_SECONDS)
        try:
            return ask(connection)
        except DatabaseUnavailable as error:
            refused = error
        try:
            set_first_password(connection.uri, connection.password)
        except DatabaseUnavailable:
            continue  # its first password was changed before, or it is not ready: the next round tells
    if refused and isinstance(refused.__cause__, AuthError):
        raise SetupFailed(
            "the data of the managed Neo4j were made with another password than the one in its password file",
            hint="put the old password file back, or start over with `velocity db reset`",
            code="password_differs",
        )
    raise refused or DatabaseUnavailable(f"no Neo4j answers at {connection.uri}")


def ask(connection: Connection) -> None:
    """Run one query.

    Raises:
        DatabaseUnavailable: the server does not answer it.
    """
    with open_driver(connection) as driver:
        try:
            driver.execute_query("RETURN 1 AS one", database_=connection.database)
        except (DriverError, Neo4jError) as error:
            raise unavailable(connection, error) from error
