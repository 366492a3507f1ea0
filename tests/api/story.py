"""A small graph with a story, so that each answer can be told in advance.

Mohammed Al Farsi is known to the CRM since January and to the portal since February, as two clients. On 1 March Rita merges
them. Fatima Noor is somebody else, and a model thinks that she may be the same.
"""

from cypher.store import GraphStore
from graph_schema.changes import ChangeSet
from tests.api.story_ids import FATIMA, MOHAMMED
from tests.api.story_life import activity, portfolio, proposals, work
from tests.api.story_people import evidence, merge, people
from tests.support.builders import put


def load(store: GraphStore) -> None:
    """Write the story."""
    for part in (people(), evidence(), merge(), portfolio(), activity(), work(), proposals()):
        put(store, part)
    put(store, ChangeSet(touched_clients=frozenset({MOHAMMED, FATIMA})))
