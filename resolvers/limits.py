"""How large a question may be. One walk over the document, with a memo for each fragment: time grows with its text alone.

These checks run before graphql-core's own validation rules, some of which compare fields and fragments pair by pair.

The cost of a field is one plus that of its children; a list counts once for each row that it may bring, as the `first` or
`limit` of the field around it says, else by a guess; a field that reads the database counts for a thousand. So the cost bounds
both the values in the answer and how often the database is asked.
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
    GraphQLField,
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
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.field import StrawberryField

# The whole Client 360 has 681 tokens and 7 levels; it costs 33,719 with its default page sizes, 116,279 with the largest.
MAX_TOKENS: Final = 4_000
MAX_DEPTH: Final = 15
MAX_COST: Final = 150_000
MAX_ALIASES: Final = 30
# What graphql-core compares pair by pair.
MAX_FRAGMENTS: Final = 40
MAX_FIELDS: Final = 800
MAX_SAME_FIELD: Final = 25

_ROWS_OF_A_LIST: Final = 3
# A read takes about as long as a thousand values: it keeps a list of clients from asking for sections of each of them.
_COST_OF_A_READ: Final = 1_000
# Fields of these types are read for all edges together.
_READ_TOGETHER: Final = frozenset({"Decision", "ModelRun"})
_LARGEST_PAGE: Final = 200
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
    unknown: int
    """What a page size counts as that the variables do not tell."""
    _seen: dict[tuple[str, int], Size] = field(default_factory=dict)

    def operation(self, operation: OperationDefinitionNode) -> Size:
        """Depth and cost of one operation."""
        root = self.schema.get_root_type(operation.operation)
        return self._selections(operation.selection_set, root, _ROWS_OF_A_LIST)

    def _selections(self, selections: SelectionSetNode, parent: GraphQLNamedType | None, rows: int) -> Size:
        sizes = [self._selection(node, parent, rows) for node in selections.selections]
        return Size(max((size.depth for size in sizes), default=0), sum(size.cost for size in sizes))

    def _selection(self, node: object, parent: GraphQLNamedType | None, rows: int) -> Size:
        match node:
            case FieldNode():
                return self._field(node, parent, rows)
            case FragmentSpreadNode():
                return self._spread(node.name.value, rows)
            case InlineFragmentNode():
                condition = node.type_condition
                return self._selections(
                    node.selection_set, self.schema.get_type(condition.name.value) if condition else parent, rows
                )
        return Size(0, 0)

    def _spread(self, name: str, rows: int) -> Size:
        if (name, rows) not in self._seen:
            self._seen[name, rows] = Size(0, 0)  # a cycle costs nothing here: another rule refuses it
            if fragment := self.fragments.get(name):
                condition = self.schema.get_type(fragment.type_condition.name.value)
                self._seen[name, rows] = self._selections(fragment.selection_set, condition, rows)
        return self._seen[name, rows]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, rows: int) -> Size:
        known = parent.fields.get(node.name.value) if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else None
        own = _COST_OF_A_READ if known and parent and parent.name not in _READ_TOGETHER and _reads(known) else 1
        times = rows if known and _is_list(known.type) else 1
        if node.selection_set is None:
            return Size(1, own * times)
        inner = self._selections(node.selection_set, get_named_type(known.type) if known else None, self._page(node, known))
        return Size(inner.depth + 1, own + times * inner.cost)

    def _page(self, node: FieldNode, known: GraphQLField | None) -> int:
        """How many rows a list right below the field may bring."""
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        for name in _PAGE_SIZES:
            if name in given:
                return max(1, self._number(given[name]))
            if known and name in known.args:
                return int(known.args[name].default_value)
        return _ROWS_OF_A_LIST

    def _number(self, value: ValueNode) -> int:
        match value:
            case IntValueNode():
                return int(value.value)
            case VariableNode():
                size = self.variables.get(value.name.value)
                return size if isinstance(size, int) else self.unknown
        return self.unknown


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


def size_errors(
    schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, object] | None
) -> Iterator[GraphQLError]:
    """Faults of depth and cost with these variables; without any (None), those that it has whatever they are."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode):
            known = _with_defaults(operation, variables) if variables is not None else {}
            meter = Meter(schema, fragments, known, unknown=1 if variables is None else _LARGEST_PAGE)
            size = meter.operation(operation)
            yield from _above("levels", size.depth, MAX_DEPTH)
            yield from _above("values, by its page sizes and reads", size.cost, MAX_COST)


def count(document: DocumentNode) -> Count:
    """One walk over the text."""
    found = Count(fragments=sum(isinstance(node, FragmentDefinitionNode) for node in document.definitions))
    waiting = [
        node.selection_set
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode | FragmentDefinitionNode)
    ]
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


def _reads(field: GraphQLField) -> bool:
    declared = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    return isinstance(declared, StrawberryField) and declared.base_resolver is not None


def _is_list(type_: GraphQLOutputType | None) -> bool:
    return isinstance(type_.of_type if isinstance(type_, GraphQLNonNull) else type_, GraphQLList)


def _above(what: str, found: int, allowed: int) -> Iterator[GraphQLError]:
    if found > allowed:
        yield GraphQLError(
            f"the document asks for {found:,} {what}; up to {allowed:,} are answered",
            extensions={"code": "too_large", "hint": "ask for fewer rows or fewer fields, or in several requests"},
        )
