"""Cursors that only we can make."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypher.store import AsyncGraphStore
from graph_schema.errors import InputRefused
from resolvers.context import Context
from resolvers.paging import MAX_FIRST, Page, ask_page
from tests.support.builders import NOW


@dataclass(frozen=True)
class Row:
    """A row with its sort key."""

    cursor: str


def context(key: bytes = b"secret") -> Context:
    """A request that asks no database."""
    store = AsyncGraphStore.__new__(AsyncGraphStore)
    return Context(store=store, actor=None, now=NOW, cursor_key=key)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_cursor_brings_its_key_back(key: str) -> None:
    cursor = Page("list", 1, None, b"secret").sign(key)
    assert ask_page(context(), "list", 1, cursor).after == key


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.integers(min_value=0), st.integers(1, 255))
def test_a_cursor_with_one_other_byte_is_refused(key: str, position: int, change: int) -> None:
    cursor = Page("list", 1, None, b"secret").sign(key)
    place = position % len(cursor)
    other = cursor[:place] + chr((ord(cursor[place]) + change) % 256) + cursor[place + 1 :]
    with pytest.raises(InputRefused, match="cursor"):
        ask_page(context(), "list", 1, other)


def test_a_cursor_is_good_for_one_list_and_one_key() -> None:
    cursor = Page("list", 1, None, b"secret").sign("key")
    with pytest.raises(InputRefused):
        ask_page(context(), "other list", 1, cursor)
    with pytest.raises(InputRefused):
        ask_page(context(b"other secret"), "list", 1, cursor)


@pytest.mark.parametrize("first", [-1, MAX_FIRST + 1])
def test_page_sizes_have_bounds(first: int) -> None:
    with pytest.raises(InputRefused, match=str(first)):
        ask_page(context(), "list", first, None)


def test_one_row_more_tells_that_there_is_a_next_page() -> None:
    page = ask_page(context(), "list", 2, None)
    assert page.limit == 3
    shown, info = page.cut([Row("a"), Row("b"), Row("c")])
    assert [row.cursor for row in shown] == ["a", "b"]
    assert (info.has_next_page, info.has_previous_page) == (True, False)
    assert (info.start_cursor, info.end_cursor) == (page.sign("a"), page.sign("b"))
