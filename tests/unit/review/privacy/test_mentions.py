"""Which rows speak of a person, and what is struck from texts that stay."""

import msgspec
import pytest

from review.privacy.mentions import (
    ERASED_TEXT,
    Spoken,
    Traits,
    digits_of,
    name_needles,
    personal_texts,
    spoken_by,
    strike_json,
    strike_reasons,
    strike_samples,
    striker,
)
from review.privacy.suppression import Pointers, SuppressionKey, marks_of

ADA = Traits(
    emails=frozenset({"ada@example.com"}),
    numbers=frozenset({digits_of("+971501234567")}),
    shared_numbers=frozenset({digits_of("+971507654321")}),
    keys=frozenset({("crm", "A-17")}),
    names=frozenset({"Ada Lovelace"}),
)


@pytest.mark.parametrize(
    ("cells", "is_about_ada"),
    [
        (["?", "write to ADA@example.com, please"], True),
        (["050 123 45 67"], True),
        (["call +971 (50) 123-4567 / 04 000 0000"], True),
        (["nada@example.com"], False),
        (["ada@example.com.au"], False),
        (["501234"], False),
        (["Lovelace, Ada", "050 765 4321"], True),
        (["William King", "050 765 4321"], False),
        (["Ada Lovelace", "somewhere"], False),
        (["", ""], False),
    ],
)
def test_a_row_is_about_a_person_by_their_contact_points(cells: list[str], is_about_ada: bool) -> None:
    assert ADA.are_in(cells, "crm", None) is is_about_ada


def test_a_key_counts_in_its_own_source_and_column_only() -> None:
    assert ADA.are_in(["A-17", "x"], "crm", 0)
    assert not ADA.are_in(["A-17", "x"], "portal", 0)
    assert not ADA.are_in(["x", "A-17"], "crm", 0)
    assert not ADA.are_in(["A-17"], "crm", 5)


def test_texts_lose_names_as_whole_words_whatever_their_case_and_script() -> None:
    strike = striker([*name_needles(["Ada Lovelace", "王伟"], ["Adalind"]), "ada@example.com"])
    assert strike("ADA LOVELACE and Lovelace Ada met Adalind") == f"{ERASED_TEXT} and {ERASED_TEXT} met {ERASED_TEXT}"
    assert strike("Adalinda stays, 联系王伟先生 does not") == f"Adalinda stays, 联系{ERASED_TEXT}先生 does not"
    assert striker([])("Ada") == "Ada"


def test_a_document_keeps_its_shape_keys_and_numbers() -> None:
    strike = striker(["Ada Lovelace"])
    text = '{"Ada Lovelace":{"who":["Ada Lovelace",1,null,true]},"state":"DONE"}'
    struck = msgspec.json.decode(strike_json(text, strike))
    assert struck == {"Ada Lovelace": {"who": [ERASED_TEXT, 1, None, True]}, "state": "DONE"}
    assert strike_json("Ada Lovelace, no JSON", strike) == f"{ERASED_TEXT}, no JSON"


def test_a_column_profile_loses_the_samples_of_emptied_cells_and_of_its_column_only() -> None:
    proof = {"order": "DMY", "evidence": "'13/02/1990' has a day above 12"}
    columns = [
        {"position": 0, "samples": ["Ada", "Omar"], "rows": 2},
        {"position": 1, "samples": ["Ada", "13/02/1990"], "date_order": proof},
    ]
    struck = msgspec.json.decode(
        strike_samples(msgspec.json.encode(columns).decode(), {0: frozenset({"Ada"}), 1: frozenset({"13/02/1990"})})
    )
    assert struck[0] == {"position": 0, "samples": ["Omar"], "rows": 2}
    assert struck[1]["samples"] == ["Ada"]
    assert struck[1]["date_order"] == {"order": "DMY", "evidence": f"'{ERASED_TEXT}' has a day above 12"}


def test_a_mapping_keeps_what_its_columns_mean() -> None:
    manifest = {"batch_id": "bat_1", "columns": [{"position": 0, "header": "Born", "reason": "'13/02/1990' proves it"}]}
    struck = msgspec.json.decode(strike_reasons(msgspec.json.encode(manifest).decode(), {0: frozenset({"13/02/1990"})}))
    assert struck["columns"] == [{"position": 0, "header": "Born", "reason": f"'{ERASED_TEXT}' proves it"}]


def test_who_spoke_is_told_by_name_or_by_a_role_that_nobody_else_had() -> None:
    spans = [Spoken("utt_1", "Ada Lovelace", "a"), Spoken("utt_2", "client", "b"), Spoken("utt_3", "agent", "c")]
    client, agent = frozenset({"client"}), frozenset({"agent"})
    assert spoken_by(spans, {"Ada Lovelace"}, client, agent) == ("utt_1", "utt_2")
    assert spoken_by(spans, {"Ada Lovelace"}, client, agent | client) == ("utt_1",)


def test_personal_texts_leave_codes_alone() -> None:
    said = {"summary": "Wants a garden", "state": "DONE", "kind": "CALL", "outcome": ""}
    assert personal_texts("Interaction", said) == ("Wants a garden",)
    assert personal_texts("Requirement", {"must_haves": ["garden", "pool"]}) == ("garden", "pool")


def test_marks_are_keyed_and_tell_shared_from_own() -> None:
    pointers = Pointers([("crm", "A-17")], ["eml_1"], ["phn_1"], ["Ada Lovelace", "LOVELACE  ada"])
    one, other = SuppressionKey(bytes(32)), SuppressionKey(bytes([1] * 32))
    assert len(marks_of(pointers, one)) == 3
    assert not set(marks_of(pointers, one)) & set(marks_of(pointers, other))
    assert one.id != other.id
    assert "secret" not in repr(one)
    with pytest.raises(ValueError, match="32 bytes"):
        SuppressionKey(b"short")
