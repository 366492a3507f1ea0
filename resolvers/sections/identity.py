"""Sections about who a client is."""

import strawberry

from cypher.queries.client import (
    CLIENT_ACCOUNTS,
    CLIENT_CONFLICTS,
    CLIENT_CONTACT_POINTS,
    CLIENT_HOUSEHOLDS,
    CLIENT_NAMES,
    CLIENT_PROFILES,
    CLIENT_UNRESOLVED,
)
from resolvers.context import Info
from resolvers.moment import AboutClient
from resolvers.sections.asking import page_at, page_of, whole_list
from resolvers.types.people import (
    AccountConnection,
    AccountEdge,
    ContactPointConnection,
    ContactPointEdge,
    FieldConflict,
    Household,
    HouseholdConnection,
    HouseholdEdge,
    NameLink,
    ProfileConnection,
    ProfileEdge,
    UnresolvedCellConnection,
    UnresolvedCellEdge,
    ValueLink,
    show_account,
    show_cell,
    show_contact_point,
    show_profile,
)
from resolvers.types.provenance import backing

Root = strawberry.Parent[AboutClient]


async def names(root: Root, info: Info) -> list[NameLink]:
    """All names that sources give, the shown one first."""
    rows = await info.context.store.many(CLIENT_NAMES, whole_list(root.subject))
    return [NameLink(value=row.value, **backing(row.sources)) for row in rows]


async def contact_points(root: Root, info: Info, first: int = 20, after: str | None = None) -> ContactPointConnection:
    """E-mails, phones, handles, identity numbers and addresses, primary ones first."""
    page = page_of(root, info, "contactPoints", first, after)
    rows, page_info = page.cut(await info.context.store.many(CLIENT_CONTACT_POINTS, page_at(root.subject, page)))
    edges = [
        ContactPointEdge(cursor=page.sign(row.cursor), node=show_contact_point(row.node), **backing(row.sources))
        for row in rows
    ]
    return ContactPointConnection(edges=edges, page_info=page_info)


async def profiles(root: Root, info: Info, first: int = 20, after: str | None = None) -> ProfileConnection:
    """The source records that make up the client."""
    page = page_of(root, info, "profiles", first, after)
    rows, page_info = page.cut(await info.context.store.many(CLIENT_PROFILES, page_at(root.subject, page)))
    edges = [ProfileEdge(cursor=page.sign(row.cursor), node=show_profile(row.node), **backing(row.sources)) for row in rows]
    return ProfileConnection(edges=edges, page_info=page_info)


async def accounts(root: Root, info: Info, first: int = 20, after: str | None = None) -> AccountConnection:
    """Organisations that the client works for, owns or buys through."""
    page = page_of(root, info, "accounts", first, after)
    rows, page_info = page.cut(await info.context.store.many(CLIENT_ACCOUNTS, page_at(root.subject, page)))
    edges = [
        AccountEdge(cursor=page.sign(row.cursor), node=show_account(row.node), role=row.sources[0].role, **backing(row.sources))
        for row in rows
    ]
    return AccountConnection(edges=edges, page_info=page_info)


async def households(root: Root, info: Info, first: int = 20, after: str | None = None) -> HouseholdConnection:
    """People that the client decides together with."""
    page = page_of(root, info, "households", first, after)
    rows, page_info = page.cut(await info.context.store.many(CLIENT_HOUSEHOLDS, page_at(root.subject, page)))
    edges = [
        HouseholdEdge(
            cursor=page.sign(row.cursor),
            node=Household(id=strawberry.ID(row.node.id), name=row.node.name),
            role=row.sources[0].role,
            **backing(row.sources),
        )
        for row in rows
    ]
    return HouseholdConnection(edges=edges, page_info=page_info)


async def conflicts(root: Root, info: Info) -> list[FieldConflict]:
    """Fields for which the records state different values."""
    rows = await info.context.store.many(CLIENT_CONFLICTS, whole_list(root.subject))
    return [
        FieldConflict(field=row.field, values=[ValueLink(value=said.value, **backing(said.sources)) for said in row.values])
        for row in rows
    ]


async def unresolved_columns(root: Root, info: Info, first: int = 20, after: str | None = None) -> UnresolvedCellConnection:
    """Cells of the client's rows whose column nobody has given a meaning yet."""
    page = page_of(root, info, "unresolvedColumns", first, after)
    rows, page_info = page.cut(await info.context.store.many(CLIENT_UNRESOLVED, page_at(root.subject, page)))
    edges = [UnresolvedCellEdge(cursor=page.sign(row.cursor), node=show_cell(row)) for row in rows]
    return UnresolvedCellConnection(edges=edges, page_info=page_info)
