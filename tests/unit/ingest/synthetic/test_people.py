"""Who is in the demo, how they are written down, and how far an import would read the same values."""

from collections import Counter, defaultdict
from random import Random

import phonenumbers
import pytest

from ingest.normalise.addresses import parse_address
from ingest.normalise.emails import parse_emails
from ingest.normalise.names import parse_name
from ingest.normalise.phones import parse_phones
from ingest.synthetic.contacts import mobile
from ingest.synthetic.cultures import Name, cultures, feminine
from ingest.synthetic.mistakes import NOISE
from ingest.synthetic.people import draw_household
from tests.unit.ingest.synthetic.conftest import Drawn


def test_every_kind_of_noise_occurs(demo: Drawn) -> None:
    found = Counter(noise for person in demo.truth.people for kinds in person.noise.values() for noise in kinds)
    assert set(found) == set(NOISE)
    assert min(found.values()) >= 5


def test_names_come_in_six_scripts(demo: Drawn) -> None:
    scripts = Counter(name.properties["script"] for name in demo.of("PersonName"))
    assert set(scripts) == {"Latin", "Arabic", "Cyrillic", "Han", "Devanagari", "Tamil"}
    assert min(scripts.values()) >= 5


def test_an_import_reads_every_name_as_the_demo_does(demo: Drawn) -> None:
    for name in demo.of("PersonName"):
        read, said = parse_name(str(name.properties["value"])), name.properties
        assert (read.value, read.folded, read.script) == (said["value"], said["folded"], said["script"])  # type: ignore[union-attr]  # else unreadable


def test_an_import_reads_every_contact_point_as_the_demo_does(demo: Drawn) -> None:
    for phone in demo.of("Phone"):
        said = phone.properties
        assert [(read.value, read.region) for read in parse_phones(str(said["value"]), "")] == [(said["value"], said["region"])]  # type: ignore[union-attr]  # else unreadable
    for email in demo.of("Email"):
        said = email.properties
        read = parse_emails(str(said["value"]))
        assert [(one.value, one.is_role) for one in read] == [(said["value"], said.get("is_role", False))]  # type: ignore[union-attr]
    for address in demo.of("Address"):
        line, city, postcode, country = (str(address.properties[part]) for part in ("line", "city", "postcode", "country"))
        assert parse_address(line, city, postcode, country).folded == address.properties["folded"]  # type: ignore[union-attr]


def test_nobody_could_get_the_mail(demo: Drawn) -> None:
    domains = {str(email.properties["domain"]) for email in demo.of("Email")}
    assert all(domain.endswith(("example.com", "example.org", "example.net")) for domain in domains)


def test_shared_contact_points_stay_in_the_household_and_are_marked(demo: Drawn) -> None:
    people = demo.people()
    shared = 0
    for prefix in ("phn_", "eml_"):
        for uid, profiles in demo.holders(prefix).items():
            said = demo.entities[uid].properties
            if len({people[profile].person for profile in profiles}) > 1:
                shared += 1
                assert said["is_shared"] is True
                assert said.get("is_role") or len({people[profile].household for profile in profiles}) == 1
    assert shared > 100


def test_couples_share_telephones_and_agencies_share_addresses(demo: Drawn) -> None:
    people = demo.people()
    phones = [
        {people[profile].person for profile in profiles}
        for uid, profiles in demo.holders("phn_").items()
        if demo.entities[uid].properties.get("is_shared")
    ]
    assert sum(1 for holders in phones if len(holders) > 1) > 50
    assert {
        people[p].tie for uid, ps in demo.holders("phn_").items() if len({people[p].person for p in ps}) > 1 for p in ps
    } == {
        "couple",
        "family",
        "namesakes",
    }
    agencies = [uid for uid in demo.holders("eml_") if demo.entities[uid].properties.get("is_role")]
    assert max(len(demo.holders("eml_")[uid]) for uid in agencies) >= 4


def test_two_people_of_one_name_live_at_one_address(demo: Drawn) -> None:
    fathers = [person for person in demo.truth.people if person.tie == "namesakes" and person.role == "father"]
    sons = {person.household: person for person in demo.truth.people if person.role == "son"}
    assert len(fathers) >= 10
    names, homes = _said(demo, "NAMED", "value"), _said(demo, "LIVES_AT", "folded")
    both = [(father, sons[father.household]) for father in fathers]
    assert any(_all(names, one.profiles) & _all(names, other.profiles) for one, other in both)
    assert any(_all(homes, one.profiles) & _all(homes, other.profiles) for one, other in both)


def _said(demo: Drawn, type_: str, name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for link in demo.links[type_]:
        found[link.source].add(str(demo.entities[link.target].properties[name]))
    return found


def _all(said: dict[str, set[str]], profiles: list[str]) -> set[str]:
    return set().union(*(said[profile] for profile in profiles))


def test_six_people_of_ten_with_several_records_are_one_client_already(demo: Drawn) -> None:
    client = {link.source: link.target for link in demo.links["RESOLVES_TO"]}
    several = [{client[profile] for profile in person.profiles} for person in demo.truth.people if len(person.profiles) > 1]
    assert 0.5 < sum(1 for clients in several if len(clients) == 1) / len(several) < 0.7
    unsure = [link for link in demo.links["RESOLVES_TO"] if link.provenance.confidence < 1]
    assert len(unsure) > 100


def test_children_are_younger_than_their_parents() -> None:
    for number in range(400):
        people = draw_household(3, number, Random(number)).people
        children = [person.born for person in people if person.role in {"child", "son"}]
        parents = [person.born for person in people if person.role in {"spouse", "father"}]
        assert all((child - parent).days > 12 * 365 for child in children for parent in parents)


def test_telephone_numbers_are_valid_and_nobodys_twice() -> None:
    for region in {culture.region for culture in cultures()}:
        numbers = [mobile(region, slot, 7) for slot in range(3_000)]
        assert len(set(numbers)) == len(numbers)
        assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in numbers[:300])


@pytest.mark.parametrize(
    ("his", "hers"),
    [
        (Name("Иванов", ("Ivanov", "Ivanoff")), Name("Иванова", ("Ivanova",))),
        (Name("Достоевский", ("Dostoevsky", "Dostoyevskiy")), Name("Достоевская", ("Dostoevskaya", "Dostoyevskaya"))),
        (Name("Троцкий", ("Trotskiy",)), Name("Троцкая", ("Trotskaya",))),
        (Name("Яворницький", ("Yavornytskyi",)), Name("Яворницька", ("Yavornytska",))),
        (Name("Шевченко", ("Shevchenko",)), Name("Шевченко", ("Shevchenko",))),
    ],
)
def test_family_names_of_women_follow_their_language(his: Name, hers: Name) -> None:
    assert feminine(his) == hers


def test_the_shares_of_all_cultures_make_a_whole() -> None:
    assert round(sum(culture.share for culture in cultures()), 6) == 1
