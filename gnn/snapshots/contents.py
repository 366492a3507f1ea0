"""What a snapshot holds: the labels, edges and properties that a model may look at, and no more personal data than it needs.

What is computed from other things (shown values of clients) or changes without a trace (the stage of a deal) is left out: it
would tell of what came after the moment of the snapshot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

from graph_schema.registry import EdgeSpec, NodeSpec, PropertySpec, edge_spec, node_spec

_SHARED = ("is_shared", "is_role", "is_placeholder")
NODES: Final[Mapping[str, tuple[str, ...]]] = {
    "Account": ("name", "kind"),
    "Address": ("line", "city", "postcode", "country", "is_shared"),
    "Campaign": ("channel",),
    "Client": (),
    "Decision": ("kind", "verdict", "subject", "decided_at", "profiles"),
    "Email": ("value", *_SHARED),
    "Fact": ("field", "value"),
    "Handle": ("value", "network", *_SHARED),
    "Household": (),
    "Interaction": ("kind", "direction", "occurred_at"),
    "NationalId": ("value", "kind", "country", *_SHARED),
    "Opportunity": ("pipeline",),
    "PersonName": ("value", "script"),
    "Phone": ("value", *_SHARED),
    "Profile": ("source_system", "title"),
    "Project": ("name", "developer", "city", "area"),
    "Property": (
        "name", "kind", "status", "bedrooms", "area_sqm", "price_amount", "price_currency", "view", "handover_on",
    ),
    "Proposal": ("kind", "proposed_by_kind", "created_at"),
    "QDEvent": ("signal", "score", "occurred_at"),
    "Requirement": (
        "stated", "version", "budget_min_amount", "budget_max_amount", "budget_currency", "bedrooms_min", "kinds", "areas",
        "must_haves", "deal_breakers",
    ),
    "Staff": ("name",),
}  # fmt: skip
LINKS: Final[tuple[str, ...]] = (
    "ABOUT",
    "CONCERNING",
    "CONCERNS",
    "DECIDES",
    "HAS_IDENTIFIER",
    "HAS_REQUIREMENT",
    "INTERESTED_IN",
    "LIVES_AT",
    "LOOKED_AFTER_BY",
    "MEMBER_OF",
    "NAMED",
    "NOT_SAME",
    "PART_OF",
    "PURSUES",
    "RESOLVES_TO",
    "SAME_AS",
    "SHOWED",
    "STATES",
    "TOOK_PART_IN",
    "TOUCHED_BY",
    "TOWARD",
)
# How each type of property is kept: milliseconds tell moments apart that a person could tell apart.
MOMENT: Final = pl.Datetime("ms", "UTC")
ARROW: Final[Mapping[str, pl.DataType]] = {
    "STRING": pl.String(),
    "INTEGER": pl.Int64(),
    "FLOAT": pl.Float64(),
    "BOOLEAN": pl.Boolean(),
    "DATE": pl.Date(),
    "ZONED DATETIME": MOMENT,
    "LIST<STRING>": pl.List(pl.String()),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """The properties of a label or an edge, by how they travel; `types` says what they are."""

    texts: tuple[str, ...]
    moments: tuple[str, ...]
    lists: tuple[str, ...]
    types: Mapping[str, pl.DataType]


@cache
def node_columns(label: str) -> Columns:
    """What a snapshot tells of nodes of a label."""
    return _columns([_property(node_spec(label), name) for name in NODES[label]])


@cache
def link_columns(edge_type: str) -> Columns:
    """What a snapshot tells of edges of a type, beside their ends, their confidence and when they are true."""
    return _columns(edge_spec(edge_type).properties)


def joined(edge_type: str) -> tuple[str, ...]:
    """The labels that edges of this type may lead to, of those in a snapshot."""
    return tuple(label for label in edge_spec(edge_type).targets if label in NODES)


def _property(spec: NodeSpec | EdgeSpec, name: str) -> PropertySpec:
    return next(declared for declared in spec.properties if declared.name == name)


def _columns(declared: tuple[PropertySpec, ...] | list[PropertySpec]) -> Columns:
    kinds = {one.name: ARROW[one.type] for one in declared}
    moments = tuple(name for name, kind in kinds.items() if kind == MOMENT)
    lists = tuple(name for name, kind in kinds.items() if isinstance(kind, pl.List))
    texts = tuple(name for name in kinds if name not in (*moments, *lists))
    return Columns(texts, moments, lists, kinds)
