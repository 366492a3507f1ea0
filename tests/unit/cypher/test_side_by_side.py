"""Statements for several types of edges, sent as one: each part keeps its own rows, what all share travels once."""

from datetime import UTC, datetime

from cypher.queries.writing import PUT_ENTITIES, PUT_LINKS, Entities, Links, Written
from cypher.statement import Statement, side_by_side

NOW = [datetime(2026, 11, 1, tzinfo=UTC)]


def test_each_type_has_its_own_rows_and_all_share_the_moments() -> None:
    text, parameters = side_by_side(
        [
            Statement.of_type(PUT_LINKS, Links([{"uid": "a"}], NOW), "NAMED"),
            Statement.of_type(PUT_LINKS, Links([{"uid": "b"}], NOW), "GAVE"),
        ]
    )
    assert parameters == {"links_0": [{"uid": "a"}], "links_1": [{"uid": "b"}], "moments": NOW}
    assert text.count("CALL () {") == 2
    assert "[edge:NAMED {uid: link.uid}]" in text
    assert "[edge:GAVE {uid: link.uid}]" in text
    assert "$(link.type)" not in text
    assert text.index("$links_0") < text.index("AS written_0") < text.index("$links_1") < text.index("AS written_1")
    assert text.splitlines()[-1] == "RETURN written_0, written_1"
    assert "$links " not in text


def test_what_differs_is_sent_for_each() -> None:
    _, parameters = side_by_side(
        [Statement.of_type(PUT_LINKS, Links([], []), "NAMED"), Statement.of_type(PUT_LINKS, Links([], []), "GAVE")]
    )
    assert set(parameters) == {"links_0", "links_1", "moments_0", "moments_1"}


def test_different_statements_keep_their_names_and_answer_each_its_own_row() -> None:
    parts = [Statement.of(PUT_ENTITIES, Entities([])), Statement.of_type(PUT_LINKS, Links([], NOW), "NAMED")]
    text, parameters = side_by_side(parts)
    assert set(parameters) == {"entities", "links", "moments"}
    assert text.index("$entities") < text.index("$links")
    assert [part.answer({"written_0": 3, "written_1": 5}, place) for place, part in enumerate(parts)] == [
        Written(3),
        Written(5),
    ]
