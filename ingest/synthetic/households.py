"""A household into the graph: its people's records, their lives, what a model would suspect, and the truth about it all."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from graph_schema.ids import Prefix, stable_id
from ingest.synthetic.actor import Actor
from ingest.synthetic.conversations import put_conversations
from ingest.synthetic.duties import put_duties
from ingest.synthetic.people import SINGLE, HouseholdOfPeople, Person
from ingest.synthetic.portfolio import Unit, accounts, staff
from ingest.synthetic.profiles import place_of, put_client, put_profile
from ingest.synthetic.proposing import propose_action, propose_household, propose_identity, propose_property, propose_value
from ingest.synthetic.records import Record, records_of
from ingest.synthetic.sheet import Sheet
from ingest.synthetic.signals import put_signals
from ingest.synthetic.tastes import preferred_units
from ingest.synthetic.truth import TruePerson
from ingest.synthetic.wishes import put_wishes

# How often the graph knows a household, and how often a model has something to say.
_KNOWN: Final = 0.5
_SUSPECTED: Final = 0.15
_MATCHED: Final = 0.06
_ADVISED: Final = 0.04
_EMPLOYED: Final = 0.3
_ACTIONS: Final = ("Call before the offer expires", "Invite to a second viewing", "Send a comparison of the two favourites")


@dataclass(frozen=True, slots=True)
class Written:
    """A person with their records and the client of each record."""

    person: Person
    records: tuple[Record, ...]
    clients: tuple[str, ...]


def put_household(sheet: Sheet, household: HouseholdOfPeople, now: datetime, chance: random.Random) -> list[TruePerson]:
    """All people of a household; answers the truth about them."""
    written = tuple(put_person(sheet, person, now, chance) for person in household.people)
    truths = [_live(sheet, household, one, written, now, chance) for one in written]
    if household.tie != SINGLE and chance.random() < _KNOWN:
        _put_known_household(sheet, household, written)
    _put_suspicions(sheet, written, now, chance)
    return truths


def put_person(sheet: Sheet, person: Person, now: datetime, chance: random.Random) -> Written:
    """One person's profiles, what they say and whom they resolve to: one client, or each its own."""
    records = records_of(person, now, chance)
    for record in records:
        put_profile(sheet, person, record, chance.choice(staff()))
    if chance.random() < _EMPLOYED:
        place, account = records[0], chance.choice(accounts())
        said = {"role": chance.choice(("employee", "owner", "director"))}
        sheet.link("MEMBER_OF", place.uid, account, system=place.source, at=place.written_at, properties=said)
    if person.is_resolved:
        client = put_client(sheet, records, confidence=round(chance.uniform(0.9, 0.995), 3))
        return Written(person, records, (client,) * len(records))
    return Written(person, records, tuple(put_client(sheet, (record,), confidence=1.0) for record in records))


def _live(
    sheet: Sheet,
    household: HouseholdOfPeople,
    one: Written,
    everybody: tuple[Written, ...],
    now: datetime,
    chance: random.Random,
) -> TruePerson:
    places = tuple(map(place_of, one.records))
    companions = tuple(place_of(other.records[-1]) for other in everybody if other is not one)
    actor = Actor(one.person, places, one.clients[-1], companions, now, chance)
    liked = preferred_units(one.person.taste, chance)
    put_conversations(sheet, actor, liked)
    put_wishes(sheet, actor, liked)
    put_signals(sheet, actor, liked)
    put_duties(sheet, actor)
    _put_advice(sheet, actor, liked)
    return true_person(household, one, liked)


def true_person(household: HouseholdOfPeople, one: Written, liked: tuple[Unit, ...]) -> TruePerson:
    """The truth about one person."""
    taste = one.person.taste
    return TruePerson(
        person=f"person-{one.person.key}",
        household=f"household-{household.key}",
        tie=household.tie,
        role=one.person.role,
        profiles=[record.uid for record in one.records],
        noise={record.uid: list(record.noise) for record in one.records if record.noise},
        favourite_area=taste.area,
        favourite_kind=taste.kind,
        budget=taste.budget,
        bedrooms=taste.bedrooms,
        preferred_properties=[unit.uid for unit in liked],
    )


def _put_known_household(sheet: Sheet, household: HouseholdOfPeople, written: tuple[Written, ...]) -> None:
    name = f"{household.people[0].family_spelling} household"
    uid = sheet.put("Household", stable_id(Prefix.HOUSEHOLD, household.key), name=name)
    for one in written:
        record, said = one.records[0], {"role": one.person.role}
        sheet.link("MEMBER_OF", record.uid, uid, system=record.source, at=record.written_at, properties=said)


def _put_advice(sheet: Sheet, actor: Actor, liked: tuple[Unit, ...]) -> None:
    """What a model would offer the person, and what it would have staff do."""
    chance, profile = actor.chance, actor.newest.profile
    at = actor.now - timedelta(hours=chance.randint(2, 60))
    if chance.random() < _MATCHED:
        for unit in liked[: chance.randint(1, 3)]:
            propose_property(sheet, actor.client, profile, actor.person.taste, unit, at)
    if chance.random() < _ADVISED:
        propose_action(sheet, actor.client, profile, chance.choice(_ACTIONS), round(chance.uniform(0.5, 0.9), 3), at)


def _put_suspicions(sheet: Sheet, written: tuple[Written, ...], now: datetime, chance: random.Random) -> None:
    """Pairs of records that a model would show to a reviewer; some of them wrongly, as models do."""
    at = now - timedelta(hours=chance.randint(2, 90))
    for one in written:
        first, last = one.records[0], one.records[-1]
        if first is not last and one.clients[0] != one.clients[-1] and chance.random() < _SUSPECTED:
            propose_identity(sheet, first, last, at)
        stated = [record for record in one.records if record.born]
        if one.person.is_resolved and len({record.born for record in stated}) > 1:
            other = next(record for record in stated if record.born != stated[0].born)
            propose_value(sheet, one.clients[0], stated[0], other, at)
    if len(written) > 1 and chance.random() < _SUSPECTED:
        left, right = written[0], written[1]
        are_namesakes = left.person.given is right.person.given
        propose = propose_identity if are_namesakes else propose_household
        propose(sheet, left.records[0], right.records[0], at)
