"""Leila Haddad: one client who is the same in every demo and has something in every section of a Client 360.

The examples in the .cypher files name her and what is around her, so that each file returns something at once.
"""

import random
from datetime import date, datetime, timedelta
from typing import Final

from graph_schema.ids import Prefix, stable_id
from graph_schema.natural_keys import account_uid, campaign_uid, client_uid, phone_uid, profile_uid, staff_uid
from graph_schema.values import Properties
from ingest.synthetic.activity import (
    Actor,
    preferred_units,
    put_consent,
    put_interaction,
    put_interests,
    put_opportunity,
    put_qd_event,
    put_reminder,
    put_requirement,
    put_risk,
    put_task,
    put_touch,
    put_transcript,
)
from ingest.synthetic.cultures import Name, cultures
from ingest.synthetic.people import Home, Person, Taste
from ingest.synthetic.portfolio import Unit, units
from ingest.synthetic.proposing import put_identity_link, put_next_action, put_property_match
from ingest.synthetic.records import Record
from ingest.synthetic.sheet import Sheet
from ingest.synthetic.spec import DEMO_NOW
from ingest.synthetic.truth import TruePerson
from ingest.synthetic.writing import put_email, put_fact, put_name, put_phone, put_record

_KEYS: Final = (("crm", "DEMO-LEILA"), ("portal", "LH-2291"), ("showroom", "V-0007"))
DEMO_PROFILE_UIDS: Final = tuple(profile_uid(source, key) for source, key in _KEYS)
DEMO_CLIENT_UID: Final = client_uid(DEMO_PROFILE_UIDS[0])
DEMO_PHONE: Final = "+971501112233"
HUSBAND_PROFILE_UID: Final = profile_uid("crm", "DEMO-OMAR")
TWIN_PROFILE_UID: Final = profile_uid("broker-list", "BL-88")
_HOME: Final = Home("12 Beach Road", "Dubai", "11000", "AE")


def demo_example(prefix: Prefix) -> str:
    """A uid of the label with this prefix that exists in every demo graph. Raises KeyError for labels without an example."""
    return _examples()[prefix]


def _examples() -> dict[Prefix, str]:
    leila = Actor(_leila(), DEMO_PROFILE_UIDS[0], "crm", DEMO_NOW, random.Random(0))
    call = leila.uid(Prefix.INTERACTION, "CALL", "showcase")
    return {
        Prefix.CLIENT: DEMO_CLIENT_UID,
        Prefix.PROFILE: DEMO_PROFILE_UIDS[0],
        Prefix.PHONE: phone_uid(DEMO_PHONE),
        Prefix.HOUSEHOLD: stable_id(Prefix.HOUSEHOLD, "showcase"),
        Prefix.ACCOUNT: account_uid("Haddad Family Office"),
        Prefix.PROPERTY: units()[0].uid,
        Prefix.CAMPAIGN: campaign_uid("Spring Open House"),
        Prefix.STAFF: staff_uid("Sofia Marchetti"),
        Prefix.INTERACTION: call,
        Prefix.TRANSCRIPT: stable_id(Prefix.TRANSCRIPT, call),
        Prefix.OPPORTUNITY: leila.uid(Prefix.OPPORTUNITY, "showcase-0"),
    }


def put_showcase(sheet: Sheet, now: datetime) -> list[TruePerson]:
    """Leila, her husband with whom she shares a phone, and a broker's record that may be her."""
    leila, chance = _leila(), random.Random("showcase")
    wrote = (
        ("Leila Haddad", "Leila", "Haddad", "Latn"),
        ("Layla Hadad", "Layla", "Hadad", "Latn"),
        ("ليلى حداد", "ليلى", "حداد", "Arab"),
    )
    for index, ((source, key), (name, given, family, script)) in enumerate(zip(_KEYS, wrote, strict=True)):
        at = now - timedelta(days=500 - 150 * index)
        record = Record(
            DEMO_PROFILE_UIDS[index],
            source,
            key,
            name,
            given,
            family,
            script,
            DEMO_PHONE if index < 2 else None,
            index == 0,
            leila.email if index != 1 else None,
            False,
            _HOME,
            False,
            at,
            (),
        )
        put_record(sheet, leila, record, DEMO_CLIENT_UID, confidence=1.0 - 0.02 * index)
        put_fact(sheet, record.uid, "birth_date", "1984-05-17" if index != 1 else "1984-07-15", source=source, at=at)
    actor = Actor(leila, DEMO_PROFILE_UIDS[0], "crm", now, chance)
    liked = preferred_units(leila, chance)
    _put_history(sheet, actor, liked)
    _put_wishes(sheet, actor, liked)
    _put_family(sheet, actor)
    _put_proposals(sheet, actor, liked)
    return _truth(leila, liked)


def _put_history(sheet: Sheet, actor: Actor, liked: tuple[Unit, ...]) -> None:
    kinds = ("CALL", "EMAIL", "MESSAGE", "VIEWING", "MEETING", "ENQUIRY", "NOTE")
    for number in range(35):
        at = actor.now - timedelta(days=7 * number + 1, hours=number % 9)
        put_interaction(sheet, actor, f"showcase-{number}", kinds[number % len(kinds)], at, liked[number % 6])
    put_interaction(sheet, actor, "showcase-next", "VIEWING", actor.now + timedelta(days=4), liked[0])
    at = actor.now - timedelta(days=2)
    put_transcript(sheet, actor, put_interaction(sheet, actor, "showcase", "CALL", at, liked[0]), liked[0], at)
    for number in range(20):
        put_qd_event(sheet, actor, f"showcase-{number}", actor.now - timedelta(days=3 * number, minutes=7), liked[number % 4])
    for number in range(4):
        put_touch(sheet, actor, f"showcase-{number}", actor.now - timedelta(days=300 - 80 * number))


