"""What is installed is what was locked."""

import re
import tomllib

import pytest

from tests.architecture.house import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
# Releases before these have a known hole or a defect that bit us; `pip-audit` does not know all of them.
FLOORS = {
    "strawberry-graphql": (0, 341),
    "graphql-core": (3, 3, 1),
    "starlette": (1, 3, 1),
    "python-multipart": (0, 0, 32),
    "neo4j": (6, 1),
    "neo4j-rust-ext": (6, 1),
}


def pins(name: str) -> dict[str, str]:
    """Package to version."""
    return dict(re.findall(r"^([\w.-]+)==([^\s\\]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_a_host(name: str) -> None:
    """An address in a lock file makes every install depend on one registry, and tells the world which mirror we use."""
    assert re.findall(r".*(?:://|--index|--find-links).*", (ROOT / name).read_text(encoding="utf-8")) == [], "run `make lock`"


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_hashes(name: str) -> None:
    """A pin without a hash installs whatever the registry serves under that name today."""
    entries = re.split(r"^(?=[\w.-]+==)", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == [], "run `make lock`"


@pytest.mark.parametrize("name", LOCKS)
def test_versions_are_above_the_floors(name: str) -> None:
    """A careless `make lock` can go back to a release with a known hole, because the lock says nothing of why."""
    locked = pins(name)
    low = {p: locked[p] for p, floor in FLOORS.items() if p in locked and numbers(locked[p]) < floor}
    assert low == {}


def test_both_locks_agree() -> None:
    """Tests that ran against other versions than the ones that are shipped prove nothing."""
    product, development = pins(LOCKS[0]), pins(LOCKS[1])
    assert {p: (v, development.get(p)) for p, v in product.items() if development.get(p) != v} == {}, "run `make lock`"


def test_every_dependency_is_locked() -> None:
    """A dependency that is declared but not locked is missing on the next machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {name_of(entry) for entry in project["project"]["dependencies"]}
    assert declared - pins(LOCKS[0]).keys() == set(), "run `make lock`"
    assert {name_of(entry) for entry in project["dependency-groups"]["dev"]} - pins(LOCKS[1]).keys() == set(), "run `make lock`"


def name_of(requirement: str) -> str:
    """The package's name, as a lock spells it."""
    return re.split(r"[\[<>=~! ;]", requirement)[0].lower().replace("_", "-")


def numbers(version: str) -> tuple[int, ...]:
    """A version as something to compare."""
    return tuple(int(part) for part in re.findall(r"\d+", version))
