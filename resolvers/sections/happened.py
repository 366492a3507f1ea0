"""Sections about what happened with a client."""

import strawberry

from cypher.queries.timeline import (
    CLIENT_ATTRIBUTION,
    CLIENT_QD_BUCKETS,
    CLIENT_TIMELINE,
    CLIENT_VIEWINGS,
    QDBucketsAt,
    TimelineAt,
)
from resolvers.context import Info
from resolvers.moment import AboutClient
from resolvers.paging import MAX_FIRST
from resolvers.sections.asking import at, page_at, page_of
from resolvers.types.enums import Bucket
from resolvers.types.provenance import backing
from resolvers.types.timeline import (
    Attribution,
    QDBucket,
    TimelineConnection,
    TimelineEdge,
    ViewingConnection,
    ViewingEdge,
    show_attribution,
    show_bucket,
    show_interaction,
    show_item,
)

Root = strawberry.Parent[AboutClient]


async def timeline(root: Root, info: Info, first: int = 50, after: str | None = None) -> TimelineConnection:
    """Everything that happened, newest first."""
    page = page_of(root, info, "timeline", first, after)
    # The sort key is a moment, as text to the nanosecond, and the id of what happened then.
    after_at, _, after_id = (page.after or "").partition("|")
    moment = root.subject.moment
    params = TimelineAt(
        client_id=root.subject.client_id,
        valid_at=moment.valid_at,
        known_at=moment.known_at,
        after_at=after_at,
        after_id=after_id,
        limit=page.limit,
    )
    rows, page_info = page.cut(await info.context.store.many(CLIENT_TIMELINE, params))
    edges = [TimelineEdge(cursor=page.sign(row.cursor), node=show_item(row.node), **backing(row.sources)) for row in rows]
    return TimelineConnection(edges=edges, page_info=page_info)


async def viewings(root: Root, info: Info, first: int = 20, after: str | None = None) -> ViewingConnection:
    """Viewings, the latest first."""
    page = page_of(root, info, "viewings", first, after)
    rows, page_info = page.cut(await info.context.store.many(CLIENT_VIEWINGS, page_at(root.subject, page)))
    edges = [ViewingEdge(cursor=page.sign(row.cursor), node=show_interaction(row.node), **backing(row.sources)) for row in rows]
    return ViewingConnection(edges=edges, page_info=page_info)


async def qd_timeline(root: Root, info: Info, bucket: Bucket = Bucket.DAY) -> list[QDBucket]:
    """Behaviour scores by day, week or month, in order of time; the latest 200 buckets."""
    moment = root.subject.moment
    params = QDBucketsAt(
        client_id=root.subject.client_id,
        valid_at=moment.valid_at,
        known_at=moment.known_at,
        unit=bucket.value,
        limit=MAX_FIRST,
    )
    rows = await info.context.store.many(CLIENT_QD_BUCKETS, params)
    return [show_bucket(row) for row in reversed(rows)]


async def attribution(root: Root, info: Info) -> Attribution | None:
    """The first and the last campaign that reached the client; null if none did."""
    row = await info.context.store.optional(CLIENT_ATTRIBUTION, at(root.subject))
    return show_attribution(row) if row else None
