"""No query file without a binding, no binding without a file, and both agree on names."""

import importlib
import pkgutil

import cypher.queries
from cypher.catalogue import catalogue
from cypher.query import Query, check_binding


def bindings() -> list[Query]:  # type: ignore[type-arg]  # of any parameters and rows
    """All queries bound in cypher.queries."""
    found: list[Query] = []  # type: ignore[type-arg]  # of any parameters and rows
    for module in pkgutil.iter_modules(cypher.queries.__path__):
        for value in vars(importlib.import_module(f"cypher.queries.{module.name}")).values():
            found += [entry for entry in (value if isinstance(value, tuple) else (value,)) if isinstance(entry, Query)]
    return found


def test_every_binding_agrees_with_its_file() -> None:
    for query in bindings():
        check_binding(query)


def test_no_file_is_an_orphan() -> None:
    bound = {query.name for query in bindings()}
    files = {name for name in catalogue() if not name.startswith("analyst.")}
    assert files - bound == set(), "bind these files in cypher/queries, or delete them"
