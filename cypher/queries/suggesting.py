"""Bindings about what models propose, run after run."""

from collections.abc import Sequence

import msgspec

from cypher.queries.reviewing import Uids
from cypher.query import Query
from graph_schema.lifecycle import ProposalState
from graph_schema.proposals import ProposalKind, Verdict


class ModelProposals(msgspec.Struct, frozen=True):
    """Of which model, and of which kinds."""

    proposed_by: str
    kinds: Sequence[str]


class SuggestedBefore(msgspec.Struct, frozen=True):
    """A proposal as it stands; `superseded_by` names the run that no longer proposed it."""

    uid: str
    state: ProposalState
    shown_hash: str
    proposed_by: str
    superseded_by: str | None


SUGGESTED_BEFORE = Query("read.suggested_before", Uids, SuggestedBefore)
OPEN_SUGGESTIONS = Query("read.open_suggestions", ModelProposals, SuggestedBefore)


class RunsAsked(msgspec.Struct, frozen=True):
    """Of which model (empty: of all), and how many."""

    model: str
    limit: int


class WholeModelRun(msgspec.Struct, frozen=True):
    """A run with its card, and how many of its proposals are in which state. The moment is in ms since 1970, UTC."""

    uid: str
    model: str
    version: str
    ran_at_ms: int
    weights_hash: str
    snapshot_hash: str
    card_json: str
    states: list[tuple[ProposalState, int]]


class VerdictsAsked(msgspec.Struct, frozen=True):
    """About proposals of which model."""

    proposed_by: str


class ModelVerdict(msgspec.Struct, frozen=True):
    """A verdict that stands, the chance that the model had given it, and the uids that it is about. The moment is in ms since
    1970, UTC."""

    proposal: str
    kind: ProposalKind
    confidence: float
    verdict: Verdict
    decided_at_ms: int
    payload_json: str
    concerning: Sequence[str]


ALL_MODEL_RUNS = Query("read.all_model_runs", RunsAsked, WholeModelRun)
MODEL_VERDICTS = Query("read.model_verdicts", VerdictsAsked, ModelVerdict)
