"""Words become a query of ours, whatever the words are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.lucene import MOST_WORDS, lucene_query

# One clause: a word, or a phrase in quotes, each character that means something to Lucene escaped; then our own operator.
CLAUSE = re.compile(r'(?:"(?:\\.|[^"\\])+"|(?:\\.|[^\s+\-&|!(){}\[\]^"~*?:\\/<>=@#])+)(?:\^\d|\*\^\d|~[12])')


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Ada", "ada^4 OR ada*^2"),
        ("Žofie", "zofie^4 OR zofie*^2 OR zofie~1"),
        ("Mohammed", "mohammed^4 OR mohammed*^2 OR mohammed~2"),
        ("a", "a^4"),
        ("Al-Farsi", '"al\\-farsi"^8 OR al^4 OR al*^2 OR farsi^4 OR farsi*^2 OR farsi~1'),
        ("1204", "1204^4 OR 1204*^2"),
        ("050 123 4567", "501234567^8 OR 1234567^7 OR 501234567*^4"),
        ("+971 (50) 123-4567", "971501234567^8 OR 501234567^7 OR 1234567^6 OR 971501234567*^4"),
        ("AND OR", "and^4 OR and*^2 OR or^4 OR or*^2"),
    ],
)
def test_examples(text: str, query: str) -> None:
    assert lucene_query(text) == query


@pytest.mark.parametrize("text", ["", " ", "***", "+ - && ||", '"', "()"])
def test_nothing_to_look_up_is_no_query(text: str) -> None:
    assert lucene_query(text) is None


@given(st.text())
def test_no_text_brings_an_operator_of_its_own(text: str) -> None:
    query = lucene_query(text)
    for clause in (query or "a^1").split(" OR "):
        assert CLAUSE.fullmatch(clause), clause


@given(st.lists(st.sampled_from(["ada", "farsi", "x-y", "noor"]), max_size=60))
def test_a_long_text_makes_a_bounded_query(words: list[str]) -> None:
    assert len((lucene_query(" ".join(words)) or "").split(" OR ")) <= MOST_WORDS * 4
