"""The schema as text: committed, sourced, described; and the documents that it promises to serve."""

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, parse, validate

from graph_schema.registry import all_edges
from resolvers.schema import build_schema
from resolvers.sdl import COMMITTED, sdl
from tests.api.asking import OPERATIONS, operation

SCHEMA = build_schema()._schema
OBJECTS = {name: type_ for name, type_ in SCHEMA.type_map.items() if isinstance(type_, GraphQLObjectType)}
# Edges of a list that are no edges of the graph, and why.
NOT_SOURCED = {
    "ReviewTaskEdge": "a place in the queue is no fact; the opened proposal shows the sources of its evidence",
    "AuditEventEdge": "the record is no fact about anybody; each line of it carries its own hash",
    "ClientEdge": "the list of all clients is no fact about any of them",
    "ClientSearchEdge": "that a text finds a client is no fact",
    "ProposalEdge": "a proposal is a suggestion, with its own evidence",
    "UnresolvedCellEdge": "a raw cell is evidence itself: its row and file are in it",
}


def test_the_committed_schema_is_the_one_that_the_code_makes() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == sdl(), "run `python -m resolvers.sdl --write` and look at the difference"


@pytest.mark.parametrize("name", sorted(name for name in OBJECTS if name.endswith(("Edge", "Link"))))
def test_every_edge_of_the_graph_has_its_source(name: str) -> None:
    """Provenance is as much a part of a fact as its value; a type that forgets it is found here."""
    sourced = "Sourced" in {interface.name for interface in OBJECTS[name].interfaces}
    assert sourced != (name in NOT_SOURCED), f"{name} must implement Sourced, or stand in NOT_SOURCED with a reason"


def test_no_exception_is_stale() -> None:
    assert set(NOT_SOURCED) <= set(OBJECTS)


def test_whatever_happened_has_an_id_and_a_moment() -> None:
    item = SCHEMA.get_type("TimelineItem")
    assert isinstance(item, GraphQLInterfaceType)
    kinds = {type_.name for type_ in SCHEMA.get_implementations(item).objects}
    assert kinds == {"Interaction", "QDEvent", "CampaignTouch", "StageChange", "DecisionEvent"}
    assert set(item.fields) == {"id", "occurredAt"}


def test_edge_types_are_those_of_the_registry() -> None:
    assert set(getattr(SCHEMA.get_type("EdgeType"), "values")) == set(all_edges())  # noqa: B009 - an enum type


@pytest.mark.parametrize("name", sorted(OBJECTS))
def test_every_type_says_what_it_is(name: str) -> None:
    assert OBJECTS[name].description


@pytest.mark.parametrize("name", sorted(path.stem for path in OPERATIONS.glob("*.graphql") if path.stem != "fragments"))
def test_every_document_fits_the_schema(name: str) -> None:
    assert validate(SCHEMA, parse(operation(name))) == []
