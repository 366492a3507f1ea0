"""The parent of every edge: provenance, flat, under reserved names."""

from typing import ClassVar

from neomodel import DateTimeProperty, FloatProperty, IntegerProperty, StringProperty, StructuredNode, StructuredRel

Ends = tuple[type[StructuredNode], ...]


class Sourced(StructuredRel):
    """An edge with provenance; the reserved names are those of `provenance.RESERVED`."""

    sources: ClassVar[Ends]
    targets: ClassVar[Ends]

    uid = StringProperty(required=True)
    prov_origin = StringProperty(required=True)
    prov_system = StringProperty(required=True)
    prov_method = StringProperty(required=True)
    prov_actor = StringProperty(required=True)
    prov_batch = StringProperty()
    prov_row = IntegerProperty()
    prov_column = StringProperty()
    prov_decision = StringProperty()
    prov_model_run = StringProperty()
    confidence = FloatProperty(required=True)
    valid_from = DateTimeProperty()
    valid_to = DateTimeProperty()
    recorded_at = DateTimeProperty(required=True)
    retired_at = DateTimeProperty()
    retired_by = StringProperty()
    state = StringProperty(required=True)
