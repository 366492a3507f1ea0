"""Warming up asks everything that the first page of the application asks, and asks it about nobody."""

from cypher.queries import client, interest, timeline, work
from cypher.query import Query
from resolvers.warm import questions, warm
from tests.api.asking import Asker
from tests.api.story_ids import NOW


def test_every_section_of_a_client_is_asked() -> None:
    bound = {
        value.name
        for module in (client, interest, timeline, work)
        for value in vars(module).values()
        if isinstance(value, Query)
    }
    assert bound <= {query.name for query, _ in questions(NOW)}


async def test_it_runs(reader: Asker) -> None:
    assert await warm(reader.store, NOW) == len(list(questions(NOW)))
