"""Leila Haddad's life: something in every section of a Client 360.

The examples in the .cypher files name her and what is around her, so that each file returns something at once.
"""

import random
from datetime import datetime, timedelta
from typing import Final

from graph_schema.ids import Prefix, stable_id
from graph_schema.natural_keys import account_uid
from ingest.synthetic.actor import Actor
from ingest.synthetic.conversations import KINDS, put_interaction, put_transcript
from ingest.synthetic.duties import put_reminder, put_task
from ingest.synthetic.households import Written, true_person
from ingest.synthetic.leila import (
    DEMO_CLIENT_UID,
    HUSBAND_PROFILE_UID,
    leila,
    omar,
    record_of_omar,
    record_of_twin,
    records_of_leila,
)
from ingest.synthetic.people import COUPLE, HouseholdOfPeople
from ingest.synthetic.portfolio import SYSTEM, Unit, campaigns, staff, units
from ingest.synthetic.profiles import place_of, put_client, put_email, put_phone, put_profile
from ingest.synthetic.proposing import propose_action, propose_identity, propose_property, propose_value
from ingest.synthetic.records import Contact, Record
from ingest.synthetic.sheet import Sheet
from ingest.synthetic.signals import put_consent, put_qd_event, put_risk, put_touch
from ingest.synthetic.tastes import affinity, preferred_units
from ingest.synthetic.truth import TruePerson
from ingest.synthetic.wishes import put_interest, put_opportunity, put_requirement

__all__ = ["DEMO_CLIENT_UID", "HUSBAND_PROFILE_UID", "SHOWCASE_CLIENTS", "actor_of", "put_showcase"]

# Leila, her husband and the broker's record of her.
SHOWCASE_CLIENTS: Final = 3
HOUSEHOLD_UID: Final = stable_id(Prefix.HOUSEHOLD, "showcase")
FAMILY_OFFICE: Final = "Haddad Family Office"
KEY: Final = "showcase"
_INTERACTIONS: Final = 35
_QD_EVENTS: Final = 20
_TOUCHES: Final = 4


def put_showcase(sheet: Sheet, now: datetime) -> list[TruePerson]:
    """Leila, her husband with whom she shares a telephone, and a broker's record that may be her."""
    known, twin, husband = records_of_leila(now), record_of_twin(now), record_of_omar(now)
    for record in (*known, twin):
        put_profile(sheet, leila(), record, staff()[0])
    put_profile(sheet, omar(), husband, staff()[0])
    put_client(sheet, known, confidence=0.96)
    apart = put_client(sheet, (twin,), confidence=1.0)
    alone = put_client(sheet, (husband,), confidence=1.0)
    actor = actor_of(now)
    liked = preferred_units(actor.person.taste, actor.chance)
    _put_contacts(sheet, known[2])
    _put_history(sheet, actor, liked)
    _put_signals(sheet, actor, liked)
    _put_wishes(sheet, actor, liked)
    _put_duties(sheet, actor)
    _put_family(sheet, known[0], husband)
    _put_proposals(sheet, actor, liked, known, twin)
    household = HouseholdOfPeople(KEY, COUPLE, (leila(), omar()))
    own = Written(leila(), (*known, twin), (*(DEMO_CLIENT_UID for _ in known), apart))
    return [true_person(household, own, liked), true_person(household, Written(omar(), (husband,), (alone,)), liked)]


def actor_of(now: datetime) -> Actor:
    """Leila, as everything that happens to her sees her."""
    places = tuple(map(place_of, records_of_leila(now)))
    return Actor(leila(), places, DEMO_CLIENT_UID, (place_of(record_of_omar(now)),), now, random.Random(KEY))


def _put_contacts(sheet: Sheet, record: Record) -> None:
    """The showroom wrote down two more ways to reach her."""
    put_email(sheet, record.uid, Contact("l.haddad@example.org"), source=record.source, at=record.written_at)
    put_phone(sheet, record.uid, Contact("+971509998877"), "AE", source=record.source, at=record.written_at)


