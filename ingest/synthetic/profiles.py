"""A person's records as profiles with their values, and the clients that they resolve to."""

from datetime import datetime

from graph_schema.folding import fold
from graph_schema.natural_keys import (
    address_uid,
    client_uid,
    email_uid,
    fact_uid,
    handle_uid,
    national_id_uid,
    person_name_uid,
    phone_uid,
)
from ingest.synthetic.actor import Place
from ingest.synthetic.contacts import Home
from ingest.synthetic.people import Person
from ingest.synthetic.portfolio import source_uid
from ingest.synthetic.records import Contact, Record, Spelt
from ingest.synthetic.sheet import Sheet


def place_of(record: Record) -> Place:
    """Where the things hang that happen to the person of this record."""
    return Place(record.uid, record.source, record.written_at)


def put_client(sheet: Sheet, records: tuple[Record, ...], *, confidence: float) -> str:
    """The client that began with the first of these records; all others were found to be the same person later."""
    first, *others = records
    uid = sheet.put(
        "Client",
        client_uid(first.uid),
        state="LIVE",
        version=1,
        display_name=first.spelt.name,
        identity_confidence=confidence if others else 1.0,
    )
    sheet.touch(uid)
    sheet.link("RESOLVES_TO", first.uid, uid, system="velocity", at=first.written_at)
    for record in others:
        sheet.link("RESOLVES_TO", record.uid, uid, system="velocity", at=record.written_at, confidence=confidence)
    return uid


def put_profile(sheet: Sheet, person: Person, record: Record, owner: str) -> None:
    """One profile with all that it says; `owner` looks after the person."""
    source, at, uid = record.source, record.written_at, record.uid
    sheet.put("Profile", uid, source_system=source, source_key=record.source_key, title=record.spelt.name)
    sheet.link("FROM_SOURCE", uid, source_uid(source), system=source, at=at)
    sheet.link("LOOKED_AFTER_BY", uid, owner, system=source, at=at)
    put_name(sheet, uid, record.spelt, source=source, at=at)
    if record.phone:
        put_phone(sheet, uid, record.phone, person.culture.region, source=source, at=at)
    if record.email:
        put_email(sheet, uid, record.email, source=source, at=at)
    if record.agency_email:
        put_email(sheet, uid, Contact(record.agency_email, is_shared=True), is_role=True, source=source, at=at)
    if record.home:
        put_home(sheet, uid, record.home, source=source, at=at)
    if record.born:
        put_fact(sheet, uid, "birth_date", record.born.isoformat(), source=source, at=at)
    if record.passport:
        put_passport(sheet, uid, record.passport, person.culture.region, source=source, at=at)
    if record.handle:
        put_handle(sheet, uid, *record.handle, source=source, at=at)
    put_fact(sheet, uid, "language", person.culture.language, source=source, at=at)


def put_name(sheet: Sheet, profile: str, spelt: Spelt, *, source: str, at: datetime) -> str:
    """A name as written."""
    folded = fold(spelt.name)
    uid = sheet.put(
        "PersonName",
        person_name_uid(spelt.name),
        value=spelt.name,
        folded=folded,
        given=spelt.given,
        family=spelt.family,
        script=spelt.script,
        search_text=f"{spelt.name} {folded}",
    )
    sheet.link("NAMED", profile, uid, system=source, at=at)
    return uid


def put_phone(sheet: Sheet, profile: str, phone: Contact, region: str, *, source: str, at: datetime) -> str:
    """A telephone number, marked when a family shares it."""
    digits = phone.value.removeprefix("+")
    uid = sheet.put(
        "Phone",
        phone_uid(phone.value),
        value=phone.value,
        region=region,
        is_shared=phone.is_shared or None,
        search_text=f"{digits} {digits[-9:]} {digits[-7:]}",
    )
    sheet.link("HAS_IDENTIFIER", profile, uid, system=source, at=at, properties={"is_primary": True})
    return uid


def put_email(sheet: Sheet, profile: str, email: Contact, *, is_role: bool = False, source: str, at: datetime) -> str:
    """An e-mail address, marked when a family shares it or an agency uses it for all its clients."""
    local, _, domain = email.value.partition("@")
    uid = sheet.put(
        "Email",
        email_uid(email.value),
        value=email.value,
        domain=domain,
        is_role=is_role or None,
        is_shared=email.is_shared or None,
        search_text=f"{email.value} {local} {domain}",
    )
    sheet.link("HAS_IDENTIFIER", profile, uid, system=source, at=at, properties={"is_primary": not is_role})
    return uid


def put_passport(sheet: Sheet, profile: str, number: str, region: str, *, source: str, at: datetime) -> str:
    """A passport."""
    uid = sheet.put(
        "NationalId",
        national_id_uid("passport", region, number),
        value=number,
        kind="passport",
        country=region,
        search_text=number.casefold(),
    )
    sheet.link("HAS_IDENTIFIER", profile, uid, system=source, at=at, properties={"is_primary": False})
    return uid


def put_handle(sheet: Sheet, profile: str, network: str, name: str, *, source: str, at: datetime) -> str:
    """A name on a network."""
    uid = sheet.put("Handle", handle_uid(network, name), value=name, network=network, search_text=name)
    sheet.link("HAS_IDENTIFIER", profile, uid, system=source, at=at, properties={"is_primary": False})
    return uid


def put_fact(sheet: Sheet, profile: str, field: str, value: str, *, source: str, at: datetime) -> str:
    """A plain value of a field."""
    uid = sheet.put("Fact", fact_uid(field, value), field=field, value=value)
    sheet.link("STATES", profile, uid, system=source, at=at)
    return uid


def put_home(sheet: Sheet, profile: str, home: Home, *, source: str, at: datetime) -> str:
    """A postal address."""
    folded = home_folded(home)
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
    return uid


def home_folded(home: Home) -> str:
    """The whole address, in the form that addresses are compared by."""
    return fold(f"{home.line} {home.city} {home.postcode} {home.country}")
