"""The measure of a question: exact on small ones, linear on hostile ones."""

import time

import pytest
from graphql import DocumentNode, FragmentDefinitionNode, GraphQLError, OperationDefinitionNode, parse

from resolvers.documents import check, check_sizes
from resolvers.limits import Meter, Size, count, size_errors
from resolvers.schema import build_schema

SCHEMA = build_schema()._schema


def size(text: str, **variables: object) -> Size:
    """Depth and cost of the only operation of a document."""
    document = parse(text)
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    [operation] = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    return Meter(SCHEMA, fragments, variables, unknown=200).operation(operation)


def doubling(fragments: int) -> str:
    """Fragments that each spread the next two: written out they are 2^n fields."""
    parts = [
        f"fragment f{n} on Client {{ id {' '.join(f'...f{m}' for m in (n + 1, n + 2) if m < fragments)} }}"
        for n in range(fragments)
    ]
    return "{ client(id: 1) { ...f0 } } " + " ".join(parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ client(id: 1) { id } }", Size(2, 1_001)),
        ("{ client(id: 1) { id version } }", Size(2, 1_002)),
        ("{ client(id: 1) { names { value } } }", Size(3, 1_000 + 1_000 + 3)),
        ("{ client(id: 1) { tasks(first: 10) { edges { cursor } } } }", Size(4, 2_000 + 1 + 10)),
        ("{ client(id: 1) { tasks { edges { cursor } } } }", Size(4, 2_000 + 1 + 20)),
        ("{ client(id: 1) { timeline { edges { cursor } pageInfo { endCursor } } } }", Size(4, 2_000 + 1 + 50 + 2)),
        ("{ client(id: 1) { ... on Client { ... { id } } } }", Size(2, 1_001)),
        ("{ client(id: 1) { ...a ...a } } fragment a on Client { id }", Size(2, 1_002)),
    ],
)
def test_cost_is_counted_by_rows_and_reads(text: str, expected: Size) -> None:
    assert size(text) == expected


def test_a_page_size_in_a_variable_counts_as_what_it_is() -> None:
    text = "query($n: Int!) { client(id: 1) { tasks(first: $n) { edges { cursor } } } }"
    assert size(text, n=7).cost == 2_000 + 1 + 7
    assert size(text).cost == 2_000 + 1 + 200
    assert check_sizes(SCHEMA, text, (("n", 7),)) == ()


def test_what_a_variable_defaults_to_counts() -> None:
    text = "query($n: Int! = 200) { clients(orderBy: {field: QD_SCORE}, first: $n) { edges { node { names { value } } } } }"
    assert check(SCHEMA, text).errors == ()
    assert len(check_sizes(SCHEMA, text, ())) == 1
    assert check_sizes(SCHEMA, text, (("n", 20),)) == ()


def test_fragments_that_double_are_measured_in_linear_time() -> None:
    """Expanding fragments where they are spread takes 2^n steps; with a memo, ten times the fragments take ten times longer."""

    def seconds(document: DocumentNode) -> float:
        begin = time.thread_time()
        for _ in range(20):
            count(document)
            list(size_errors(SCHEMA, document, None))
        return time.thread_time() - begin

    assert min(seconds(parse(doubling(120))) for _ in range(3)) < 20 * seconds(parse(doubling(12))) + 0.05


def test_500_fragments_are_refused_within_milliseconds() -> None:
    """The quickest of five different texts: in a long run the garbage of other tests is collected in between."""

    def seconds(fragments: int) -> float:
        begin = time.thread_time()
        with pytest.raises(GraphQLError, match="tokens"):
            check(SCHEMA, doubling(fragments))
        return time.thread_time() - begin

    assert min(seconds(fragments) for fragments in range(500, 505)) < 0.2


def test_fragments_that_spread_themselves_end() -> None:
    text = "{ client(id: 1) { ...a } } fragment a on Client { id ...b } fragment b on Client { id ...a }"
    assert size(text).depth == 2
    assert "Cannot spread fragment" in str(check(SCHEMA, text).errors)


def test_unknown_names_do_not_break_the_measure() -> None:
    assert size("{ nothing { of { this } } ...absent ... on Nobody { x } }") == Size(3, 4)


def test_a_text_is_checked_once() -> None:
    text = "{ client(id: 1) { id } }"
    assert check(SCHEMA, text) is check(SCHEMA, text)
    long = text + " " * 20_000
    assert check(SCHEMA, long) is not check(SCHEMA, long)
