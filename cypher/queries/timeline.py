"""Bindings about what happened with a client."""

from datetime import datetime

import msgspec

from cypher.queries.decision import DecisionRow
from cypher.queries.source import At, ListAt, Named, PageAt, PropertyCard, Source
from cypher.queries.work import OpportunityRow
from cypher.query import Query


class TimelineAt(ListAt, frozen=True, kw_only=True):
    """Parameters of client_timeline; the cursor is a moment, as text to the nanosecond, and an id; both may be empty."""

    after_at: str
    after_id: str


class QDBucketsAt(ListAt, frozen=True, kw_only=True):
    """Parameters of client_qd_buckets."""

    unit: str


class TranscriptRow(msgspec.Struct, frozen=True):
    """That there is a transcript."""

    id: str
    language: str | None = None


class InteractionRow(msgspec.Struct, frozen=True, tag_field="type", tag="Interaction"):
    """A call, message, meeting, viewing, enquiry or note."""

    id: str
    occurred_at: datetime
    properties: list[PropertyCard]
    kind: str | None = None
    direction: str | None = None
    channel: str | None = None
    summary: str | None = None
    state: str | None = None
    outcome: str | None = None
    transcript: TranscriptRow | None = None


class QDEventRow(msgspec.Struct, frozen=True, tag_field="type", tag="QDEvent"):
    """A behaviour score."""

    id: str
    occurred_at: datetime
    signal: str | None = None
    score: float | None = None
    model: str | None = None
    session: str | None = None
    property: PropertyCard | None = None


class CampaignTouchRow(msgspec.Struct, frozen=True, tag_field="type", tag="CampaignTouch"):
    """A campaign reached the client."""

    id: str
    occurred_at: datetime
    campaign: Named
    touch_kind: str | None = None


class StageChangeRow(msgspec.Struct, frozen=True, tag_field="type", tag="StageChange"):
    """A deal moved."""

    id: str
    occurred_at: datetime
    opportunity: OpportunityRow | None = None
    from_stage: str | None = None
    to_stage: str | None = None


class DecisionEventRow(msgspec.Struct, frozen=True, tag_field="type", tag="DecisionEvent"):
    """Somebody decided something about the client."""

    id: str
    occurred_at: datetime
    decision: DecisionRow


TimelineItemRow = InteractionRow | QDEventRow | CampaignTouchRow | StageChangeRow | DecisionEventRow


class TimelineEdgeRow(msgspec.Struct, frozen=True):
    """One thing that happened, with its sources."""

    cursor: str
    node: TimelineItemRow
    sources: list[Source]


class ViewingEdgeRow(msgspec.Struct, frozen=True):
    """A viewing with its sources."""

    cursor: str
    node: InteractionRow
    sources: list[Source]


class QDBucketRow(msgspec.Struct, frozen=True):
    """The scores of one day, week or month."""

    starts_at: datetime
    mean_score: float
    max_score: float
    event_count: int


class TouchRow(msgspec.Struct, frozen=True):
    """One end of the chain of touches."""

    id: str
    occurred_at: datetime
    campaign: Named
    touch_kind: str | None = None


class AttributionRow(msgspec.Struct, frozen=True):
    """Which campaigns came first and last."""

    first_touch: TouchRow
    last_touch: TouchRow
    touch_count: int


CLIENT_TIMELINE = Query("read.client_timeline", TimelineAt, TimelineEdgeRow)
CLIENT_VIEWINGS = Query("read.client_viewings", PageAt, ViewingEdgeRow)
CLIENT_QD_BUCKETS = Query("read.client_qd_buckets", QDBucketsAt, QDBucketRow)
CLIENT_ATTRIBUTION = Query("read.client_attribution", At, AttributionRow)
