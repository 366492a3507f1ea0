"""The story's graph, and somebody who asks about it."""

from collections.abc import AsyncIterator, Iterator

import pytest

from cypher.driver import Connection
from cypher.store import GraphStore
from tests.api import story
from tests.api.asking import Asker, asker
from tests.api.story_ids import NOW
from tests.support.graph import clear, lawful


@pytest.fixture(scope="module")
def told(migrated: GraphStore) -> Iterator[GraphStore]:
    """The story, loaded for each file of tests; it is lawful, and the tests only read it."""
    clear(migrated)
    story.load(migrated)
    assert lawful(migrated) == []
    yield migrated
    clear(migrated)


@pytest.fixture
async def reader(told: GraphStore, connection: Connection) -> AsyncIterator[Asker]:
    """Somebody who asks about the story on the first of May."""
    async with asker(connection, NOW) as somebody:
        yield somebody
