"""What the generator knows and the graph does not say: who is who, who lives with whom, who truly wants what."""

from dataclasses import dataclass, field
from pathlib import Path

import msgspec


class TruePerson(msgspec.Struct, frozen=True):
    """One real person: the profiles that are about them, what went wrong with each, and their taste."""

    person: str
    household: str
    tie: str
    role: str
    profiles: list[str]
    noise: dict[str, list[str]]
    favourite_area: str
    favourite_kind: str
    budget: float
    bedrooms: int
    preferred_properties: list[str]


@dataclass(slots=True)
class Truth:
    """All people of a demo, in the order in which they were made."""

    people: list[TruePerson] = field(default_factory=list)

    def profiles_of_persons(self) -> dict[str, tuple[str, ...]]:
        """The profiles of each person: what identity resolution should find."""
        return {person.person: tuple(person.profiles) for person in self.people}

    def profiles_of_households(self) -> dict[str, tuple[str, ...]]:
        """The profiles of all people of each household."""
        found: dict[str, tuple[str, ...]] = {}
        for person in self.people:
            found[person.household] = (*found.get(person.household, ()), *person.profiles)
        return found


def write_truth(truth: Truth, path: Path) -> None:
    """One JSON object a line, one line a person."""
    encoder = msgspec.json.Encoder()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        for person in truth.people:
            target.write(encoder.encode(person) + b"\n")


def read_truth(path: Path) -> Truth:
    """What `write_truth` wrote. Raises msgspec.DecodeError for anything else."""
    with path.open("rb") as source:
        return Truth([msgspec.json.decode(line, type=TruePerson) for line in source])