def _put_wishes(sheet: Sheet, actor: Actor, liked: tuple[Unit, ...]) -> None:
    actor.chance.seed("showcase wishes 3")
    put_interests(sheet, actor, liked[:4])
    said: Properties = {"preference": "DISCARD", "viewed_count": 1, "last_viewed_at": actor.now - timedelta(days=90)}
    sheet.link("INTERESTED_IN", actor.profile, liked[7].uid, system="crm", at=actor.now - timedelta(days=90), properties=said)
    put_requirement(sheet, actor, stated=True)
    put_requirement(sheet, actor, stated=False)
    put_opportunity(sheet, actor, "showcase-0", liked[0], 3)
    put_opportunity(sheet, actor, "showcase-1", liked[1], 1)
    for number in range(3):
        put_task(sheet, actor, f"showcase-{number}", "OPEN" if number else "DONE")
    put_reminder(sheet, actor, "showcase")
    put_consent(sheet, actor, "EMAIL", "GRANTED")
    put_consent(sheet, actor, "WHATSAPP", "WITHDRAWN")
    put_risk(sheet, actor, "CHURN")


def _put_family(sheet: Sheet, actor: Actor) -> None:
    at = actor.now - timedelta(days=480)
    omar = Record(
        HUSBAND_PROFILE_UID,
        "crm",
        "DEMO-OMAR",
        "Omar Haddad",
        "Omar",
        "Haddad",
        "Latn",
        DEMO_PHONE,
        True,
        "omar.haddad@example.com",
        False,
        _HOME,
        True,
        at,
        (),
    )
    put_record(sheet, actor.person, omar, client_uid(HUSBAND_PROFILE_UID), confidence=1.0)
    uid = sheet.put("Household", stable_id(Prefix.HOUSEHOLD, "showcase"), name="Haddad household")
    for profile, role in ((actor.profile, "spouse"), (HUSBAND_PROFILE_UID, "spouse")):
        sheet.link("MEMBER_OF", profile, uid, system="crm", at=at, properties={"role": role})
    office = account_uid("Haddad Family Office")
    sheet.link("MEMBER_OF", actor.profile, office, system="crm", at=at, properties={"role": "principal"})


def _put_proposals(sheet: Sheet, actor: Actor, liked: tuple[Unit, ...]) -> None:
    at = actor.now - timedelta(days=1)
    put_name(sheet, TWIN_PROFILE_UID, "L. Haddad", "L.", "Haddad", script="Latn", source="broker-list", at=at)
    twin = Record(
        TWIN_PROFILE_UID,
        "broker-list",
        "BL-88",
        "L. Haddad",
        "L.",
        "Haddad",
        "Latn",
        None,
        False,
        actor.person.email,
        False,
        None,
        False,
        at,
        (),
    )
    put_record(sheet, actor.person, twin, client_uid(TWIN_PROFILE_UID), confidence=1.0)
    put_identity_link(
        sheet,
        TWIN_PROFILE_UID,
        actor.profile,
        0.94,
        ("shared_email: both records carry the same e-mail address", "initial_agrees: L. fits Leila"),
        at,
    )
    put_next_action(sheet, DEMO_CLIENT_UID, "Send the floor plan of the favourite before Friday", 0.81, at)
    for unit in liked[2:5]:
        put_property_match(sheet, DEMO_CLIENT_UID, actor.person.taste, unit, at)
    put_email(sheet, DEMO_PROFILE_UIDS[2], "l.haddad@example.org", is_agency=False, source="showroom", at=at)
    put_phone(sheet, DEMO_PROFILE_UIDS[2], "+971509998877", "AE", is_shared=False, source="showroom", at=at)


def _leila() -> Person:
    arabic = cultures()[0]
    favourite = units()[0]
    taste = Taste(favourite.area, favourite.kind, favourite.price_aed, favourite.bedrooms)
    return Person(
        key="showcase-leila",
        culture=arabic,
        is_woman=True,
        given=Name("ليلى", ("Leila", "Layla")),
        family=Name("حداد", ("Haddad", "Hadad")),
        earlier_family=None,
        born=date(1984, 5, 17),
        phone=DEMO_PHONE,
        family_phone=DEMO_PHONE,
        email="leila.haddad@example.com",
        home=_HOME,
        earlier_home=None,
        taste=taste,
        records=3,
    )


def _truth(leila: Person, liked: tuple[Unit, ...]) -> list[TruePerson]:
    def about(key: str, profiles: list[str], preferred: list[str]) -> TruePerson:
        return TruePerson(
            person=key,
            household="household-showcase",
            profiles=profiles,
            noise={},
            favourite_area=leila.taste.area,
            favourite_kind=leila.taste.kind,
            budget=leila.taste.budget,
            bedrooms=leila.taste.bedrooms,
            preferred_properties=preferred,
        )

    own = about("person-leila", [*DEMO_PROFILE_UIDS, TWIN_PROFILE_UID], [unit.uid for unit in liked])
    return [own, about("person-omar", [HUSBAND_PROFILE_UID], [])]
