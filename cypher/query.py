"""A query with its types: the name of a .cypher file bound to a parameter struct and a row struct."""

from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from cypher.catalogue import QueryFile, query_file
from graph_schema.errors import InvariantBroken

P = TypeVar("P", bound=msgspec.Struct)
R = TypeVar("R", bound=msgspec.Struct)


class NoParams(msgspec.Struct, frozen=True):
    """For a query that takes none."""


@dataclass(frozen=True)
class Query(Generic[P, R]):
    """`store.many(query, params) -> list[R]` is typed through and through; no string stands at the call site."""

    name: str
    params: type[P]
    row: type[R]

    @property
    def file(self) -> QueryFile:
        """The checked file behind the name."""
        return query_file(self.name)


def check_binding(query: Query[P, R]) -> None:
    """Parameters and columns of the file are the fields of the two structs, by name.

    Raises:
        InvariantBroken: they differ; the message names the differences.
    """
    file = query.file
    declared, fields = {p.name for p in file.parameters}, set(query.params.__struct_fields__)
    columns, row = set(file.columns), set(query.row.__struct_fields__)
    if declared != fields or columns != row:
        raise InvariantBroken(
            f"{query.name}: parameters {sorted(declared ^ fields)} and columns {sorted(columns ^ row)} stand on one side only",
            hint="make the file's header and the structs in cypher/queries agree",
        )


def parameters_of(params: msgspec.Struct) -> dict[str, object]:
    """What the driver is given: the fields of the struct, shallow."""
    return {name: getattr(params, name) for name in params.__struct_fields__}
