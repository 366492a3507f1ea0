"""The demo as a stream: the same for the same seed, in an order that a writer can follow, all of it marked as made up."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

from graph_schema.changes import ChangeSet
from graph_schema.errors import InputRefused
from graph_schema.provenance import Origin
from ingest.synthetic.generate import EDGES_A_SET, generate
from ingest.synthetic.spec import DEMO_NOW, DemoSpec
from tests.unit.ingest.synthetic.conftest import Drawn

ROOT = Path(__file__).resolve().parents[4]
# The demo of 60 clients by seed 7, for ever. It changes only when somebody means to change the demo, or when a new release of
# Faker, nicknames or anyascii writes a name differently: then say so in the changelog, because older truth files are void.
GOLDEN = "af258f01eee8ad23c9c9e1d299e661059072230e06b0e9b62346a7cb23a492e2"


def digest(change_sets: Iterable[ChangeSet]) -> str:
    """A hash over everything that a demo would write, in its order."""
    total = hashlib.sha256()
    for changes in change_sets:
        for entity in changes.entities:
            total.update(msgspec.json.encode((entity.label, entity.uid, sorted(entity.properties.items())), enc_hook=str))
        for link in changes.links:
            said = sorted(link.provenance.as_properties().items())
            total.update(msgspec.json.encode((link.uid, sorted(link.properties.items()), said), enc_hook=str))
        total.update(msgspec.json.encode(sorted(changes.touched_clients)))
    return total.hexdigest()


def digest_of(clients: int, seed: int) -> str:
    """The hash of the demo of this size and seed."""
    return digest(generate(DemoSpec(clients, seed)).change_sets)


def test_the_same_seed_makes_the_same_graph_in_any_process() -> None:
    code = "from tests.unit.ingest.synthetic.test_stream import digest_of; print(digest_of(60, 7))"
    for hash_seed in ("0", "424242"):
        environ = {**os.environ, "PYTHONHASHSEED": hash_seed}
        run = subprocess.run([sys.executable, "-c", code], env=environ, cwd=ROOT, capture_output=True, text=True, check=True)
        assert run.stdout.strip() == GOLDEN


def test_another_seed_or_size_makes_another_graph() -> None:
    assert len({digest_of(60, 7), digest_of(60, 8), digest_of(61, 7)}) == 3


def test_a_larger_demo_begins_with_the_people_of_a_smaller_one(demo: Drawn) -> None:
    small = generate(DemoSpec(300, 7))
    list(small.change_sets)
    assert small.truth.people[:200] == demo.truth.people[:200]


def test_every_link_finds_its_ends_in_the_same_or_an_earlier_part(demo: Drawn) -> None:
    seen: set[str] = set()
    for changes in demo.change_sets:
        seen |= {entity.uid for entity in changes.entities}
        assert all(link.source in seen and link.target in seen for link in changes.links)


def test_parts_are_small_and_no_edge_comes_twice(demo: Drawn) -> None:
    assert max(len(changes.links) for changes in demo.change_sets) < EDGES_A_SET + 1_000
    edges = Counter(link.uid for link in demo.all_links)
    assert set(edges.values()) == {1}


def test_there_are_exactly_as_many_clients_as_asked_for(demo: Drawn) -> None:
    for clients, seed in ((50, 1), (51, 2), (137, 3)):
        sets = list(generate(DemoSpec(clients, seed)).change_sets)
        assert len({entity.uid for changes in sets for entity in changes.entities if entity.label == "Client"}) == clients
    assert len(list(demo.of("Client"))) == 2_000
    touched = frozenset[str]().union(*(changes.touched_clients for changes in demo.change_sets))
    assert touched == {client.uid for client in demo.of("Client")}


def test_each_profile_resolves_to_one_client(demo: Drawn) -> None:
    resolved = Counter(link.source for link in demo.links["RESOLVES_TO"])
    assert set(resolved.values()) == {1}
    assert set(resolved) == {profile.uid for profile in demo.of("Profile")}
    assert {link.target for link in demo.links["RESOLVES_TO"]} == {client.uid for client in demo.of("Client")}


def test_every_edge_says_that_it_is_made_up_and_by_which_demo(demo: Drawn) -> None:
    assert {(link.provenance.origin, link.provenance.batch, link.provenance.method) for link in demo.all_links} == {
        (Origin.SYNTHETIC, demo.batch_id, "demo/1")
    }
    batch = demo.entities[demo.batch_id].properties
    assert (batch["file_name"], batch["state"]) == ("demo-2000-7.generated", "COMMITTED")
    assert {batch[name] for name in batch if name.endswith("_count")} == {0}


def test_nothing_is_known_before_its_record_exists_nor_after_now(demo: Drawn) -> None:
    since = {link.source: link.provenance.recorded_at for link in demo.links["FROM_SOURCE"]}
    for link in demo.all_links:
        assert link.provenance.recorded_at <= DEMO_NOW
        assert since.get(link.source, link.provenance.recorded_at) <= link.provenance.recorded_at, link


def test_about_thirty_edges_a_client(demo: Drawn) -> None:
    assert 25 <= sum(1 for _ in demo.all_links) / 2_000 <= 35


def test_a_tiny_demo_is_refused() -> None:
    with pytest.raises(InputRefused, match="too small"):
        DemoSpec(10, 1)
