"""Questions that are too large are refused at once, whatever they are made of; the database is not asked."""

import time

import pytest

from tests.api.asking import Asker, about, operation
from tests.api.story_ids import MOHAMMED


def spreads(fragment: int, last: int) -> str:
    """What spreads the next two fragments, so that expanding them doubles with each."""
    return " ".join(f"...f{n}" for n in range(fragment + 1, min(fragment + 3, last)))


def fragments(count: int) -> str:
    """Fragments that spread each other."""
    return " ".join(f"fragment f{n} on Client {{ id {spreads(n, count)} }}" for n in range(count))


TOO_LARGE = {
    "500 fragments that spread each other": "{ client(id: 1) { ...f0 } } " + fragments(500),
    "40 fragments that double": "{ client(id: 1) { ...f0 } } " + fragments(40),
    "40 aliases": "{ " + " ".join(f"a{n}: client(id: {n}) {{ id }}" for n in range(40)) + " }",
    "one field 100 times": about("x", "id " * 100),
    "900 fields": about("x", " ".join(f"a{n}" for n in range(900))),
    "3,000 levels": "{ client(id: 1) " + "{ names " * 3000 + "}" * 3000 + " }",
    "a section of each of 200 clients": "{ clients(orderBy: {field: QD_SCORE}, first: 200) "
    "{ edges { node { names { value } } } } }",
    "5,000 tokens": about("x", "id, " * 5000),
}


@pytest.mark.parametrize("document", TOO_LARGE.values(), ids=TOO_LARGE.keys())
async def test_what_is_too_large_is_refused_at_once(reader: Asker, document: str) -> None:
    took = []
    for _ in range(3):  # the quickest counts: in a long run the garbage of other tests is collected in between
        begin = time.process_time()
        answer = await reader.ask(document)
        took.append(time.process_time() - begin)
        assert answer.errors
        assert answer.data == {}
        assert answer.round_trips == 0
    assert min(took) < 0.5


async def test_the_depth_has_a_bound(reader: Asker) -> None:
    type_ = "ofType { " * 14 + "name" + " }" * 14
    answer = await reader.ask(f'{{ __type(name: "Client") {{ fields {{ type {{ {type_} }} }} }} }}')
    assert answer.code == "too_large"


async def test_page_sizes_in_variables_count(reader: Asker) -> None:
    document = """query($first: Int!) { clients(orderBy: {field: QD_SCORE}, first: $first) {
      edges { node { tasks(first: 5) { edges { node { id title } } } } } } }"""
    assert (await reader.ask(document, first=10)).errors == []
    refused = await reader.ask(document, first=200)
    assert refused.code == "too_large"
    assert refused.round_trips == 0


async def test_the_largest_pages_of_the_dossier_are_answered(reader: Asker) -> None:
    answer = await reader.ask(operation("client_360"), id=MOHAMMED, first=200, timelineFirst=200)
    assert answer.errors == []
