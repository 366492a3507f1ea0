"""The truth that is kept aside."""

from collections import Counter
from pathlib import Path

import msgspec
import pytest

from ingest.synthetic.truth import read_truth, write_truth
from tests.unit.ingest.synthetic.conftest import Drawn


def test_it_covers_every_profile_exactly_once(demo: Drawn) -> None:
    told = Counter(profile for person in demo.truth.people for profile in person.profiles)
    assert set(told.values()) == {1}
    assert set(told) == {profile.uid for profile in demo.of("Profile")}


def test_persons_and_households_partition_the_profiles(demo: Drawn) -> None:
    for groups in (demo.truth.profiles_of_persons(), demo.truth.profiles_of_households()):
        assert sorted(profile for group in groups.values() for profile in group) == sorted(p.uid for p in demo.of("Profile"))


def test_a_client_is_never_two_people(demo: Drawn) -> None:
    people = demo.people()
    persons = {(link.target, people[link.source].person) for link in demo.links["RESOLVES_TO"]}
    assert len(persons) == len(list(demo.of("Client")))


def test_noise_is_noted_on_profiles_of_the_person(demo: Drawn) -> None:
    assert all(set(person.noise) <= set(person.profiles) for person in demo.truth.people)


def test_preferred_properties_exist_and_are_twelve(demo: Drawn) -> None:
    assert {len(set(person.preferred_properties)) for person in demo.truth.people} == {12}
    assert all(set(person.preferred_properties) <= set(demo.entities) for person in demo.truth.people)


def test_the_graph_does_not_tell_it(demo: Drawn) -> None:
    """Keys that carried the person's number into all records of a person would let a model cheat."""
    keys = [str(profile.properties["source_key"]).partition("-")[2] for profile in demo.of("Profile")]
    assert len(set(keys)) == len(keys)
    assert "person-" not in " ".join(str(value) for e in demo.entities.values() for value in e.properties.values())


def test_it_survives_its_file(demo: Drawn, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "truth.jsonl"
    write_truth(demo.truth, path)
    assert read_truth(path).people == demo.truth.people


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text('{"person": 1}\n')
    with pytest.raises(msgspec.ValidationError):
        read_truth(path)