def _put_history(sheet: Sheet, actor: Actor, liked: tuple[Unit, ...]) -> None:
    crm, showroom = actor.places[0], actor.places[2]
    at = actor.now - timedelta(days=2)
    put_transcript(sheet, actor, put_interaction(sheet, actor, crm, KEY, "CALL", at, liked[0]), liked[0], at)
    for number in range(_INTERACTIONS):
        kind = KINDS[number % len(KINDS)]
        place = showroom if kind == "VIEWING" and number < 20 else crm
        at = actor.now - timedelta(days=7 * number + 1, hours=number % 9)
        put_interaction(sheet, actor, place, f"{KEY}-{number}", kind, at, liked[number % 6])
    put_interaction(sheet, actor, crm, f"{KEY}-next", "VIEWING", actor.now + timedelta(days=4), liked[0])


def _put_signals(sheet: Sheet, actor: Actor, liked: tuple[Unit, ...]) -> None:
    crm, portal, showroom = actor.places
    for number in range(_QD_EVENTS):
        at = actor.now - timedelta(days=3 * number, minutes=7)
        put_qd_event(sheet, actor, showroom, f"{KEY}-{number}", at, liked[number % 4])
    for number in range(_TOUCHES):
        at = actor.now - timedelta(days=300 - 80 * number)
        put_touch(sheet, actor, portal if number % 2 else crm, campaigns()[number % 2], f"{KEY}-{number}", at)
    put_consent(sheet, actor, "EMAIL", "GRANTED", "MARKETING")
    put_consent(sheet, actor, "WHATSAPP", "WITHDRAWN", "MARKETING")
    put_consent(sheet, actor, "PHONE", "REFUSED", "SHARING")
    put_risk(sheet, actor, "CHURN")
    put_risk(sheet, actor, "COMPLIANCE")


def _put_wishes(sheet: Sheet, actor: Actor, liked: tuple[Unit, ...]) -> None:
    marks = ("FAVORITE", "POSSIBILITY", "POSSIBILITY", "POSSIBILITY", "DISCARD")
    misfit = min(units(), key=lambda unit: (affinity(actor.person.taste, unit), unit.uid))
    for rank, (unit, preference) in enumerate(zip((*liked[:4], misfit), marks, strict=True)):
        at = actor.now - timedelta(days=20 + 15 * rank)
        put_interest(sheet, actor, actor.places[rank % 3], unit, preference, at)
    put_requirement(sheet, actor, stated=True)
    put_requirement(sheet, actor, stated=False)
    put_opportunity(sheet, actor, f"{KEY}-0", liked[0], 3)
    put_opportunity(sheet, actor, f"{KEY}-1", liked[1], 1)


def _put_duties(sheet: Sheet, actor: Actor) -> None:
    titles = ("Send floor plans", "Call back", "Arrange viewing")
    for number, title in enumerate(titles):
        put_task(sheet, actor, f"{KEY}-{number}", title, "OPEN" if number else "DONE")
    put_reminder(sheet, actor, KEY, "PENDING")
    put_reminder(sheet, actor, f"{KEY}-sent", "SENT")


def _put_family(sheet: Sheet, record: Record, husband: Record) -> None:
    sheet.put("Household", HOUSEHOLD_UID, name="Haddad household")
    for one in (record, husband):
        sheet.link("MEMBER_OF", one.uid, HOUSEHOLD_UID, system=SYSTEM, at=one.written_at, properties={"role": "spouse"})
    office = account_uid(FAMILY_OFFICE)
    sheet.link("MEMBER_OF", record.uid, office, system=SYSTEM, at=record.written_at, properties={"role": "principal"})


def _put_proposals(sheet: Sheet, actor: Actor, liked: tuple[Unit, ...], known: tuple[Record, ...], twin: Record) -> None:
    at, profile = actor.now - timedelta(days=1), actor.newest.profile
    propose_identity(sheet, twin, known[0], at)
    propose_value(sheet, DEMO_CLIENT_UID, known[0], known[1], at)
    for unit in liked[2:5]:
        propose_property(sheet, DEMO_CLIENT_UID, profile, actor.person.taste, unit, at)
    propose_action(sheet, DEMO_CLIENT_UID, profile, "Call her back about the payment plan", 0.73, at)
    title = f"Send the floor plan of {liked[0].name} before Friday"
    propose_action(sheet, DEMO_CLIENT_UID, profile, title, 0.81, at, liked[0])
