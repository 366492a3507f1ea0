"""Builds the schema that the service serves. The ASGI application passes a `Context` as Strawberry's context value."""

from typing import Any, TypeVar

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema import StreamResult
from strawberry.types import ExecutionContext, ExecutionResult, get_object_definition

from graph_schema.errors import InvariantBroken
from resolvers.context import Context
from resolvers.describe import describe
from resolvers.documents import Documents
from resolvers.errors import show_errors
from resolvers.mutations import Mutation
from resolvers.permissions import Needs
from resolvers.queries import Query
from resolvers.subscriptions import Subscription
from resolvers.types.timeline import CampaignTouch, DecisionEvent, Interaction, QDEvent, StageChange

T = TypeVar("T")


class VelocitySchema(strawberry.Schema):
    """A schema whose errors are ours, or `internal error`."""

    async def execute(self, *args: Any, **kwargs: Any) -> ExecutionResult:
        """Run a query or a mutation."""
        return _guarded(await super().execute(*args, **kwargs), _request_id(*args, *kwargs.values()))

    async def stream(self, *args: Any, **kwargs: Any) -> StreamResult:
        """Run a subscription."""
        return _guard(await super().stream(*args, **kwargs), _request_id(*args, *kwargs.values()))

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Nothing: `show_errors` logs what is a defect, and what is not is no matter for the log."""


def build_schema() -> VelocitySchema:
    """The schema, with its limits, permissions and error handling.

    Raises:
        InvariantBroken: a root field names no permission.
    """
    schema = VelocitySchema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=[CampaignTouch, DecisionEvent, Interaction, QDEvent, StageChange],
        extensions=[Documents],
        config=StrawberryConfig(disable_field_suggestions=True),
    )
    refuse_open_fields(schema)
    describe(schema)
    return schema


def refuse_open_fields(schema: VelocitySchema) -> None:
    """Raises InvariantBroken when a root field names no permission."""
    roots = [root for root in (schema.query, schema.mutation, schema.subscription) if root]
    fields = [field for root in roots for field in get_object_definition(root, strict=True).fields]
    unguarded = [field.name for field in fields if not any(isinstance(part, Needs) for part in field.extensions)]
    if unguarded:
        raise InvariantBroken(f"root fields without a permission: {', '.join(unguarded)}", hint="give them Needs(…)")


def _request_id(*arguments: object) -> str:
    return next((value.request_id for value in arguments if isinstance(value, Context)), "unknown")


async def _guard(frames: StreamResult, request_id: str) -> StreamResult:
    async for frame in frames:
        yield _guarded(frame, request_id)


def _guarded(result: T, request_id: str) -> T:
    if isinstance(result, ExecutionResult) and result.errors:
        result.errors = show_errors(result.errors, request_id)
    return result
