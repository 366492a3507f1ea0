"""The moves that each kind of artifact may make, in one table. What is not in the table cannot happen."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from graph_schema.errors import Conflict


class BatchState(StrEnum):
    """A raw batch on its way from bytes to facts."""

    RECEIVED = "RECEIVED"
    PROFILED = "PROFILED"
    MAPPING_PROPOSED = "MAPPING_PROPOSED"
    MAPPING_APPROVED = "MAPPING_APPROVED"
    PLANNED = "PLANNED"
    PLAN_APPROVED = "PLAN_APPROVED"
    COMMITTING = "COMMITTING"
    PAUSED = "PAUSED"
    COMMITTED = "COMMITTED"
    PARTIAL = "PARTIAL"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    REVERTING = "REVERTING"
    REVERTED = "REVERTED"


class RowStatus(StrEnum):
    """What became of one row. Every row has exactly one, at every moment: that is the law of conservation."""

    HEADER = "header"
    BLANK = "blank"
    STAGED = "staged"
    COMMITTED = "committed"
    NOOP = "noop"
    HELD = "held"
    REJECTED = "rejected"


class ManifestState(StrEnum):
    """A mapping manifest."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    SUPERSEDED = "SUPERSEDED"


class ProposalState(StrEnum):
    """A proposal in the inbox."""

    PROPOSED = "PROPOSED"
    CLAIMED = "CLAIMED"
    AWAITING_SECOND = "AWAITING_SECOND"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    STALE = "STALE"


class ClientState(StrEnum):
    """A resolved client; retired ids resolve for ever."""

    LIVE = "LIVE"
    RETIRED = "RETIRED"


class TaskState(StrEnum):
    """A task of a member of staff."""

    OPEN = "OPEN"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


class ReminderState(StrEnum):
    """A reminder."""

    PENDING = "PENDING"
    SENT = "SENT"
    DISMISSED = "DISMISSED"


State = BatchState | ManifestState | ProposalState | ClientState | TaskState | ReminderState

_B, _P = BatchState, ProposalState
MOVES: Final[dict[State, frozenset[State]]] = {
    _B.RECEIVED: frozenset({_B.PROFILED, _B.FAILED, _B.CANCELLED}),
    _B.PROFILED: frozenset({_B.MAPPING_PROPOSED, _B.FAILED, _B.CANCELLED}),
    _B.MAPPING_PROPOSED: frozenset({_B.MAPPING_PROPOSED, _B.MAPPING_APPROVED, _B.FAILED, _B.CANCELLED}),
    _B.MAPPING_APPROVED: frozenset({_B.MAPPING_PROPOSED, _B.PLANNED, _B.FAILED, _B.CANCELLED}),
    _B.PLANNED: frozenset({_B.MAPPING_PROPOSED, _B.PLANNED, _B.PLAN_APPROVED, _B.FAILED, _B.CANCELLED}),
    _B.PLAN_APPROVED: frozenset({_B.COMMITTING, _B.PLANNED, _B.CANCELLED}),
    _B.COMMITTING: frozenset({_B.COMMITTED, _B.PARTIAL, _B.PAUSED, _B.FAILED}),
    _B.PAUSED: frozenset({_B.COMMITTING, _B.CANCELLED, _B.REVERTING}),
    _B.COMMITTED: frozenset({_B.REVERTING, _B.MAPPING_PROPOSED}),
    _B.PARTIAL: frozenset({_B.COMMITTING, _B.REVERTING, _B.MAPPING_PROPOSED}),
    _B.FAILED: frozenset({_B.RECEIVED}),
    _B.CANCELLED: frozenset(),
    _B.REVERTING: frozenset({_B.REVERTED}),
    _B.REVERTED: frozenset(),
    ManifestState.PROPOSED: frozenset({ManifestState.APPROVED, ManifestState.SUPERSEDED}),
    ManifestState.APPROVED: frozenset({ManifestState.SUPERSEDED}),
    ManifestState.SUPERSEDED: frozenset(),
    _P.PROPOSED: frozenset({_P.CLAIMED, _P.AWAITING_SECOND, _P.ACCEPTED, _P.REJECTED, _P.WITHDRAWN, _P.STALE}),
    _P.CLAIMED: frozenset({_P.PROPOSED, _P.AWAITING_SECOND, _P.ACCEPTED, _P.REJECTED, _P.WITHDRAWN, _P.STALE}),
    _P.AWAITING_SECOND: frozenset({_P.PROPOSED, _P.ACCEPTED, _P.REJECTED, _P.WITHDRAWN, _P.STALE}),
    _P.ACCEPTED: frozenset({_P.PROPOSED}),
    _P.REJECTED: frozenset({_P.PROPOSED}),
    _P.WITHDRAWN: frozenset(),
    _P.STALE: frozenset({_P.PROPOSED}),
    ClientState.LIVE: frozenset({ClientState.RETIRED}),
    ClientState.RETIRED: frozenset({ClientState.LIVE}),
    TaskState.OPEN: frozenset({TaskState.DONE, TaskState.CANCELLED}),
    TaskState.DONE: frozenset({TaskState.OPEN}),
    TaskState.CANCELLED: frozenset({TaskState.OPEN}),
    ReminderState.PENDING: frozenset({ReminderState.SENT, ReminderState.DISMISSED}),
    ReminderState.SENT: frozenset(),
    ReminderState.DISMISSED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One legal move of one artifact."""

    artifact: str
    before: State
    after: State


def move(artifact: str, before: State, after: State) -> Transition:
    """The move, if the table has it.

    Raises:
        Conflict: the artifact cannot go there from where it is.
    """
    if after in MOVES[before]:
        return Transition(artifact, before, after)
    allowed = ", ".join(sorted(state.value for state in MOVES[before])) or "nothing: it is final"
    raise Conflict(
        f"{artifact} is {before.value} and cannot become {after.value}",
        hint=f"from {before.value} it can become {allowed}",
    )
