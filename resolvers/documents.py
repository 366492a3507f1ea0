"""Documents are parsed and checked once for each text. What is too large is refused before anything slow looks at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graphql import DocumentNode, GraphQLError, GraphQLSchema, parse, specified_rules
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import validate_document

from resolvers.context import Context
from resolvers.limits import MAX_TOKENS, Count, count, size_errors, text_errors

# The frontend has some dozens of documents; Oracle writes its own.
_REMEMBERED: Final = 256
_LONGEST_REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A document and what is wrong with it whatever its variables are."""

    document: DocumentNode
    errors: tuple[GraphQLError, ...]
    introspects: bool


class Documents(SchemaExtension):
    """Reads the request's document from memory, or parses and checks it.

    Keyed by text: a document's own hash takes 0.3 ms, which Strawberry's two caches pay on each request.
    """

    def on_parse(self) -> Iterator[None]:
        """Parse and check."""
        context = self.execution_context
        if context.graphql_document is None and context.query:
            checked = check(context.schema._schema, context.query)  # noqa: SLF001 - Strawberry offers no other way to it
            context.graphql_document = checked.document
            if errors := [*checked.errors, *_refuse_strangers(checked, context.context)]:
                context.pre_execution_errors = errors
        yield

    def on_validate(self) -> Iterator[None]:
        """Measure again with the page sizes that the variables say."""
        context = self.execution_context
        if context.pre_execution_errors is None and context.query:
            sizes = tuple((k, v) for k, v in (context.variables or {}).items() if isinstance(v, int))
            context.pre_execution_errors = list(check_sizes(context.schema._schema, context.query, sizes))  # noqa: SLF001
        yield


def _refuse_strangers(checked: Checked, context: object) -> Iterator[GraphQLError]:
    """Only those who are somebody here may read the schema."""
    is_known = isinstance(context, Context) and context.actor is not None and context.actor.roles
    if checked.introspects and not is_known:
        yield GraphQLError("nobody is signed in", extensions={"code": "unauthenticated", "hint": "sign in to read the schema"})


def check(schema: GraphQLSchema, text: str) -> Checked:
    """The document of this text.

    Raises:
        GraphQLError: it is no GraphQL, or longer or deeper than we read.
    """
    return (_remembered if len(text) <= _LONGEST_REMEMBERED else _check)(schema, text)


def check_sizes(schema: GraphQLSchema, text: str, sizes: tuple[tuple[str, int], ...]) -> tuple[GraphQLError, ...]:
    """What is wrong with a document when its variables are these."""
    return (_remembered_sizes if len(text) <= _LONGEST_REMEMBERED else _check_sizes)(schema, text, sizes)


def _check(schema: GraphQLSchema, text: str) -> Checked:
    try:
        document = parse(text, max_tokens=MAX_TOKENS)
        found = count(document)
        return Checked(document, tuple(_errors(schema, document, found)), found.introspects)
    except RecursionError:
        raise _too_deep() from None


def _errors(schema: GraphQLSchema, document: DocumentNode, found: Count) -> list[GraphQLError]:
    too_large = [*text_errors(found)] or [*size_errors(schema, document, None)]
    return too_large or validate_document(schema, document, tuple(specified_rules))


def _check_sizes(schema: GraphQLSchema, text: str, sizes: tuple[tuple[str, int], ...]) -> tuple[GraphQLError, ...]:
    return tuple(size_errors(schema, check(schema, text).document, dict(sizes)))


_remembered = lru_cache(_REMEMBERED)(_check)
_remembered_sizes = lru_cache(_REMEMBERED)(_check_sizes)


def _too_deep() -> GraphQLError:
    return GraphQLError(
        "the document is nested too deeply to be read",
        extensions={"code": "too_large", "hint": "ask for fewer levels"},
    )
