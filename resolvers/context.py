"""What one request carries into every resolver."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeAlias

import strawberry
from strawberry.dataloader import DataLoader

from cypher.queries.decision import DECISIONS, MODEL_RUNS, DecisionRow, Ids, ModelRunRow
from cypher.store import AsyncGraphStore, GraphStore
from graph_schema.actors import Actor
from graph_schema.errors import InvariantBroken
from ingest.evidence_store import EvidenceStore
from review.privacy.suppression import SuppressionKey


@dataclass(frozen=True, slots=True)
class SubjectFile:
    """A written export of what is held about one person: where it can be fetched, until when, and its SHA-256."""

    url: str
    expires_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class PrivacyDesk:
    """What people's rights need of the installation: the key that recognises the forgotten, a way to overwrite kept files,
    and a way to write down what is held about a client."""

    key: SuppressionKey = field(repr=False)
    finish: Callable[[], object] = field(repr=False)
    export: Callable[[str, datetime], SubjectFile] = field(repr=False)


@dataclass(kw_only=True)
class Context:
    """One request: who asks (None: nobody we know), when, the store that answers and the one through which changes go.

    `cursor_key` signs page cursors; it is the same for all processes that serve one graph.
    """

    store: AsyncGraphStore
    actor: Actor | None
    now: datetime
    cursor_key: bytes = field(repr=False)
    gate: GraphStore | None = None
    privacy: PrivacyDesk | None = None
    files: EvidenceStore | None = None
    request_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    connection_params: dict[str, object] = field(default_factory=dict)
    """What a listener said when it connected."""

    @property
    def privacy_desk(self) -> PrivacyDesk:
        """What people's rights need. Raises InvariantBroken in a context that was made without it."""
        if self.privacy is None:
            raise InvariantBroken("this request was made without a privacy desk", hint="give the Context its privacy")
        return self.privacy

    @property
    def evidence(self) -> EvidenceStore:
        """Where bytes are kept. Raises InvariantBroken in a context that was made without it."""
        if self.files is None:
            raise InvariantBroken("this request was made without a place for files", hint="give the Context its files")
        return self.files

    @property
    def blocking(self) -> GraphStore:
        """The store through which changes go. Raises InvariantBroken in a context that was made for reading alone."""
        if self.gate is None:
            raise InvariantBroken("this request was made for reading alone", hint="give the Context a gate")
        return self.gate

    @cached_property
    def decisions(self) -> DataLoader[str, DecisionRow | None]:
        """Decisions that edges name, read together."""
        return DataLoader(load_fn=self._load_decisions)

    @cached_property
    def model_runs(self) -> DataLoader[str, ModelRunRow | None]:
        """Model runs that edges name, read together."""
        return DataLoader(load_fn=self._load_model_runs)

    async def _load_decisions(self, ids: list[str]) -> list[DecisionRow | None]:
        found = {row.id: row for row in await self.store.many(DECISIONS, Ids(ids))}
        return [found.get(id_) for id_ in ids]

    async def _load_model_runs(self, ids: list[str]) -> list[ModelRunRow | None]:
        found = {row.id: row for row in await self.store.many(MODEL_RUNS, Ids(ids))}
        return [found.get(id_) for id_ in ids]


Info: TypeAlias = strawberry.Info[Context, None]
