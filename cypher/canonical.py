"""The only way a fact becomes canonical. Importable from `review` alone (an import-linter contract)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, islice
from operator import attrgetter
from typing import TypeVar

from cypher.queries.writing import (
    PUT_ENTITIES,
    PUT_LINKS,
    REFRESH_CLIENTS,
    RETIRE_LINKS,
    ClientIds,
    Entities,
    Links,
    RetiredLinks,
)
from cypher.store import Work
from graph_schema.changes import ChangeSet, EntityWrite, LinkRestoration, LinkRetirement, LinkWrite, PutMode
from graph_schema.errors import InvariantBroken
from graph_schema.registry import node_spec

# Rows of one UNWIND. Larger batches gain nothing measurable and hold more memory in the server.
BATCH = 5_000
# So few edges go in one statement for all their types: ten ways to the server become one.
FEW = 300
_NOTHING: Mapping[str, object] = {}
L = TypeVar("L", LinkRetirement, LinkWrite | LinkRestoration)


def put_changes(work: Work, changes: ChangeSet) -> None:
    """Write entities, retire and put links, and refresh what the touched clients show, inside the caller's transaction.

    Rows are sorted by uid, so that two writers take their locks in the same order and cannot deadlock on shared values.
    """
    for rows in _batches(sorted(map(_entity_row, changes.entities), key=_uid)):
        work.one(PUT_ENTITIES, Entities(rows))
    for type_, gone in _by_type(changes.retirements):
        work.one_of_type(RETIRE_LINKS, RetiredLinks([_retirement_row(link) for link in gone]), type_)
    believed: tuple[LinkWrite | LinkRestoration, ...] = (*changes.links, *changes.restorations)
    if 1 < len(believed) <= FEW:
        _put_few(work, believed)
    else:
        for type_, links in _by_type(believed):
            rows, params = _packed(links, _Moments())
            _all_written(work.one_of_type(PUT_LINKS, params, type_).written, rows)
    if changes.touched_clients:
        refresh_clients(work, sorted(changes.touched_clients))


def _put_few(work: Work, links: tuple[LinkWrite | LinkRestoration, ...]) -> None:
    moments = _Moments()
    packed = [(type_, *_packed(group, moments)) for type_, group in _by_type(links)]
    written = work.one_of_each_type(PUT_LINKS, [(type_, params) for type_, _, params in packed])
    for count, (_, rows, _) in zip(written, packed, strict=True):
        _all_written(count.written, rows)


def _packed(links: Sequence[LinkWrite | LinkRestoration], moments: "_Moments") -> tuple[list[Mapping[str, object]], Links]:
    rows = [_link_row(link, moments) for link in links]
    return rows, Links(rows, moments.times)


def refresh_clients(work: Work, client_ids: Sequence[str]) -> None:
    """Compute anew what these clients show."""
    work.one(REFRESH_CLIENTS, ClientIds(client_ids))


def _all_written(written: int, rows: Sequence[Mapping[str, object]]) -> None:
    # A link whose end is missing matches nothing, and Cypher would pass over it in silence.
    if written != len(rows):
        raise InvariantBroken(
            f"{len(rows) - written} of {len(rows)} links were not written: an end is not in the graph",
            hint="put both ends before the link, in the same change set or an earlier one",
        )


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
