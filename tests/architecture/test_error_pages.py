"""Every error that can reach a person has a page."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_schema import errors
from tests.architecture.house import ROOT, sources

PAGES = ROOT / "docs" / "errors"
# Machine-readable causes that a person meets inside another error's text have their page too: service/local_neo4j/logs.py.
CAUSES = {"Cause"}


def codes() -> dict[str, str]:
    """Every code with one place that uses it."""
    found: dict[str, str] = {}
    for source in sources():
        for node in ast.walk(source.tree):
            for code in _codes(node):
                found.setdefault(code, f"{source.name}:{getattr(node, 'lineno', 0)}")
    return found


def _codes(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.ClassDef() if node.name in vars(errors):
            for part in node.body:
                if isinstance(part, ast.Assign | ast.AnnAssign) and _target(part) == "code":
                    yield from _text(part.value)
        case ast.Call(func=ast.Name(id=name)) if name in vars(errors):
            yield from (text for word in node.keywords if word.arg == "code" for text in _text(word.value))
        case ast.Call(func=ast.Name(id=name)) if name in CAUSES:
            yield from _text(node.args[0])
        case ast.Call(func=ast.Name(id="_refused")):
            yield from (text for value in node.args[2:3] for text in _text(value))
        case ast.Dict() if {"code", "hint"} <= (entries := _entries(node)).keys():
            yield from _text(entries["code"])


def _entries(node: ast.Dict) -> dict[object, ast.expr]:
    return {key.value: value for key, value in zip(node.keys, node.values, strict=True) if isinstance(key, ast.Constant)}


def _target(node: ast.Assign | ast.AnnAssign) -> str:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return target.id if isinstance(target, ast.Name) else ""


def _text(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_every_code_has_a_page() -> None:
    """The code is all that a person can search for; without a page they end up reading our source, or asking us."""
    missing = {code: place for code, place in codes().items() if not (PAGES / f"{code}.md").is_file()}
    assert missing == {}, f"write {PAGES.relative_to(ROOT)}/<code>.md: what happened, why, what to do"


def test_every_page_has_a_code() -> None:
    """A page of an error that no longer exists sends people after the wrong cause."""
    assert {page.stem for page in PAGES.glob("*.md")} - codes().keys() - {"README"} == set(), "delete or rename these pages"


def test_the_list_of_errors_is_complete() -> None:
    """Somebody with a message but without its code looks through the list; what is missing there does not exist for them."""
    listed = (PAGES / "README.md").read_text(encoding="utf-8")
    assert [page.stem for page in PAGES.glob("[a-z]*.md") if f"({page.name})" not in listed] == []


@pytest.mark.parametrize("page", sorted(PAGES.glob("[a-z]*.md")), ids=lambda page: page.stem)
def test_a_page_says_what_happened_and_what_to_do(page: Path) -> None:
    """A page that repeats the message helps nobody."""
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {page.stem}\n")
    assert "**What to do:**" in text
