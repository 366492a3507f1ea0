"""Where a fact comes from: the part of every answer that lets somebody check it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Generic, TypedDict, TypeVar

import strawberry

from cypher.queries.decision import DecisionRow, ModelRunRow
from cypher.queries.source import Source
from graph_schema.actors import ActorKind
from graph_schema.proposals import ProposalKind, Verdict
from graph_schema.provenance import LinkState, Origin
from resolvers.context import Info
from resolvers.types import enums  # noqa: F401 - tells strawberry about the enumerations used below

N = TypeVar("N")


@strawberry.type
class RawBatch:
    """A file exactly as it was received."""

    id: strawberry.ID
    file_name: str | None


@strawberry.type
class RawRow:
    """One row of a received file."""

    number: int
    batch: RawBatch | None
    first_line: int | None = None


@strawberry.type
class Actor:
    """Somebody or something that acted."""

    id: strawberry.ID
    name: str
    kind: ActorKind | None


@strawberry.type
class Decision:
    """A verdict under a name. What an edge names by its id alone is read when more is asked of it."""

    id: strawberry.ID
    row: strawberry.Private[DecisionRow | None] = None

    @strawberry.field
    async def kind(self, info: Info) -> ProposalKind | None:
        """What was decided about."""
        return (await self._read(info)).kind

    @strawberry.field
    async def verdict(self, info: Info) -> Verdict | None:
        """Accepted or rejected."""
        return (await self._read(info)).verdict

    @strawberry.field
    async def note(self, info: Info) -> str | None:
        """What the decider wrote."""
        return (await self._read(info)).note

    @strawberry.field
    async def decided_at(self, info: Info) -> datetime | None:
        """When."""
        return (await self._read(info)).decided_at

    @strawberry.field
    async def decided_by(self, info: Info) -> Actor | None:
        """Who."""
        row = await self._read(info)
        if row.decided_by is None:
            return None
        return Actor(id=strawberry.ID(row.decided_by), name=row.decided_by_name or row.decided_by, kind=row.decided_by_kind)

    async def _read(self, info: Info) -> DecisionRow:
        if self.row is None:
            self.row = await info.context.decisions.load(self.id) or DecisionRow(self.id)
        return self.row


@strawberry.type
class ModelRun:
    """One run of a model."""

    id: strawberry.ID

    @strawberry.field
    async def model(self, info: Info) -> str | None:
        """Which model."""
        return (await self._read(info)).model

    @strawberry.field
    async def version(self, info: Info) -> str | None:
        """Which weights."""
        return (await self._read(info)).version

    @strawberry.field
    async def ran_at(self, info: Info) -> datetime | None:
        """When."""
        return (await self._read(info)).ran_at

    async def _read(self, info: Info) -> ModelRunRow:
        return await info.context.model_runs.load(self.id) or ModelRunRow(self.id)


@strawberry.type
class Provenance:
    """Where a fact comes from, how sure it is, when it is true and since when we believe it."""

    id: strawberry.ID
    origin: Origin
    system: str
    method: str
    actor: str
    confidence: float
    state: LinkState
    batch: RawBatch | None
    row: RawRow | None
    column: str | None
    decision: Decision | None
    model_run: ModelRun | None
    valid_from: datetime | None
    valid_to: datetime | None
    recorded_at: datetime
    retired_at: datetime | None


@strawberry.interface
class Sourced:
    """Anything that stands for an edge of the graph, and therefore has a source."""

    provenance: Provenance


@strawberry.type
class SourcedEdge(Sourced, Generic[N]):
    """An edge of a list that is an edge of the graph too. `provenance` is the surest source, `sources` are all of them."""

    cursor: str
    node: N
    sources: list[Provenance]


class Backing(TypedDict):
    """The two fields that every sourced type shares."""

    provenance: Provenance
    sources: list[Provenance]


def backing(sources: Sequence[Source]) -> Backing:
    """The sources of a fact, the surest first, as the API shows them."""
    shown = [show_source(source) for source in sources]
    return Backing(provenance=shown[0], sources=shown)


def show_source(source: Source) -> Provenance:
    """One edge's provenance as the API shows it."""
    batch = RawBatch(id=strawberry.ID(source.batch), file_name=source.batch_name) if source.batch else None
    return Provenance(
        id=strawberry.ID(source.uid),
        origin=source.origin,
        system=source.system,
        method=source.method,
        actor=source.actor,
        confidence=source.confidence,
        state=source.state,
        batch=batch,
        row=RawRow(number=source.row, batch=batch) if source.row is not None else None,
        column=source.column,
        decision=Decision(id=strawberry.ID(source.decision)) if source.decision else None,
        model_run=ModelRun(id=strawberry.ID(source.model_run)) if source.model_run else None,
        valid_from=source.valid_from,
        valid_to=source.valid_to,
        recorded_at=source.recorded_at,
        retired_at=source.retired_at,
    )
