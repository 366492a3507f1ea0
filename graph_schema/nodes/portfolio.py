"""Labels for what is sold, to whom it may go, and what buyers ask for."""

from neomodel import (
    ArrayProperty,
    BooleanProperty,
    DateProperty,
    DateTimeProperty,
    FloatProperty,
    IntegerProperty,
    StringProperty,
)

from graph_schema.ids import Prefix
from graph_schema.nodes.entity import Entity, Searchable


class Project(Entity):
    """A development."""

    prefix = Prefix.PROJECT
    name = StringProperty(index=True)
    developer = StringProperty()
    city = StringProperty(index=True)
    area = StringProperty()


class Property(Searchable):
    """A unit or listing, in RESO terms."""

    prefix = Prefix.PROPERTY
    name = StringProperty(index=True)
    kind = StringProperty(index=True)
    status = StringProperty(index=True)
    bedrooms = IntegerProperty()
    area_sqm = FloatProperty()
    price_amount = FloatProperty(index=True)
    price_currency = StringProperty()
    view = StringProperty()
    handover_on = DateProperty()


class Opportunity(Entity):
    """A deal on its way through a pipeline."""

    prefix = Prefix.OPPORTUNITY
    title = StringProperty()
    pipeline = StringProperty(index=True)
    stage = StringProperty(index=True)
    stage_entered_at = DateTimeProperty()
    value_amount = FloatProperty()
    value_currency = StringProperty()
    expected_close_on = DateProperty()
    version = IntegerProperty()


class StageChange(Entity):
    """One move of an opportunity from a stage to the next."""

    prefix = Prefix.STAGE_CHANGE
    from_stage = StringProperty()
    to_stage = StringProperty()
    occurred_at = DateTimeProperty(index=True)


class Requirement(Entity):
    """A version of what a buyer asks for; `stated` tells what was said from what was inferred."""

    prefix = Prefix.REQUIREMENT
    stated = BooleanProperty()
    version = IntegerProperty()
    budget_min_amount = FloatProperty()
    budget_max_amount = FloatProperty()
    budget_currency = StringProperty()
    bedrooms_min = IntegerProperty()
    kinds = ArrayProperty(StringProperty())
    areas = ArrayProperty(StringProperty())
    must_haves = ArrayProperty(StringProperty())
    deal_breakers = ArrayProperty(StringProperty())
