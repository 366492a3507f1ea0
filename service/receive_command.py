"""What `velocity receive` does: records of a stream, a JSON object a line, taken in as they come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import BinaryIO

import msgspec

from cypher.store import GraphStore, Work
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import InputRefused
from graph_schema.manifests import MappingTarget
from ingest.arrival import Arriving
from ingest.arriving import Arrival, Door, arrive_together
from ingest.evidence_store import EvidenceStore
from ingest.reading import Reckoning
from service.database import open_graph
from service.home import Home
from service.privacy import suppression_key

Taken = tuple[int, Arrival | InputRefused]


def receive(home: Home, stream: BinaryIO, *, source: str, name: str, reckoning: Reckoning, together: int) -> Iterator[Taken]:
    """Take in every line, `together` lines a transaction; answers each line's number with what became of it.

    A line that is no record is refused by itself, and the others go on.
    """
    sender = Actor(name, ActorKind.HUMAN, frozenset({Role.OPERATOR}), name)
    lines = enumerate(stream, 1)
    with open_graph(lambda _: None) as store:
        while group := list(islice(lines, together)):
            read = [(number, record_of(line, source, reckoning)) for number, line in group if line.strip()]
            yield from _taken(store, home, sender, read)


def record_of(line: bytes, source: str, reckoning: Reckoning) -> Arriving | InputRefused:
    """One line as a record: an object of meanings (`name.full`, `email`, …) and texts."""
    try:
        said: Mapping[MappingTarget, str] = msgspec.json.decode(line, type=dict[MappingTarget, str])
        return Arriving(source, tuple(said.items()), reckoning)
    except msgspec.DecodeError as error:
        return InputRefused(f"the line is no record: {error}", hint=f"meanings are {', '.join(MappingTarget)}")
    except InputRefused as refused:
        return refused


def _taken(
    store: GraphStore, home: Home, sender: Actor, read: Sequence[tuple[int, Arriving | InputRefused]]
) -> Iterator[Taken]:
    records = [record for _, record in read if isinstance(record, Arriving)]
    door = Door(files=EvidenceStore(home.evidence), actor=sender, now=datetime.now(UTC), key=suppression_key(home))
    answers = iter(store.write(partial(_together, door, records)) if records else ())
    for number, record in read:
        yield number, record if isinstance(record, InputRefused) else next(answers)


def _together(door: Door, records: Sequence[Arriving], work: Work) -> tuple[Arrival | InputRefused, ...]:
    return arrive_together(work, door, records)
