"""Collects the nodes and edges of one part of the demo, each edge with its synthetic provenance."""

from datetime import datetime
from typing import Final

from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.provenance import Provenance
from graph_schema.values import Properties, PropertyValue

METHOD: Final = "demo/1"
_NOTHING: Final[Properties] = {}

_Stamp = tuple[str, datetime, datetime | None, float, str | None]
_Ends = tuple[str, str, str, tuple[str, ...]]


class Sheet:
    """One change set in the making. Putting a node or an edge twice keeps the first."""

    def __init__(self, batch: str) -> None:
        self._batch = batch
        self._entities: dict[str, EntityWrite] = {}
        # By what an edge's uid is made of: hashing it here and again in the writer would take half of the time.
        self._links: dict[_Ends, LinkWrite] = {}
        self._stamps: dict[_Stamp, Provenance] = {}
        self._clients: set[str] = set()

    def put(self, label: str, uid: str, **properties: PropertyValue | None) -> str:
        """A node; absent values are left out. Answers its uid."""
        if uid not in self._entities:
            said = {name: value for name, value in properties.items() if value is not None}
            self._entities[uid] = EntityWrite(label, uid, said)
        return uid

    def link(
        self,
        type_: str,
        source: str,
        target: str,
        *,
        system: str,
        at: datetime,
        properties: Properties = _NOTHING,
        evidence: tuple[str, ...] = (),
        valid_to: datetime | None = None,
        confidence: float = 1.0,
        model_run: str | None = None,
    ) -> None:
        """An edge, true and recorded from `at`."""
        ends = (type_, source, target, evidence)
        if ends not in self._links:
            provenance = self._provenance((system, at, valid_to, confidence, model_run))
            self._links[ends] = LinkWrite(type_, source, target, provenance, properties, evidence)

    def touch(self, client: str) -> None:
        """This client has to be shown anew."""
        self._clients.add(client)

    @property
    def size(self) -> int:
        """How many edges there are already."""
        return len(self._links)

    def finished(self) -> ChangeSet:
        """The change set."""
        return ChangeSet(tuple(self._entities.values()), tuple(self._links.values()), touched_clients=frozenset(self._clients))

    def _provenance(self, stamp: _Stamp) -> Provenance:
        if stamp not in self._stamps:
            system, at, valid_to, confidence, model_run = stamp
            self._stamps[stamp] = Provenance.synthetic(
                system=system,
                method=METHOD,
                batch=self._batch,
                recorded_at=at,
                valid_from=at,
                valid_to=valid_to,
                confidence=confidence,
                model_run=model_run,
            )
        return self._stamps[stamp]
