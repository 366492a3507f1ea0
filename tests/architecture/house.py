"""The house as its rules see it: every file of ours, parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PRODUCT: Final = ("graph_schema", "cypher", "review", "ingest", "gnn", "resolvers", "service", "benchmarks")
EVERYTHING: Final = (*PRODUCT, "tests")


@dataclass(frozen=True)
class Source:
    """One Python file."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """What it says."""
        return _parse(self.text)

    @property
    def lines(self) -> list[str]:
        """Its lines."""
        return self.text.splitlines()


@cache
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def sources(folders: tuple[str, ...] = PRODUCT) -> tuple[Source, ...]:
    """All Python files of these folders; a folder that does not exist has none."""
    return tuple(_read(folders))


def _read(folders: tuple[str, ...]) -> Iterator[Source]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
