"""The only way a fact becomes canonical. Importable from `review` alone (an import-linter contract)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import NamedTuple, TypeVar

from cypher.queries.writing import (
    PUT_ENTITIES,
    PUT_LINKS,
    REFRESH_CLIENTS,
    RETIRE_LINKS,
    ClientIds,
    Entities,
    Links,
    RetiredLinks,
    Written,
)
from cypher.statement import Statement
from cypher.store import Work
from graph_schema.changes import ChangeSet, EntityWrite, LinkRestoration, LinkRetirement, LinkWrite, PutMode
from graph_schema.errors import InvariantBroken
from graph_schema.registry import node_spec

# Rows of one UNWIND. Larger batches gain nothing measurable and hold more memory in the server.
BATCH = 5_000
# A change of so few rows goes in one statement: ten ways to the server become one.
FEW = 300
_NOTHING: Mapping[str, object] = {}
L = TypeVar("L", LinkRetirement, LinkWrite | LinkRestoration)


class _Part(NamedTuple):
    """A statement, and how many rows it must write where fewer would be a defect."""

    statement: Statement[Written]
    due: int | None = None


def put_changes(work: Work, changes: ChangeSet, *, after: Sequence[Statement[Written]] = ()) -> None:
    """Write entities, retire and put links, and refresh what the touched clients show, inside the caller's transaction.

    Rows are sorted by uid, so that two writers take their locks in the same order and cannot deadlock on shared values.
    What goes before is sent with it where the change is small.
    """
    for part in _retirements(changes.retirements):
        _write(work, [part])
    size = len(changes.entities) + len(changes.links) + len(changes.restorations)
    parts = chain(
        map(_Part, after),
        _entities(changes.entities),
        _links((*changes.links, *changes.restorations), _Moments() if size <= FEW else None),
    )
    for together in [list(parts)] if size <= FEW else ([part] for part in parts):
        _write(work, together)
    if changes.touched_clients:
        refresh_clients(work, sorted(changes.touched_clients))


def refresh_clients(work: Work, client_ids: Sequence[str]) -> None:
    """Compute anew what these clients show."""
    work.one(REFRESH_CLIENTS, ClientIds(client_ids))


def _write(work: Work, parts: Sequence[_Part]) -> None:
    for part, answer in zip(parts, work.all_of([part.statement for part in parts]), strict=True):
        # A link whose end is missing matches nothing, and Cypher would pass over it in silence.
        if part.due is not None and part.due != answer.written:
            raise InvariantBroken(
                f"{part.due - answer.written} of {part.due} links were not written: an end is not in the graph",
                hint="put both ends before the link, in the same change set or an earlier one",
            )


def _entities(entities: Sequence[EntityWrite]) -> Iterator[_Part]:
    for rows in _batches(sorted(map(_entity_row, entities), key=_uid)):
        yield _Part(Statement.of(PUT_ENTITIES, Entities(rows)))


def _retirements(retirements: Sequence[LinkRetirement]) -> Iterator[_Part]:
    for type_, gone in _by_type(retirements):
        yield _Part(Statement.of_type(RETIRE_LINKS, RetiredLinks([_retirement_row(link) for link in gone]), type_))


def _links(believed: Sequence[LinkWrite | LinkRestoration], shared: "_Moments | None") -> Iterator[_Part]:
    for type_, links in _by_type(believed):
        moments = shared or _Moments()
        rows = [_link_row(link, moments) for link in links]
        yield _Part(Statement.of_type(PUT_LINKS, Links(rows, moments.times), type_), due=len(rows))


def _batches(rows: list[Mapping[str, object]]) -> Iterator[list[Mapping[str, object]]]:
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _by_type(links: Iterable[L]) -> Iterator[tuple[str, list[L]]]:
    """Batches of one type each, in a fixed order of types and ends."""
    for type_, group in groupby(sorted(links, key=_type_and_ends), key=attrgetter("type")):
        stream = iter(group)
        while batch := list(islice(stream, BATCH)):
            yield type_, batch


def _uid(row: Mapping[str, object]) -> str:
    return str(row["uid"])


def _type_and_ends(link: LinkWrite | LinkRestoration | LinkRetirement) -> tuple[str, str, str]:
    return link.type, link.target, link.source


class _Moments:
    """Each time of a batch once: the driver takes some 40 us to pack one, and a chunk of an import has few different ones."""

    def __init__(self) -> None:
        self.times: list[datetime] = []
        self._places: dict[datetime, int] = {}

    def place(self, time: datetime | None) -> int | None:
        """Where the time stands in the list; None for none."""
        if time is None:
            return None
        if time not in self._places:
            self._places[time] = len(self.times)
            self.times.append(time)
        return self._places[time]


def _entity_row(entity: EntityWrite) -> Mapping[str, object]:
    return {
        "uid": entity.uid,
        "labels": [label for label in node_spec(entity.label).labels if label != "Entity"],
        "created": entity.properties,
        "updated": entity.properties if entity.mode is PutMode.UPDATE else _NOTHING,
    }


def _link_row(link: LinkWrite | LinkRestoration, moments: _Moments) -> Mapping[str, object]:
    provenance = link.provenance
    return {
        "uid": link.uid,
        "source": link.source,
        "target": link.target,
        "properties": link.properties,
        "provenance": provenance.but_times(),
        "recorded_at": moments.place(provenance.recorded_at),
        "valid_from": moments.place(provenance.valid_from),
        "valid_to": moments.place(provenance.valid_to),
    }


def _retirement_row(link: LinkRetirement) -> Mapping[str, object]:
    return {
        "uid": link.uid,
        "source": link.source,
        "target": link.target,
        "retired_at": link.retired_at,
        "retired_by": link.decision,
    }
