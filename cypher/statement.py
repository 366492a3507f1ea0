"""A query with its parameters, ready to be sent; several of them become one statement, which goes to the server once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic

import msgspec

from cypher.query import P, Query, R, parameters_of
from graph_schema.registry import edge_spec

DYNAMIC_TYPE: Final = "$(link.type)"


@dataclass(frozen=True, slots=True)
class Statement(Generic[R]):
    """Text and parameters of a query that answers one row."""

    name: str
    text: str
    parameters: Mapping[str, object]
    columns: tuple[str, ...]
    row: type[R]

    @classmethod
    def of(cls, query: Query[P, R], params: P) -> "Statement[R]":
        """The query as its file says it."""
        return cls(query.name, query.file.text, parameters_of(params), tuple(query.file.columns), query.row)

    @classmethod
    def of_type(cls, query: Query[P, R], params: P, edge_type: str) -> "Statement[R]":
        """A query about edges of one declared type.

        On a young graph the planner finds the ends of a dynamically typed MERGE by reading all edges of that type; with the
        type written out it walks from an end.

        Raises:
            KeyError: nobody declared the type.
        """
        text = query.file.text.replace(DYNAMIC_TYPE, edge_spec(edge_type).type)
        return cls(query.name, text, parameters_of(params), tuple(query.file.columns), query.row)

    def answer(self, record: Mapping[str, object], part: int) -> R:
        """This statement's row of what `side_by_side` answers."""
        return msgspec.convert({column: record[f"{column}_{part}"] for column in self.columns}, self.row)


def side_by_side(statements: Sequence[Statement[R]]) -> tuple[str, dict[str, object]]:
    """One statement that runs several in their order, and its parameters; each sees what those before it wrote.

    Each part's names end in its number; a value that all parts with its name share is sent once. Every part answers one row.
    """
    shared = _shared(statements)
    texts, columns, parameters = [], [], dict(shared)
    for part, statement in enumerate(statements):
        text = statement.text
        for name, value in statement.parameters.items():
            if name not in shared:
                text = re.sub(rf"\$\b{name}\b", f"${name}_{part}", text)
                parameters[f"{name}_{part}"] = value
        for column in statement.columns:
            text = re.sub(rf"\bAS {column}\b", f"AS {column}_{part}", text)
            columns.append(f"{column}_{part}")
        texts.append(f"CALL () {{\n{text}\n}}")
    return "\n".join([*texts, f"RETURN {', '.join(columns)}"]), parameters


def _shared(statements: Sequence[Statement[R]]) -> dict[str, object]:
    """Parameters whose value is the very same object in every part that has one of that name."""
    found: dict[str, list[object]] = {}
    for statement in statements:
        for name, value in statement.parameters.items():
            found.setdefault(name, []).append(value)
    return {name: values[0] for name, values in found.items() if all(value is values[0] for value in values)}
