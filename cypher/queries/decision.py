"""Bindings about who or what stands behind a fact."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cypher.query import Query
from graph_schema.actors import ActorKind
from graph_schema.proposals import ProposalKind, Verdict


class Ids(msgspec.Struct, frozen=True):
    """Parameters of a read of several things by their ids."""

    ids: Sequence[str]


class DecisionRow(msgspec.Struct, frozen=True):
    """A verdict under a name."""

    id: str
    kind: ProposalKind | None = None
    verdict: Verdict | None = None
    note: str | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    decided_by_kind: ActorKind | None = None
    decided_by_name: str | None = None


class ModelRunRow(msgspec.Struct, frozen=True):
    """One run of a model."""

    id: str
    model: str | None = None
    version: str | None = None
    ran_at: datetime | None = None


DECISIONS = Query("read.decisions", Ids, DecisionRow)
MODEL_RUNS = Query("read.model_runs", Ids, ModelRunRow)
