"""The closed vocabularies of the graph, shown by the API as enumerations."""

from enum import Enum, StrEnum
from typing import Final

import strawberry

from graph_schema.actors import ActorKind
from graph_schema.lifecycle import ProposalState, ReminderState, TaskState
from graph_schema.proposals import ProposalKind, RiskTier, Verdict
from graph_schema.provenance import LinkState, Origin
from graph_schema.registry import all_edges


class ContactKind(StrEnum):
    """How somebody can be reached or identified."""

    EMAIL = "EMAIL"
    PHONE = "PHONE"
    NATIONAL_ID = "NATIONAL_ID"
    HANDLE = "HANDLE"
    ADDRESS = "ADDRESS"


class Bucket(StrEnum):
    """What a timeline of scores is cut into; weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class ClientOrderField(StrEnum):
    """What the client list can be sorted by. Clients without a value come last, whatever the direction."""

    LAST_INTERACTION_AT = "last_interaction_at"
    DISPLAY_NAME = "display_name"
    QD_SCORE = "qd_score"
    OPEN_TASK_COUNT = "open_task_count"


class Direction(StrEnum):
    """Which end comes first."""

    ASC = "asc"
    DESC = "desc"


# The registry is the only source of edge types: what a client of the API can name is exactly what is declared.
EdgeType = StrEnum("EdgeType", {name: name for name in all_edges()})  # type: ignore[misc]  # members come from the registry

_SHOWN: Final[tuple[type[Enum], ...]] = (
    ActorKind,
    Bucket,
    ClientOrderField,
    ContactKind,
    Direction,
    LinkState,
    Origin,
    ProposalKind,
    ProposalState,
    ReminderState,
    RiskTier,
    TaskState,
    Verdict,
)
for _enum in _SHOWN:
    strawberry.enum(_enum, description=_enum.__doc__)
strawberry.enum(EdgeType, description="Every declared relationship type.")
