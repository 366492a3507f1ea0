"""One demo of the default size for all tests of this folder."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from ingest.synthetic.generate import generate
from ingest.synthetic.spec import DemoSpec
from ingest.synthetic.truth import TruePerson, Truth


@dataclass(frozen=True)
class Drawn:
    """A whole demo, read to the end."""

    batch_id: str
    change_sets: tuple[ChangeSet, ...]
    truth: Truth
    entities: Mapping[str, EntityWrite]
    links: Mapping[str, list[LinkWrite]] = field(default_factory=lambda: defaultdict(list))

    def of(self, label: str) -> Iterator[EntityWrite]:
        """All nodes of a label."""
        return (entity for entity in self.entities.values() if entity.label == label)

    @property
    def all_links(self) -> Iterator[LinkWrite]:
        """All edges."""
        return (link for links in self.links.values() for link in links)

    def people(self) -> dict[str, TruePerson]:
        """Who each profile truly is."""
        return {profile: person for person in self.truth.people for profile in person.profiles}

    def holders(self, prefix: str) -> dict[str, set[str]]:
        """The profiles that hold each identifier of this prefix."""
        found: dict[str, set[str]] = defaultdict(set)
        for link in self.links["HAS_IDENTIFIER"]:
            if link.target.startswith(prefix):
                found[link.target].add(link.source)
        return found


def drawn(clients: int, seed: int) -> Drawn:
    """Generate a demo and read it to the end."""
    demo = generate(DemoSpec(clients, seed))
    sets = tuple(demo.change_sets)
    entities: dict[str, EntityWrite] = {}
    for changes in sets:
        for entity in changes.entities:
            entities.setdefault(entity.uid, entity)
    found = Drawn(demo.batch_id, sets, demo.truth, entities)
    for changes in sets:
        for link in changes.links:
            found.links[link.type].append(link)
    return found


@pytest.fixture(scope="session")
def demo() -> Drawn:
    """The demo that `velocity demo load` makes when nothing is said."""
    return drawn(2_000, 7)
