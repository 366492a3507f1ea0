"""Units, developments and money."""

from decimal import Decimal

import strawberry

from cypher.queries.source import Named, PropertyCard


@strawberry.type
class Money:
    """An amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: str


@strawberry.type
class Project:
    """A development."""

    id: strawberry.ID
    name: str | None


@strawberry.type
class Property:
    """A unit or listing."""

    id: strawberry.ID
    name: str | None
    kind: str | None
    status: str | None
    bedrooms: int | None
    area_sqm: float | None
    price: Money | None
    project: Project | None


def show_money(amount: float | None, currency: str | None) -> Money | None:
    """An amount, if both it and its currency are known."""
    if amount is None or not currency:
        return None
    return Money(amount=Decimal(int(amount)) if amount.is_integer() else Decimal(repr(amount)), currency=currency)


def show_property(card: PropertyCard) -> Property:
    """A unit as the API shows it."""
    return Property(
        id=strawberry.ID(card.id),
        name=card.name,
        kind=card.kind,
        status=card.status,
        bedrooms=card.bedrooms,
        area_sqm=card.area_sqm,
        price=show_money(card.price_amount, card.price_currency),
        project=_show_project(card.project) if card.project else None,
    )


def _show_project(project: Named) -> Project:
    return Project(id=strawberry.ID(project.id), name=project.name)
