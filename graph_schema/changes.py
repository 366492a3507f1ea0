"""What a writer is asked to do: entities to put, links to put, links to retire. Built only in legal shapes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from graph_schema.errors import InvariantBroken
from graph_schema.ids import link_id, prefix_of
from graph_schema.provenance import Provenance
from graph_schema.registry import edge_spec, node_spec
from graph_schema.values import Properties

_NOTHING: Properties = {}


class PutMode(StrEnum):
    """What happens when the entity exists: shared value nodes stay as they are, records take the new values."""

    KEEP = "keep"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class EntityWrite:
    """One node to put, by its uid. Refuses undeclared properties and a uid of another label."""

    label: str
    uid: str
    properties: Properties
    mode: PutMode = PutMode.KEEP

    def __post_init__(self) -> None:
        spec = node_spec(self.label)
        if prefix_of(self.uid) != spec.prefix:
            raise InvariantBroken(f"{self.uid} is not the uid of a {self.label}", hint=f"they begin with {spec.prefix}_")
        unknown = self.properties.keys() - spec.property_names
        if unknown:
            raise InvariantBroken(f"{self.label} has no {sorted(unknown)}", hint="declare it in graph_schema/nodes.py")


@dataclass(frozen=True, slots=True)
class LinkWrite:
    """One edge to put. Provenance has no default, so that nobody can forget it; the uid derives from ends and evidence."""

    type: str
    source: str
    target: str
    provenance: Provenance
    properties: Properties = field(default_factory=lambda: _NOTHING)
    evidence: tuple[str, ...] = ()
    _uid: str = field(default="", init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spec = edge_spec(self.type)
        if prefix_of(self.source) not in spec.source_prefixes or prefix_of(self.target) not in spec.target_prefixes:
            raise InvariantBroken(
                f"{self.type} cannot join {self.source} to {self.target}",
                hint=f"it joins {'|'.join(spec.sources)} to {'|'.join(spec.targets)}",
            )
        unknown = self.properties.keys() - spec.property_names
        if unknown:
            raise InvariantBroken(f"{self.type} has no {sorted(unknown)}", hint="declare it in graph_schema/edges.py")

    @property
    def uid(self) -> str:
        """Same ends and same evidence, same edge. Hashed once: a commit asks three times."""
        if not self._uid:
            object.__setattr__(self, "_uid", link_id(self.type, self.source, self.target, *self.evidence))
        return self._uid


@dataclass(frozen=True, slots=True)
class LinkRetirement:
    """One edge that we stop believing. It stays in the graph with the moment and the decision."""

    uid: str
    type: str
    source: str
    target: str
    retired_at: datetime
    decision: str


@dataclass(frozen=True, slots=True)
class LinkRestoration:
    """One retired edge to believe again: a copy under a new uid, with the provenance that it had. The retired one stays."""

    retired_uid: str
    type: str
    source: str
    target: str
    properties: Mapping[str, object]
    provenance: Provenance
    decision: str

    @property
    def uid(self) -> str:
        """One copy for each decision that restores it."""
        return link_id(self.type, self.source, self.target, self.retired_uid, self.decision)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one decision changes. Empty parts are allowed, so that a no-op is a change set too."""

    entities: tuple[EntityWrite, ...] = ()
    links: tuple[LinkWrite, ...] = ()
    retirements: tuple[LinkRetirement, ...] = ()
    restorations: tuple[LinkRestoration, ...] = ()
    touched_clients: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Nothing to write."""
        return not (self.entities or self.links or self.retirements or self.restorations)
