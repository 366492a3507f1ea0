"""Bindings about what models propose, run after run."""

from collections.abc import Sequence

import msgspec

from cypher.queries.reviewing import Uids
from cypher.query import Query
from graph_schema.lifecycle import ProposalState


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
