"""Finding a client by whatever a person remembers, typing errors included."""

from typing import cast

import pytest

from cypher.store import GraphStore
from tests.api.asking import Answer, Asker, Json, operation
from tests.api.story_ids import FATIMA, MOHAMMED

DOCUMENT = operation("search_clients")


def hits(answer: Answer) -> list[tuple[str, str]]:
    """Who was found, and by what."""
    edges = cast("list[dict[str, Json]]", answer.at("searchClients", "edges"))
    return [(cast("dict[str, str]", edge["node"])["id"], str(edge["matchedOn"])) for edge in edges]


@pytest.mark.parametrize(
    ("text", "client", "matched_on"),
    [
        ("Mohammed Al Farsi", MOHAMMED, "name: Mohammed Al Farsi"),
        ("mohamed", MOHAMMED, "name: Mohammed Al Farsi"),
        ("MUHAMMED", MOHAMMED, "name: Mohammed Al Farsi"),
        ("moh", MOHAMMED, "name: Mohd Alfarsi"),
        ("Fátima", FATIMA, "name: Fatima Noor"),
        ("noor fatima", FATIMA, "name: Fatima Noor"),
        ("m.farsi@example.com", MOHAMMED, "e-mail: m.farsi@example.com"),
        ("M.FARSI@", MOHAMMED, "e-mail: m.farsi@example.com"),
        ("Marina 1204", MOHAMMED, "property: Marina 1204"),
        ("farsi holdings", MOHAMMED, "account: Farsi Holdings"),
    ],
)
async def test_the_best_hit(reader: Asker, text: str, client: str, matched_on: str) -> None:
    answer = await reader.ask(DOCUMENT, text=text)
    assert hits(answer)[0] == (client, matched_on)
    assert answer.round_trips == 1


@pytest.mark.parametrize("text", ["+971 50 123 4567", "00971501234567", "050 123 4567", "1234567", "050-123-4567", "50123"])
async def test_a_phone_in_any_writing_finds_everybody_who_has_it(reader: Asker, text: str) -> None:
    found = hits(await reader.ask(DOCUMENT, text=text))
    assert set(found) == {(MOHAMMED, "phone: +971501234567"), (FATIMA, "phone: +971501234567")}


async def test_two_kinds_of_hits_together_beat_either_alone(reader: Asker) -> None:
    async def score(text: str) -> float:
        return cast("float", (await reader.ask(DOCUMENT, text=text)).at("searchClients", "edges", 0, "score"))

    assert await score("mohammed marina") > max(await score("mohammed"), await score("marina"))


NONSENSE = ["", " ", "?!", '" OR *:*', "*", "a" * 200, "zzzzzz", "') CALL db.labels() //", "\\", "~", "AND", "{!x}"]


@pytest.mark.parametrize("text", NONSENSE)
async def test_operators_and_nonsense_find_nobody_and_break_nothing(reader: Asker, text: str) -> None:
    assert hits(await reader.ask(DOCUMENT, text=text)) == []


async def test_a_text_that_is_too_long_and_a_page_that_is_too_large_are_refused(reader: Asker) -> None:
    assert (await reader.ask(DOCUMENT, text="a" * 201)).code == "input_refused"
    assert (await reader.ask(DOCUMENT, text="a", first=201)).code == "bad_page"


async def test_first_bounds_the_answer(reader: Asker) -> None:
    assert len(hits(await reader.ask(DOCUMENT, text="501234567", first=1))) == 1


async def test_what_is_no_longer_believed_finds_nobody(told: GraphStore, reader: Asker) -> None:
    told.schema(
        "MATCH ()-[named:NAMED]->(:PersonName {value: 'Fatima Noor'}) SET named.retired_at = datetime('2026-04-30T00:00:00Z')"
    )
    assert hits(await reader.ask(DOCUMENT, text="Fatima")) == []
