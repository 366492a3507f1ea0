"""What happened with a client."""

from datetime import datetime

import strawberry

from cypher.queries.source import Named
from cypher.queries.timeline import (
    AttributionRow,
    CampaignTouchRow,
    DecisionEventRow,
    InteractionRow,
    QDBucketRow,
    QDEventRow,
    StageChangeRow,
    TimelineItemRow,
    TouchRow,
)
from resolvers.paging import PageInfo
from resolvers.types.property import Property, show_property
from resolvers.types.provenance import Decision, SourcedEdge
from resolvers.types.work import Opportunity, show_opportunity


@strawberry.interface
class TimelineItem:
    """Something that happened at a moment."""

    id: strawberry.ID
    occurred_at: datetime


@strawberry.type
class Transcript:
    """That the interaction was transcribed."""

    id: strawberry.ID
    language: str | None


@strawberry.type
class Interaction(TimelineItem):
    """A call, e-mail, message, meeting, viewing, enquiry or note."""

    kind: str | None
    direction: str | None
    channel: str | None
    summary: str | None
    state: str | None
    outcome: str | None
    properties: list[Property]
    transcript: Transcript | None


@strawberry.type
class QDEvent(TimelineItem):
    """A behavioural score from the perception system."""

    signal: str | None
    score: float | None
    model: str | None
    session: str | None
    property: Property | None


@strawberry.type
class Campaign:
    """A marketing campaign."""

    id: strawberry.ID
    name: str | None


@strawberry.type
class CampaignTouch(TimelineItem):
    """A campaign reached the client."""

    campaign: Campaign
    touch_kind: str | None


@strawberry.type
class StageChange(TimelineItem):
    """A deal moved from a stage to another."""

    opportunity: Opportunity | None
    from_stage: str | None
    to_stage: str | None


@strawberry.type
class DecisionEvent(TimelineItem):
    """Somebody decided something about the client."""

    decision: Decision


@strawberry.type
class TimelineEdge(SourcedEdge[TimelineItem]):
    """The client took part in this, showed it, or was touched by it."""


@strawberry.type
class TimelineConnection:
    """What happened, newest first."""

    edges: list[TimelineEdge]
    page_info: PageInfo


@strawberry.type
class ViewingEdge(SourcedEdge[Interaction]):
    """The client was at the viewing."""


@strawberry.type
class ViewingConnection:
    """Viewings, the latest first."""

    edges: list[ViewingEdge]
    page_info: PageInfo


@strawberry.type
class QDBucket:
    """The behaviour scores of one day, week or month."""

    starts_at: datetime
    mean_score: float
    max_score: float
    event_count: int


@strawberry.type
class Attribution:
    """Which campaigns reached the client first and last."""

    first_touch: CampaignTouch
    last_touch: CampaignTouch
    touch_count: int


def show_item(row: TimelineItemRow) -> TimelineItem:
    """Something that happened, as the API shows it."""
    match row:
        case InteractionRow():
            return show_interaction(row)
        case QDEventRow():
            return _show_qd_event(row)
        case CampaignTouchRow():
            return show_touch(row)
        case StageChangeRow():
            return _show_stage_change(row)
        case DecisionEventRow():
            decision = Decision(id=strawberry.ID(row.decision.id), row=row.decision)
            return DecisionEvent(id=strawberry.ID(row.id), occurred_at=row.occurred_at, decision=decision)


def show_interaction(row: InteractionRow) -> Interaction:
    """An interaction as the API shows it."""
    spoken = row.transcript
    return Interaction(
        id=strawberry.ID(row.id),
        occurred_at=row.occurred_at,
        kind=row.kind,
        direction=row.direction,
        channel=row.channel,
        summary=row.summary,
        state=row.state,
        outcome=row.outcome,
        properties=[show_property(card) for card in row.properties],
        transcript=Transcript(id=strawberry.ID(spoken.id), language=spoken.language) if spoken else None,
    )


def _show_qd_event(row: QDEventRow) -> QDEvent:
    return QDEvent(
        id=strawberry.ID(row.id),
        occurred_at=row.occurred_at,
        signal=row.signal,
        score=row.score,
        model=row.model,
        session=row.session,
        property=show_property(row.property) if row.property else None,
    )


def _show_stage_change(row: StageChangeRow) -> StageChange:
    return StageChange(
        id=strawberry.ID(row.id),
        occurred_at=row.occurred_at,
        opportunity=show_opportunity(row.opportunity) if row.opportunity else None,
        from_stage=row.from_stage,
        to_stage=row.to_stage,
    )


def show_touch(row: CampaignTouchRow | TouchRow) -> CampaignTouch:
    """A touch as the API shows it."""
    return CampaignTouch(
        id=strawberry.ID(row.id),
        occurred_at=row.occurred_at,
        campaign=_show_campaign(row.campaign),
        touch_kind=row.touch_kind,
    )


def _show_campaign(campaign: Named) -> Campaign:
    return Campaign(id=strawberry.ID(campaign.id), name=campaign.name)


def show_bucket(row: QDBucketRow) -> QDBucket:
    """A bucket of scores as the API shows it."""
    return QDBucket(starts_at=row.starts_at, mean_score=row.mean_score, max_score=row.max_score, event_count=row.event_count)


def show_attribution(row: AttributionRow) -> Attribution:
    """Attribution as the API shows it."""
    return Attribution(
        first_touch=show_touch(row.first_touch), last_touch=show_touch(row.last_touch), touch_count=row.touch_count
    )
