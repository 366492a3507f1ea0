"""Ready means: Bolt answers, our password opens it, and a query comes back."""

import time
from collections.abc import Callable

from neo4j.exceptions import AuthError, DriverError, Neo4jError

from cypher.driver import Connection, open_driver, set_first_password, unavailable
from graph_schema.errors import DatabaseUnavailable, SetupFailed
from service.local_neo4j.ports import listens

POLL_SECONDS = 0.1
# After the port is open Neo4j needs about a second to accept a log-in. Three wrong ones in a row make it refuse
# everybody for 5 s, so there are pauses, and together they last longer than that.
LOGIN_TRIES = 8
LOGIN_PAUSE_SECONDS = 1.0


def wait_for_port(pid: int, port: int, seconds: float, goes_on: Callable[[], bool]) -> bool:
    """Wait until the process listens on the port; False when the time is up or it no longer `goes_on`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and goes_on():
        if listens(pid, port):
            return True
        time.sleep(POLL_SECONDS)
    return False


def log_in(connection: Connection) -> None:
    """Make the server answer to our password, setting it first where it is still the one of a new Neo4j.

    Raises:
        DatabaseUnavailable: it stays silent.
        SetupFailed: it has another password than ours.
    """
    silent = DatabaseUnavailable(f"no Neo4j answers at {connection.uri}")
    for _ in range(LOGIN_TRIES):
        try:
            return ask(connection)
        except DatabaseUnavailable as error:
            ours = error
        try:
            set_first_password(connection.uri, connection.password)
        except DatabaseUnavailable as error:
            if _refused(ours) and _refused(error):
                raise _password_differs(connection) from ours
            silent = ours
            time.sleep(LOGIN_PAUSE_SECONDS)
    raise silent


def _refused(error: DatabaseUnavailable) -> bool:
    return isinstance(error.__cause__, AuthError)


def _password_differs(connection: Connection) -> SetupFailed:
    return SetupFailed(
        f"the data of the managed Neo4j at {connection.uri} were made with another password than the one in its file",
        hint="put the old password file back, or start over with `velocity db reset`",
        code="password_differs",
    )


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
