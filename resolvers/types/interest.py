"""What a client wants, and what is proposed to it."""

from datetime import datetime

import msgspec
import strawberry

from cypher.queries.interest import RequirementRow
from cypher.queries.work import MatchRow, NextActionRow, ProposalRow
from graph_schema.lifecycle import ProposalState
from graph_schema.proposals import ProposalKind, RiskTier
from resolvers.paging import PageInfo
from resolvers.types.property import Money, Property, show_money, show_property
from resolvers.types.provenance import SourcedEdge


@strawberry.type
class PropertyInterestEdge(SourcedEdge[Property]):
    """The client favours, considers or discards the unit."""

    preference: str | None
    viewed_count: int | None
    last_viewed_at: datetime | None


@strawberry.type
class PropertyInterestConnection:
    """Units, the last viewed first."""

    edges: list[PropertyInterestEdge]
    page_info: PageInfo


@strawberry.type
class Requirement:
    """A version of what a buyer asks for; `stated` tells what was said from what was inferred."""

    id: strawberry.ID
    stated: bool
    version: int | None
    budget_min: Money | None
    budget_max: Money | None
    bedrooms_min: int | None
    kinds: list[str]
    areas: list[str]
    must_haves: list[str]
    deal_breakers: list[str]


@strawberry.type
class RequirementEdge(SourcedEdge[Requirement]):
    """The client asks for this."""


@strawberry.type
class RequirementConnection:
    """Requirements, the latest first."""

    edges: list[RequirementEdge]
    page_info: PageInfo


@strawberry.type
class Reason:
    """A reason that a person can read; `code` is for programs."""

    code: str
    text: str


@strawberry.type
class PropertyMatch:
    """A unit that somebody or something proposes for a client."""

    id: strawberry.ID
    score: float | None
    probability: float | None
    state: ProposalState
    reasons: list[Reason]
    constraints_violated: list[Reason]
    property: Property


@strawberry.type
class PropertyMatchEdge(SourcedEdge[PropertyMatch]):
    """The proposal concerns the client."""


@strawberry.type
class PropertyMatchConnection:
    """Matches, the likeliest first."""

    edges: list[PropertyMatchEdge]
    page_info: PageInfo


@strawberry.type
class NextAction:
    """What to do next, as somebody or something suggests."""

    id: strawberry.ID
    title: str | None
    reason: str | None
    confidence: float
    state: ProposalState


@strawberry.type
class Proposal:
    """A suggestion that waits for a decision."""

    id: strawberry.ID
    kind: ProposalKind
    state: ProposalState
    title: str | None
    confidence: float
    risk_tier: RiskTier
    created_at: datetime | None


@strawberry.type
class ProposalEdge:
    """A proposal in its list."""

    cursor: str
    node: Proposal


@strawberry.type
class ProposalConnection:
    """Proposals, the newest first."""

    edges: list[ProposalEdge]
    page_info: PageInfo


class _MatchPayload(msgspec.Struct, frozen=True):
    """What a match carries beyond what every proposal does."""

    score: float | None = None
    probability: float | None = None
    constraints_violated: list[str] = []


def show_requirement(row: RequirementRow) -> Requirement:
    """A requirement as the API shows it."""
    return Requirement(
        id=strawberry.ID(row.id),
        stated=bool(row.stated),
        version=row.version,
        budget_min=show_money(row.budget_min_amount, row.budget_currency),
        budget_max=show_money(row.budget_max_amount, row.budget_currency),
        bedrooms_min=row.bedrooms_min,
        kinds=row.kinds,
        areas=row.areas,
        must_haves=row.must_haves,
        deal_breakers=row.deal_breakers,
    )


def show_match(row: MatchRow) -> PropertyMatch:
    """A match as the API shows it."""
    payload = msgspec.json.decode(row.payload_json, type=_MatchPayload)
    return PropertyMatch(
        id=strawberry.ID(row.id),
        score=payload.score,
        probability=payload.probability,
        state=row.state,
        reasons=[show_reason(reason) for reason in row.reasons],
        constraints_violated=[show_reason(reason) for reason in payload.constraints_violated],
        property=show_property(row.property),
    )


def show_next_action(row: NextActionRow) -> NextAction:
    """A suggested task as the API shows it."""
    return NextAction(
        id=strawberry.ID(row.id),
        title=row.title,
        reason="; ".join(show_reason(reason).text for reason in row.reasons) or None,
        confidence=row.confidence,
        state=row.state,
    )


def show_proposal(row: ProposalRow) -> Proposal:
    """A proposal as the API shows it."""
    return Proposal(
        id=strawberry.ID(row.id),
        kind=row.kind,
        state=row.state,
        title=row.title,
        confidence=row.confidence,
        risk_tier=row.risk_tier,
        created_at=row.created_at,
    )


def show_reason(reason: str) -> Reason:
    """`code: text` as the two that it is; a text without a code is all text."""
    code, colon, text = reason.partition(": ")
    return Reason(code=code, text=text) if colon else Reason(code="", text=reason)
