"""A person's records as profiles, values and the clients that they resolve to."""

import random
from datetime import datetime

from graph_schema.folding import fold
from graph_schema.ids import Prefix, stable_id
from graph_schema.natural_keys import (
    account_uid,
    address_uid,
    client_uid,
    email_uid,
    fact_uid,
    person_name_uid,
    phone_uid,
    source_system_uid,
)
from ingest.synthetic.activity import Actor, put_activity
from ingest.synthetic.people import Home, HouseholdOfPeople, Person
from ingest.synthetic.portfolio import ACCOUNTS, staff
from ingest.synthetic.records import Record, records_of
from ingest.synthetic.sheet import Sheet
from ingest.synthetic.truth import TruePerson

# How often somebody has already found out that a person's records belong together; the rest is for review to find.
ALREADY_RESOLVED = 0.6


def client_count(household: HouseholdOfPeople) -> int:
    """How many clients the household's people are, as far as the graph knows."""
    return sum(1 if is_resolved(person) else person.records for person in household.people)


def is_resolved(person: Person) -> bool:
    """Whether all records of the person resolve to one client already."""
    return random.Random(f"resolved {person.key}").random() < ALREADY_RESOLVED


def put_household(sheet: Sheet, household: HouseholdOfPeople, now: datetime) -> list[TruePerson]:
    """All people of a household; answers the truth about them."""
    truths = [put_person(sheet, household, person, now) for person in household.people]
    chance = random.Random(f"known household {household.key}")
    if len(household.people) > 1 and chance.random() < 0.5:
        uid = sheet.put(
            "Household", stable_id(Prefix.HOUSEHOLD, household.key), name=f"{household.people[0].family.latin[0]} household"
        )
        for truth in truths:
            sheet.link("MEMBER_OF", truth.profiles[0], uid, system="crm", at=now, properties={"role": "member"})
    return truths


def put_person(sheet: Sheet, household: HouseholdOfPeople, person: Person, now: datetime) -> TruePerson:
    """One person's profiles, what they say, whom they resolve to, and what happened."""
    records = records_of(person, now)
    resolved = is_resolved(person)
    for record in records:
        client = client_uid(records[0].uid if resolved else record.uid)
        put_record(sheet, person, record, client, confidence=1.0 if record is records[0] or not resolved else 0.97)
    main = records[-1]
    liked = put_activity(sheet, Actor(person, main.uid, main.source, now, random.Random(f"activity {person.key}")))
    return TruePerson(
        person=f"person-{person.key}",
        household=f"household-{household.key}",
        profiles=[record.uid for record in records],
        noise={record.uid: list(record.noise) for record in records if record.noise},
        favourite_area=person.taste.area,
        favourite_kind=person.taste.kind,
        budget=person.taste.budget,
        bedrooms=person.taste.bedrooms,
        preferred_properties=[unit.uid for unit in liked],
    )


def put_record(sheet: Sheet, person: Person, record: Record, client: str, *, confidence: float) -> None:
    """One profile with its values, and the client that it resolves to."""
    source, at, uid = record.source, record.written_at, record.uid
    sheet.put("Profile", uid, source_system=source, source_key=record.source_key, title=record.name)
    sheet.put("Client", client, state="LIVE", version=1, display_name=record.name, identity_confidence=confidence)
    sheet.touch(client)
    sheet.link("RESOLVES_TO", uid, client, system="velocity", at=at, confidence=confidence)
    sheet.link("FROM_SOURCE", uid, source_system_uid(source), system=source, at=at)
    put_name(sheet, uid, record.name, record.given, record.family, script=record.script, source=source, at=at)
    if record.phone:
        put_phone(sheet, uid, record.phone, person.culture.region, is_shared=record.is_family_phone, source=source, at=at)
    if record.email:
        put_email(sheet, uid, record.email, is_agency=record.is_agency_email, source=source, at=at)
    if record.home:
        _put_home(sheet, uid, record.home, source, at)
    if record.states_birth_date:
        put_fact(sheet, uid, "birth_date", person.born.isoformat(), source=source, at=at)
    chance = random.Random(f"around {uid}")
    put_fact(sheet, uid, "language", person.culture.language, source=source, at=at)
    sheet.link("LOOKED_AFTER_BY", uid, chance.choice(staff()), system=source, at=at)
    if chance.random() < 0.25:
        name = chance.choice(ACCOUNTS)[0]
        sheet.link("MEMBER_OF", uid, account_uid(name), system=source, at=at, properties={"role": "member"})


def put_name(sheet: Sheet, profile: str, name: str, given: str, family: str, *, script: str, source: str, at: datetime) -> None:
    """A name as written."""
    folded = fold(name)
    uid = sheet.put(
        "PersonName",
        person_name_uid(name),
        value=name,
        folded=folded,
        given=given,
        family=family,
        script=script,
        search_text=f"{name} {folded}",
    )
    sheet.link("NAMED", profile, uid, system=source, at=at)


def put_phone(sheet: Sheet, profile: str, number: str, region: str, *, is_shared: bool, source: str, at: datetime) -> None:
    """A phone number, marked when a family shares it."""
    digits = number.removeprefix("+")
    uid = sheet.put(
        "Phone",
        phone_uid(number),
        value=number,
        region=region,
        is_shared=is_shared or None,
        search_text=f"{digits} {digits[-9:]} {digits[-7:]}",
    )
    sheet.link("HAS_IDENTIFIER", profile, uid, system=source, at=at, properties={"is_primary": True})


def put_email(sheet: Sheet, profile: str, address: str, *, is_agency: bool, source: str, at: datetime) -> None:
    """An e-mail address, marked when an agency uses it for all its clients."""
    local, _, domain = address.partition("@")
    uid = sheet.put(
        "Email",
        email_uid(address),
        value=address,
        domain=domain,
        is_role=is_agency or None,
        is_shared=is_agency or None,
        search_text=f"{address} {local} {domain}",
    )
    sheet.link("HAS_IDENTIFIER", profile, uid, system=source, at=at, properties={"is_primary": not is_agency})


def put_fact(sheet: Sheet, profile: str, field: str, value: str, *, source: str, at: datetime) -> None:
    """A plain value of a field."""
    uid = sheet.put("Fact", fact_uid(field, value), field=field, value=value)
    sheet.link("STATES", profile, uid, system=source, at=at)


def _put_home(sheet: Sheet, profile: str, home: Home, source: str, at: datetime) -> None:
    folded = fold(f"{home.line} {home.city} {home.postcode} {home.country}")
    uid = sheet.put(
        "Address",
        address_uid(folded),
        line=home.line,
        city=home.city,
        postcode=home.postcode,
        country=home.country,
        folded=folded,
    )
    sheet.link("LIVES_AT", profile, uid, system=source, at=at)
