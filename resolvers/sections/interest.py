"""Sections about what a client wants, and what is proposed to it."""

import strawberry

from cypher.queries.interest import CLIENT_INTERESTS, CLIENT_REQUIREMENTS
from cypher.queries.work import CLIENT_MATCHES
from resolvers.context import Info
from resolvers.moment import AboutClient
from resolvers.sections.asking import page_at, page_of
from resolvers.types.interest import (
    PropertyInterestConnection,
    PropertyInterestEdge,
    PropertyMatchConnection,
    PropertyMatchEdge,
    RequirementConnection,
    RequirementEdge,
    show_match,
    show_requirement,
)
from resolvers.types.property import show_property
from resolvers.types.provenance import backing

Root = strawberry.Parent[AboutClient]


async def property_interests(root: Root, info: Info, first: int = 20, after: str | None = None) -> PropertyInterestConnection:
    """Units that the client favours, considers or discards, the last viewed first."""
    page = page_of(root, info, "propertyInterests", first, after)
    rows, page_info = page.cut(await info.context.store.many(CLIENT_INTERESTS, page_at(root.subject, page)))
    edges = [
        PropertyInterestEdge(
            cursor=page.sign(row.cursor),
            node=show_property(row.node),
            preference=row.sources[0].preference,
            viewed_count=row.sources[0].viewed_count,
            last_viewed_at=row.sources[0].last_viewed_at,
            **backing(row.sources),
        )
        for row in rows
    ]
    return PropertyInterestConnection(edges=edges, page_info=page_info)


async def requirements(root: Root, info: Info, first: int = 20, after: str | None = None) -> RequirementConnection:
    """What the client asks for, the latest first."""
    page = page_of(root, info, "requirements", first, after)
    rows, page_info = page.cut(await info.context.store.many(CLIENT_REQUIREMENTS, page_at(root.subject, page)))
    edges = [
        RequirementEdge(cursor=page.sign(row.cursor), node=show_requirement(row.node), **backing(row.sources)) for row in rows
    ]
    return RequirementConnection(edges=edges, page_info=page_info)


async def matches(root: Root, info: Info, first: int = 20, after: str | None = None) -> PropertyMatchConnection:
    """Units proposed for the client, the likeliest first."""
    page = page_of(root, info, "matches", first, after)
    rows, page_info = page.cut(await info.context.store.many(CLIENT_MATCHES, page_at(root.subject, page)))
    edges = [PropertyMatchEdge(cursor=page.sign(row.cursor), node=show_match(row.node), **backing(row.sources)) for row in rows]
    return PropertyMatchConnection(edges=edges, page_info=page_info)
