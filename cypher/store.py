"""Running queries. Reads are READ transactions that the server holds to it; writes run inside `Work`, one transaction each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar

import msgspec
import neo4j
from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable

from cypher.query import P, Query, R, parameters_of
from cypher.statement import Statement, side_by_side
from graph_schema.errors import DatabaseUnavailable, InvariantBroken, NotFound

T = TypeVar("T")
READ_SECONDS = 30.0
SCAN_SECONDS = 3600.0


class Reader(Protocol):
    """Whatever answers reads: a store, or the transaction that is open."""

    def many(self, query: Query[P, R], params: P) -> list[R]:
        """All rows."""
        ...

    def one(self, query: Query[P, R], params: P) -> R:
        """The one row."""
        ...


class Work:
    """One open transaction. Inner code can run queries in it and cannot commit it."""

    def __init__(self, transaction: neo4j.ManagedTransaction) -> None:
        self._transaction = transaction

    def many(self, query: Query[P, R], params: P) -> list[R]:
        """All rows."""
        result = self._transaction.run(query.file.text, parameters_of(params))
        return [to_row(record, query.row) for record in result]

    def one(self, query: Query[P, R], params: P) -> R:
        """The one row.

        Raises:
            InvariantBroken: there is none, or more than one.
        """
        return _only(self.many(query, params), query.name)

    def all_of(self, statements: Sequence[Statement[R]]) -> list[R]:
        """The row of each of some statements, run in their order and sent as one, since each trip costs more than a few rows.

        Raises:
            InvariantBroken: one of them answered no row, or more than one.
        """
        if not statements:
            return []
        if len(statements) == 1:
            (alone,) = statements
            result = self._transaction.run(alone.text, dict(alone.parameters))
            return [_only([to_row(record, alone.row) for record in result], alone.name)]
        text, parameters = side_by_side(statements)
        record = _only(list(self._transaction.run(text, parameters)), ", ".join(s.name for s in statements))
        return [statement.answer(record, part) for part, statement in enumerate(statements)]


class Reading:
    """Reads one after the other, each of which sees at least what those before it saw."""

    def __init__(self, session: neo4j.Session, seconds: float) -> None:
        self._session = session
        self._seconds = seconds

    def one(self, query: Query[P, R], params: P) -> R:
        """The one row of a read.

        Raises:
            DatabaseUnavailable: Neo4j went away.
            InvariantBroken: there is none, or more than one.
        """
        try:
            result = self._session.run(neo4j.Query(query.file.text, timeout=self._seconds), parameters_of(params))
            return _only([to_row(record, query.row) for record in result], query.name)
        except (ServiceUnavailable, DriverError) as error:
            raise gone(error) from error

    def bookmarks(self) -> tuple[str, ...]:
        """What the server was at when it answered last; a later read that is given them sees no less."""
        return tuple(sorted(self._session.last_bookmarks().raw_values))


class GraphStore:
    """Blocking reads and writes, for imports, commands and tests."""

    def __init__(self, driver: neo4j.Driver, database: str = "neo4j") -> None:
        self._driver = driver
        self._database = database

    def many(self, query: Query[P, R], params: P, *, seconds: float = READ_SECONDS) -> list[R]:
        """All rows of a read.

        Raises:
            DatabaseUnavailable: Neo4j went away.
        """
        return [to_row(record, query.row) for record in self._read(query.file.text, parameters_of(params), seconds)]

    def stream(self, query: Query[P, R], params: P, *, seconds: float = READ_SECONDS) -> Iterator[R]:
        """Rows of a read as they arrive, for answers that do not fit into memory.

        Raises:
            DatabaseUnavailable: Neo4j went away.
        """
        with self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session:
            try:
                for record in session.run(neo4j.Query(query.file.text, timeout=seconds), parameters_of(params)):
                    yield to_row(record, query.row)
            except (ServiceUnavailable, DriverError) as error:
                raise gone(error) from error

    @contextmanager
    def reading(self, *, seconds: float = READ_SECONDS) -> Iterator[Reading]:
        """Reads that belong together; each may take so many seconds."""
        with self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session:
            yield Reading(session, seconds)

    def one(self, query: Query[P, R], params: P, *, seconds: float = READ_SECONDS) -> R:
        """The one row of a read.

        Raises:
            InvariantBroken: there is none, or more than one.
        """
        return _only(self.many(query, params, seconds=seconds), query.name)

    def optional(self, query: Query[P, R], params: P) -> R | None:
        """The row of a read, or None."""
        rows = self.many(query, params)
        return rows[0] if rows else None

    def get(self, query: Query[P, R], params: P, what: str) -> R:
        """The row of a read.

        Raises:
            NotFound: there is none; `what` names it in the message.
        """
        row = self.optional(query, params)
        if row is None:
            raise NotFound(f"there is no {what}", hint="check the id; `velocity` commands print ids in full")
        return row

    def records(self, text: str, params: Mapping[str, object], *, seconds: float = READ_SECONDS) -> list[dict[str, object]]:
        """Rows of an ad-hoc read, untyped: for audits, `SHOW …` and `EXPLAIN` only."""
        return [record.data() for record in self._read(text, params, seconds)]

    def write(self, work: Callable[[Work], T]) -> T:
        """Run `work` in one transaction, again from its start when the server reports a deadlock or a lost connection.

        Raises:
            DatabaseUnavailable: Neo4j went away and did not come back in time.
        """
        with self._driver.session(database=self._database) as session:
            try:
                return session.execute_write(lambda transaction: work(Work(transaction)))
            except (ServiceUnavailable, DriverError) as error:
                raise gone(error) from error

    def schema(self, text: str) -> None:
        """One schema statement, in a transaction of its own as Neo4j demands. For migrations only."""
        with self._driver.session(database=self._database) as session:
            session.run(neo4j.Query(text)).consume()

    def _read(self, text: str, params: Mapping[str, object], seconds: float) -> list[neo4j.Record]:
        with self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session:
            try:
                return list(session.run(neo4j.Query(text, timeout=seconds), dict(params)))
            except (ServiceUnavailable, DriverError) as error:
                raise gone(error) from error


class AsyncGraphStore:
    """Reads for the service. `round_trips` counts them, so that a test can hold each operation to a number."""

    def __init__(self, driver: neo4j.AsyncDriver, database: str = "neo4j") -> None:
        self._driver = driver
        self._database = database
        self.round_trips = 0

    async def many(self, query: Query[P, R], params: P, *, seconds: float = READ_SECONDS) -> list[R]:
        """All rows of a read.

        Raises:
            DatabaseUnavailable: Neo4j went away.
        """
        self.round_trips += 1
        text = neo4j.Query(query.file.text, timeout=seconds)
        try:
            # An auto-commit READ costs 1 ms of CPU less than a managed transaction.
            async with self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session:
                result = await session.run(text, parameters_of(params))
                return [to_row(record, query.row) async for record in result]
        except (ServiceUnavailable, DriverError) as error:
            raise gone(error) from error

    async def one(self, query: Query[P, R], params: P) -> R:
        """The one row of a read.

        Raises:
            InvariantBroken: there is none, or more than one.
        """
        return _only(await self.many(query, params), query.name)

    async def optional(self, query: Query[P, R], params: P) -> R | None:
        """The row of a read, or None."""
        rows = await self.many(query, params)
        return rows[0] if rows else None


def to_row(record: neo4j.Record, row: type[R]) -> R:
    """A driver record as a struct; a value of another type than declared is our defect.

    Raises:
        InvariantBroken: the file's answer does not fit the struct.
    """
    try:
        # Queries answer maps, lists and plain values, never nodes; `record.data()` would walk through all of them to find none.
        return msgspec.convert(dict(zip(record.keys(), record.values(), strict=True)), row)
    except msgspec.ValidationError as error:
        raise InvariantBroken(f"{row.__name__}: {error}", hint="the .cypher file and its row struct disagree") from error


def gone(error: Exception) -> DatabaseUnavailable:
    """The driver lost the server."""
    return DatabaseUnavailable(
        f"Neo4j went away: {error}", hint="`velocity db status` tells its state, `velocity db up` starts it"
    )


def is_query_error(error: Exception) -> bool:
    """Whether the server refused a statement (as against not answering)."""
    return isinstance(error, Neo4jError)


def _only(rows: list[T], name: str) -> T:
    if len(rows) != 1:
        raise InvariantBroken(f"{name} answered {len(rows)} rows where one was due")
    return rows[0]
