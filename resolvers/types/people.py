"""Who a client is, and whom it belongs to."""

import strawberry

from cypher.queries.client import AccountRow, ContactPointRow, ProfileRow, UnresolvedCellRow
from cypher.queries.source import Named
from resolvers.paging import PageInfo
from resolvers.types.enums import ContactKind
from resolvers.types.provenance import Provenance, RawBatch, RawRow, Sourced, SourcedEdge


@strawberry.type
class Staff:
    """One of us."""

    id: strawberry.ID
    name: str | None


@strawberry.type
class NameLink(Sourced):
    """A name that sources give."""

    value: str
    sources: list[Provenance]


@strawberry.type
class ContactPoint:
    """A way to reach or to identify somebody; a shared one also belongs to others."""

    id: strawberry.ID
    kind: ContactKind
    value: str
    is_primary: bool
    is_shared: bool


@strawberry.type
class ContactPointEdge(SourcedEdge[ContactPoint]):
    """A source gives this contact point."""


@strawberry.type
class ContactPointConnection:
    """Contact points, primary ones first."""

    edges: list[ContactPointEdge]
    page_info: PageInfo


@strawberry.type
class Profile:
    """One record of one source about one person."""

    id: strawberry.ID
    source_system: str | None
    source_key: str | None
    title: str | None


@strawberry.type
class ProfileEdge(SourcedEdge[Profile]):
    """The record is about the client; the provenance names who or what decided so."""


@strawberry.type
class ProfileConnection:
    """The records that make up a client."""

    edges: list[ProfileEdge]
    page_info: PageInfo


@strawberry.type
class Account:
    """An organisation or legal buyer."""

    id: strawberry.ID
    name: str | None
    kind: str | None


@strawberry.type
class AccountEdge(SourcedEdge[Account]):
    """The client works for, owns or buys through the organisation."""

    role: str | None


@strawberry.type
class AccountConnection:
    """Organisations by name."""

    edges: list[AccountEdge]
    page_info: PageInfo


@strawberry.type
class Household:
    """People who decide together."""

    id: strawberry.ID
    name: str | None


@strawberry.type
class HouseholdEdge(SourcedEdge[Household]):
    """The client belongs to the household."""

    role: str | None


@strawberry.type
class HouseholdConnection:
    """Households by name."""

    edges: list[HouseholdEdge]
    page_info: PageInfo


@strawberry.type
class ValueLink(Sourced):
    """One value of a field that sources state."""

    value: str
    sources: list[Provenance]


@strawberry.type
class FieldConflict:
    """A field for which sources state different values."""

    field: str
    values: list[ValueLink]


@strawberry.type
class UnresolvedCell:
    """A cell whose column nobody has given a meaning yet. It was kept, and can be mapped later."""

    header: str
    value: str
    row: RawRow


@strawberry.type
class UnresolvedCellEdge:
    """A cell in its list."""

    cursor: str
    node: UnresolvedCell


@strawberry.type
class UnresolvedCellConnection:
    """Cells by file, row and column."""

    edges: list[UnresolvedCellEdge]
    page_info: PageInfo


def show_staff(staff: Named | None) -> Staff | None:
    """One of us, if there is one."""
    return Staff(id=strawberry.ID(staff.id), name=staff.name) if staff else None


def show_contact_point(row: ContactPointRow) -> ContactPoint:
    """A contact point as the API shows it."""
    return ContactPoint(
        id=strawberry.ID(row.id),
        kind=ContactKind(row.kind),
        value=row.value,
        is_primary=row.is_primary,
        is_shared=row.is_shared,
    )


def show_profile(row: ProfileRow) -> Profile:
    """A record as the API shows it."""
    return Profile(id=strawberry.ID(row.id), source_system=row.source_system, source_key=row.source_key, title=row.title)


def show_account(row: AccountRow) -> Account:
    """An organisation as the API shows it."""
    return Account(id=strawberry.ID(row.id), name=row.name, kind=row.kind)


def show_cell(row: UnresolvedCellRow) -> UnresolvedCell:
    """A cell as the API shows it."""
    batch = RawBatch(id=strawberry.ID(row.batch_id), file_name=row.batch_name)
    return UnresolvedCell(header=row.header, value=row.value, row=RawRow(number=row.number, batch=batch))
