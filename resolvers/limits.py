"""How large a question may be. One walk over the document, with a memo for each fragment: time grows with its text alone.

These checks run before graphql-core's own validation rules, some of which compare fields and fragments pair by pair.

The cost of a field is one plus that of its children, times the rows that it may bring: what `first` or `limit` says, else a
guess for lists without one. It is a bound on the values in the answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
)

# The whole Client 360 has 681 tokens and 7 levels; it costs 12,122 with its default page sizes, and 108,000 with the largest.
MAX_TOKENS: Final = 4_000
MAX_DEPTH: Final = 15
MAX_COST: Final = 150_000
MAX_ALIASES: Final = 30
# What graphql-core compares pair by pair.
MAX_FRAGMENTS: Final = 40
MAX_FIELDS: Final = 800
MAX_SAME_FIELD: Final = 25

_ROWS_OF_A_LIST: Final = 3
# What a page size that is a variable counts as, until the variables are known.
_ROWS_OF_A_PAGE: Final = 200
_PAGE_SIZES: Final = ("first", "limit")
_INTROSPECTION: Final = ("__schema", "__type")


@dataclass(frozen=True, slots=True)
class Size:
    """How deep a selection goes and what it costs."""

    depth: int
    cost: int


@dataclass(slots=True)
class Meter:
    """Measures the operations of one document."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, object]
    _seen: dict[str, Size] = field(default_factory=dict)

    def operation(self, operation: OperationDefinitionNode) -> Size:
        """Depth and cost of one operation."""
        return self._selections(operation.selection_set, self.schema.get_root_type(operation.operation))

    def _selections(self, selections: SelectionSetNode, parent: GraphQLNamedType | None) -> Size:
        sizes = [self._selection(node, parent) for node in selections.selections]
        return Size(max((size.depth for size in sizes), default=0), sum(size.cost for size in sizes))

    def _selection(self, node: object, parent: GraphQLNamedType | None) -> Size:
        match node:
            case FieldNode():
                return self._field(node, parent)
            case FragmentSpreadNode():
                return self._spread(node.name.value)
            case InlineFragmentNode():
                condition = node.type_condition
                return self._selections(node.selection_set, self.schema.get_type(condition.name.value) if condition else parent)
        return Size(0, 0)

    def _spread(self, name: str) -> Size:
        if name not in self._seen:
            self._seen[name] = Size(0, 0)  # a cycle costs nothing here: another rule refuses it
            if fragment := self.fragments.get(name):
                condition = self.schema.get_type(fragment.type_condition.name.value)
                self._seen[name] = self._selections(fragment.selection_set, condition)
        return self._seen[name]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> Size:
        known = parent.fields.get(node.name.value) if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else None
        if node.selection_set is None:
            return Size(1, 1)
        inner = self._selections(node.selection_set, get_named_type(known.type) if known else None)
        return Size(inner.depth + 1, 1 + self._rows(node, known.type if known else None) * inner.cost)

    def _rows(self, node: FieldNode, type_: GraphQLOutputType | None) -> int:
        for argument in node.arguments or ():
            if argument.name.value in _PAGE_SIZES:
                return max(1, self._number(argument.value))
        # The rows of `edges` are counted by the `first` of their connection.
        return _ROWS_OF_A_LIST if _is_list(type_) and node.name.value != "edges" else 1

    def _number(self, value: ValueNode) -> int:
        match value:
            case IntValueNode():
                return int(value.value)
            case VariableNode():
                given = self.variables.get(value.name.value)
                return given if isinstance(given, int) else _ROWS_OF_A_PAGE
        return _ROWS_OF_A_PAGE


@dataclass(slots=True)
class Count:
    """What stands in a text."""

    aliases: int = 0
    fragments: int = 0
    fields: int = 0
    same_field: int = 0
    introspects: bool = False


def text_errors(found: Count) -> Iterator[GraphQLError]:
    """Faults that a walk over the text finds; they are looked for before anything slower runs."""
    yield from _above("aliases", found.aliases, MAX_ALIASES)
    yield from _above("fragments", found.fragments, MAX_FRAGMENTS)
    yield from _above("fields", found.fields, MAX_FIELDS)
    yield from _above("fields of one name side by side", found.same_field, MAX_SAME_FIELD)


def size_errors(schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, object]) -> Iterator[GraphQLError]:
    """Faults of depth and cost, with these variables."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode):
            size = Meter(schema, fragments, _with_defaults(operation, variables)).operation(operation)
            yield from _above("levels", size.depth, MAX_DEPTH)
            yield from _above("values, as its page sizes allow", size.cost, MAX_COST)


def count(document: DocumentNode) -> Count:
    """One walk over the text."""
    found = Count()
    waiting = [
        node.selection_set
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode | FragmentDefinitionNode)
    ]
    found.fragments = sum(isinstance(node, FragmentDefinitionNode) for node in document.definitions)
    while waiting:
        names: dict[str, int] = {}
        for node in waiting.pop().selections:
            if isinstance(node, FieldNode):
                found.fields += 1
                found.introspects |= node.name.value in _INTROSPECTION
                found.aliases += node.alias is not None
                names[node.name.value] = names.get(node.name.value, 0) + 1
            if isinstance(node, FieldNode | InlineFragmentNode) and node.selection_set:
                waiting.append(node.selection_set)
        found.same_field = max(found.same_field, *names.values(), 0)
    return found


def _with_defaults(operation: OperationDefinitionNode, variables: Mapping[str, object]) -> Mapping[str, object]:
    defaults = {
        node.variable.name.value: int(node.default_value.value)
        for node in operation.variable_definitions or ()
        if isinstance(node.default_value, IntValueNode)
    }
    return {**defaults, **variables}


def _is_list(type_: GraphQLOutputType | None) -> bool:
    return isinstance(type_.of_type if isinstance(type_, GraphQLNonNull) else type_, GraphQLList)


def _above(what: str, found: int, allowed: int) -> Iterator[GraphQLError]:
    if found > allowed:
        yield GraphQLError(
            f"the document asks for {found:,} {what}; up to {allowed:,} are answered",
            extensions={"code": "too_large", "hint": "ask for fewer rows or fewer fields, or in several requests"},
        )
