"""How large a file and a function may be."""

import ast

from tests.architecture.house import EVERYTHING, Source, sources

FILE_LINES = 300
FUNCTION_LINES = 40
# path::function -> why it may be longer. A test fails on entries that are no longer needed.
LONGER: dict[str, str] = {}


def functions(source: Source) -> dict[str, int]:
    """Lines of each function of a file, by path::name."""
    return {
        f"{source.name}::{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_files_are_short() -> None:
    """Services elsewhere grew to 4,200 lines in one file, one sensible line at a time; a cap makes somebody split early."""
    long = {source.name: len(source.lines) for source in sources(EVERYTHING) if len(source.lines) > FILE_LINES}
    assert long == {}, f"split these by what they know, not by length: a file holds at most {FILE_LINES} lines"


def test_functions_are_short() -> None:
    """A command elsewhere is one function of 3,285 lines that nobody can test; a function here fits on a screen."""
    long = {name: lines for source in sources() for name, lines in functions(source).items() if lines > FUNCTION_LINES}
    new = {name: lines for name, lines in long.items() if name not in LONGER}
    assert new == {}, f"name the parts of these: a function has at most {FUNCTION_LINES} lines"
    assert set(LONGER) <= set(long), "these fit by now: take them off the list"


def test_most_functions_are_small() -> None:
    """Caps alone let everything drift towards the cap; the ninetieth percentile keeps the rest honest."""
    lines = sorted(size for source in sources() for size in functions(source).values())
    assert lines[len(lines) * 9 // 10] <= 22
