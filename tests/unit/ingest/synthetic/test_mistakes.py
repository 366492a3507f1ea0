"""Single mistakes."""

import random
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ingest.synthetic.mistakes import mistyped, mistyped_email, nicknames, swapped_date

WORDS = st.text(st.characters(categories=("Lu", "Ll", "Lo")), min_size=1, max_size=20)


@given(WORDS, st.integers())
def test_a_mistyped_word_differs_by_a_letter(word: str, seed: int) -> None:
    wrong = mistyped(random.Random(seed), word)
    assert wrong != word
    assert abs(len(wrong) - len(word)) <= 1
    assert sorted(wrong) == sorted(word) or len(wrong) != len(word)


def test_spaces_are_not_mistyped() -> None:
    assert {mistyped(random.Random(seed), "Al Ali").count(" ") for seed in range(200)} == {1}


def test_mistakes_never_lead_to_another_domain() -> None:
    wrong = {mistyped_email(random.Random(seed), "ada.byron7@example.com") for seed in range(200)}
    assert {address.partition("@")[2] for address in wrong} == {"example.com"}
    assert "ada.byron7@example.com" not in wrong


def test_day_and_month_change_places_only_where_that_is_a_date() -> None:
    assert swapped_date(date(1984, 5, 11)) == date(1984, 11, 5)
    assert swapped_date(date(1984, 5, 17)) == date(1984, 5, 17)


def test_nicknames_come_in_a_fixed_order() -> None:
    assert "Bob" in nicknames("Robert")
    assert list(nicknames("Robert")) == sorted(nicknames("Robert"))
    assert nicknames("Юлия") == ()
