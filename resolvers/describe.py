"""Docstrings become the descriptions in the schema, so that code and documentation of the API are one text."""

import inspect

import strawberry
from graphql import GraphQLInterfaceType, GraphQLObjectType
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField


def describe(schema: strawberry.Schema) -> None:
    """Give every type and every field with a resolver the first paragraph of its docstring, unless it has a description."""
    for type_ in schema._schema.type_map.values():  # noqa: SLF001 - Strawberry offers no other way to it
        if not isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            continue
        definition = type_.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
        if not isinstance(definition, StrawberryObjectDefinition):
            continue
        type_.description = type_.description or _first_paragraph(definition.origin)
        for field in type_.fields.values():
            declared = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
            if isinstance(declared, StrawberryField) and declared.base_resolver:
                field.description = field.description or _first_paragraph(declared.base_resolver.wrapped_func)


def _first_paragraph(source: object) -> str | None:
    text = inspect.getdoc(source)
    return " ".join(text.split("\n\n", maxsplit=1)[0].split()) if text else None
