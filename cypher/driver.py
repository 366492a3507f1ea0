"""Opens the Neo4j driver. Nothing else in the house imports `neo4j`, except `cypher` itself."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError, ServiceUnavailable

from graph_schema.errors import DatabaseUnavailable

FIRST_PASSWORD = "neo4j"  # noqa: S105 - what every new Neo4j starts with; changed before anybody else connects
CONNECT_SECONDS = 5.0
# The driver's 30 s of retries with a first delay of 1 s are made for batch jobs; an API caller has gone by then.
RETRY_SECONDS = 10.0
FIRST_RETRY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Connection:
    """Where Neo4j listens and who we are there. The password never appears in a repr."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str = "neo4j"
    pool_size: int = 50


@contextmanager
def open_driver(connection: Connection) -> Iterator[neo4j.Driver]:
    """A verified blocking driver, closed on exit.

    Raises:
        DatabaseUnavailable: nothing answers at the address, or it refuses the password.
    """
    driver = neo4j.GraphDatabase.driver(
        connection.uri,
        auth=(connection.user, connection.password),
        connection_timeout=CONNECT_SECONDS,
        max_transaction_retry_time=RETRY_SECONDS,
        initial_retry_delay=FIRST_RETRY_SECONDS,
        max_connection_pool_size=connection.pool_size,
        notifications_min_severity="OFF",
    )
    with driver:
        try:
            driver.verify_connectivity()
        except (ServiceUnavailable, AuthError, DriverError, Neo4jError) as error:
            raise unavailable(connection, error) from error
        yield driver


@asynccontextmanager
async def open_async_driver(connection: Connection) -> AsyncIterator[neo4j.AsyncDriver]:
    """A verified asynchronous driver, closed on exit.

    Raises:
        DatabaseUnavailable: nothing answers at the address, or it refuses the password.
    """
    driver = neo4j.AsyncGraphDatabase.driver(
        connection.uri,
        auth=(connection.user, connection.password),
        connection_timeout=CONNECT_SECONDS,
        max_transaction_retry_time=RETRY_SECONDS,
        initial_retry_delay=FIRST_RETRY_SECONDS,
        max_connection_pool_size=connection.pool_size,
        notifications_min_severity="OFF",
    )
    async with driver:
        try:
            await driver.verify_connectivity()
        except (ServiceUnavailable, AuthError, DriverError, Neo4jError) as error:
            raise unavailable(connection, error) from error
        yield driver


def answers(connection: Connection) -> bool:
    """Whether a Neo4j at the address accepts this user and password now."""
    try:
        with open_driver(connection):
            return True
    except DatabaseUnavailable:
        return False


def set_first_password(uri: str, password: str) -> None:
    """Replace the password that every new Neo4j starts with.

    Raises:
        DatabaseUnavailable: the server does not answer, or its password was changed before.
    """
    first = Connection(uri=uri, user="neo4j", password=FIRST_PASSWORD, database="system")
    with open_driver_unverified(first) as driver, driver.session(database="system") as session:
        try:
            session.run(
                "ALTER CURRENT USER SET PASSWORD FROM $first TO $password", first=FIRST_PASSWORD, password=password
            ).consume()
        except (ServiceUnavailable, AuthError, DriverError, Neo4jError) as error:
            raise unavailable(first, error) from error


@contextmanager
def open_driver_unverified(connection: Connection) -> Iterator[neo4j.Driver]:
    """A driver for the one server that cannot be verified: the one whose first password has expired."""
    with neo4j.GraphDatabase.driver(
        connection.uri, auth=(connection.user, connection.password), connection_timeout=CONNECT_SECONDS
    ) as driver:
        yield driver


def unavailable(connection: Connection, error: Exception) -> DatabaseUnavailable:
    """The driver's error, said with the address and what to do."""
    if isinstance(error, AuthError):
        return DatabaseUnavailable(
            f"Neo4j at {connection.uri} refused the user {connection.user!r}",
            hint="check NEO4J_USER and NEO4J_PASSWORD, or the password file of the managed server",
        )
    return DatabaseUnavailable(
        f"no Neo4j answers at {connection.uri}: {error}", hint="start it with `velocity db up`, or set NEO4J_URI"
    )
