"""The demo graph: the same for the same seed, with every kind of trouble in it, and the truth about all of it."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.errors import InputRefused
from graph_schema.ids import Prefix
from ingest.synthetic.generate import generate
from ingest.synthetic.records import NOISE
from ingest.synthetic.showcase import DEMO_CLIENT_UID, DEMO_PHONE, DEMO_PROFILE_UIDS, demo_example
from ingest.synthetic.spec import DemoSpec
from ingest.synthetic.truth import Truth, read_truth, write_truth

SIZE = 400


def drawn(clients: int = SIZE, seed: int = 7) -> tuple[list[ChangeSet], Truth]:
    """A whole demo."""
    demo = generate(DemoSpec(clients, seed))
    sets = list(demo.change_sets)
    return sets, demo.truth


def digest(clients: int, seed: int) -> str:
    """A hash over everything that a demo would write, in its order."""
    total = hashlib.sha256()
    for changes in generate(DemoSpec(clients, seed)).change_sets:
        for entity in changes.entities:
            total.update(msgspec.json.encode((entity.uid, sorted(entity.properties.items())), enc_hook=str))
        for link in changes.links:
            said = sorted(link.provenance.as_properties().items())
            total.update(msgspec.json.encode((link.uid, sorted(link.properties.items()), said), enc_hook=str))
    return total.hexdigest()


@pytest.fixture(scope="module")
def demo() -> tuple[list[EntityWrite], list[LinkWrite], Truth]:
    """All entities, all links and the truth."""
    sets, truth = drawn()
    return [e for s in sets for e in s.entities], [link for s in sets for link in s.links], truth


def test_the_same_seed_makes_the_same_graph_in_any_process() -> None:
    code = "from tests.unit.ingest.synthetic.test_demo import digest; print(digest(120, 3))"
    answers = set()
    for hash_seed in ("0", "424242"):
        environ = {**os.environ, "PYTHONHASHSEED": hash_seed}
        root = Path(__file__).resolve().parents[4]
        run = subprocess.run([sys.executable, "-c", code], env=environ, cwd=root, capture_output=True, text=True, check=True)
        answers.add(run.stdout.strip())
    assert answers == {digest(120, 3)}
    assert digest(120, 4) not in answers


def test_every_link_finds_its_ends_in_the_same_or_an_earlier_part() -> None:
    seen: set[str] = set()
    for changes in drawn()[0]:
        seen |= {entity.uid for entity in changes.entities}
        assert all(link.source in seen and link.target in seen for link in changes.links)


def test_there_are_exactly_as_many_clients_as_asked_for_and_each_profile_resolves_once(
    demo: tuple[list[EntityWrite], list[LinkWrite], Truth],
) -> None:
    entities, links, _ = demo
    assert len({e.uid for e in entities if e.label == "Client"}) == SIZE
    resolved = Counter(link.source for link in links if link.type == "RESOLVES_TO")
    assert set(resolved.values()) == {1}
    assert set(resolved) == {e.uid for e in entities if e.label == "Profile"}


def test_the_truth_covers_every_profile_exactly_once(demo: tuple[list[EntityWrite], list[LinkWrite], Truth]) -> None:
    entities, _, truth = demo
    told = Counter(profile for person in truth.people for profile in person.profiles)
    assert set(told.values()) == {1}
    assert set(told) == {e.uid for e in entities if e.label == "Profile"}


def test_some_people_are_several_clients_still_and_some_households_share_a_phone(
    demo: tuple[list[EntityWrite], list[LinkWrite], Truth],
) -> None:
    _, links, truth = demo
    client = {link.source: link.target for link in links if link.type == "RESOLVES_TO"}
    split = [person for person in truth.people if len({client[profile] for profile in person.profiles}) > 1]
    merged = [person for person in truth.people if len(person.profiles) > 1 and len({client[p] for p in person.profiles}) == 1]
    assert len(split) > SIZE // 40
    assert len(merged) > SIZE // 40
    household = {profile: person.household for person in truth.people for profile in person.profiles}
    person_of = {profile: person.person for person in truth.people for profile in person.profiles}
    holders: dict[str, set[str]] = {}
    for link in links:
        if link.type == "HAS_IDENTIFIER" and link.target.startswith("phn_"):
            holders.setdefault(link.target, set()).add(link.source)
    shared = [group for group in holders.values() if len({person_of[profile] for profile in group}) > 1]
    assert len(shared) > SIZE // 40
    assert all(len({household[profile] for profile in group}) == 1 for group in shared)


def test_every_kind_of_noise_occurs() -> None:
    _, truth = drawn(2_000)
    found = {noise for person in truth.people for kinds in person.noise.values() for noise in kinds}
    assert found == set(NOISE)


def test_names_come_in_at_least_five_scripts(demo: tuple[list[EntityWrite], list[LinkWrite], Truth]) -> None:
    scripts = {e.properties["script"] for e in drawn(2_000)[0][1].entities if e.label == "PersonName"}
    scripts |= {e.properties["script"] for e in demo[0] if e.label == "PersonName"}
    assert scripts >= {"Latn", "Arab", "Cyrl", "Hans", "Deva"}


def test_leila_is_in_every_demo_with_everything_around_her(demo: tuple[list[EntityWrite], list[LinkWrite], Truth]) -> None:
    entities, links, _ = demo
    mine = Counter(link.type for link in links if link.source in DEMO_PROFILE_UIDS)
    assert {link.target for link in links if link.type == "RESOLVES_TO" and link.source in DEMO_PROFILE_UIDS} == {
        DEMO_CLIENT_UID
    }
    assert mine["TOOK_PART_IN"] + mine["SHOWED"] + mine["TOUCHED_BY"] >= 60
    for type_ in ("NAMED", "HAS_IDENTIFIER", "LIVES_AT", "MEMBER_OF", "PURSUES", "HAS_TASK", "HAS_REMINDER", "INTERESTED_IN",
                  "HAS_REQUIREMENT", "GAVE", "CARRIES", "STATES"):  # fmt: skip
        assert mine[type_] >= 1, type_
    uids = {entity.uid for entity in entities}
    assert all(demo_example(prefix) in uids for prefix in _prefixes())
    assert any(e.properties.get("value") == DEMO_PHONE and e.properties.get("is_shared") for e in entities)


def _prefixes() -> list[Prefix]:
    from ingest.synthetic.showcase import _examples

    return list(_examples())


def test_the_examples_in_the_query_files_name_leila() -> None:
    files = [path for path in Path("cypher/read").glob("*.cypher") if ":param client_id =>" in path.read_text()]
    assert files
    for path in files:
        assert f"'{DEMO_CLIENT_UID}'" in path.read_text(), path


def test_truth_survives_its_file(tmp_path: Path) -> None:
    _, truth = drawn(60)
    write_truth(truth, tmp_path / "deep" / "truth.jsonl")
    assert read_truth(tmp_path / "deep" / "truth.jsonl").people == truth.people


def test_a_tiny_demo_is_refused() -> None:
    with pytest.raises(InputRefused, match="too small"):
        DemoSpec(10, 1)
