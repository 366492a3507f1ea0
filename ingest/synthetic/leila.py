"""Who Leila Haddad is, and how four records tell of her; her husband Omar. The same in every demo, whatever its seed."""

from datetime import date, datetime, timedelta
from typing import Final

from graph_schema.natural_keys import client_uid, profile_uid
from ingest.synthetic.contacts import Home
from ingest.synthetic.cultures import Culture, Name, cultures
from ingest.synthetic.people import Person
from ingest.synthetic.portfolio import units
from ingest.synthetic.records import Contact, Record, Spelt
from ingest.synthetic.tastes import taste_for

_KEYS: Final = (("crm", "DEMO-LEILA"), ("portal", "LH-2291"), ("showroom", "V-0007"))
_TWIN_KEY: Final = ("broker-list", "BL-88")
_HUSBAND_KEY: Final = ("crm", "DEMO-OMAR")
DEMO_PROFILE_UIDS: Final = tuple(profile_uid(source, key) for source, key in _KEYS)
DEMO_CLIENT_UID: Final = client_uid(DEMO_PROFILE_UIDS[0])
TWIN_PROFILE_UID: Final = profile_uid(*_TWIN_KEY)
HUSBAND_PROFILE_UID: Final = profile_uid(*_HUSBAND_KEY)
DEMO_PHONE: Final = "+971501112233"
DEMO_EMAIL: Final = "leila.haddad@example.com"
HOME: Final = Home("12 Beach Road", "Dubai", "11000", "AE")
BORN: Final = date(1984, 5, 17)
# What one of her records says, with day and month not swapped but misread.
MISREAD: Final = date(1984, 7, 15)


def leila() -> Person:
    """Leila as she truly is; she wants something like the first unit of the portfolio."""
    return _haddad("leila", "spouse", Name("ليلى", ("Leila", "Layla")), BORN, DEMO_EMAIL, records=4)


def omar() -> Person:
    """Her husband."""
    return _haddad("omar", "spouse", Name("عمر", ("Omar", "Umar")), date(1979, 11, 3), "omar.haddad@example.com", records=1)


def records_of_leila(now: datetime) -> tuple[Record, ...]:
    """Three records that are known to be her: two spellings, two scripts, two birth dates."""
    spelt = (
        Spelt("Leila Haddad", "Leila", "Haddad", "Latin"),
        Spelt("Layla Hadad", "Layla", "Hadad", "Latin"),
        Spelt("ليلى حداد", "ليلى", "حداد", "Arabic"),
    )
    shared = Contact(DEMO_PHONE, is_shared=True)
    noise = (("family_phone",), ("family_phone", "transliteration", "typo", "no_email"), ("native_script", "no_phone"))
    return tuple(
        Record(
            uid=DEMO_PROFILE_UIDS[index],
            source=source,
            source_key=key,
            written_at=now - timedelta(days=500 - 150 * index),
            spelt=spelt[index],
            phone=shared if index < 2 else None,
            email=Contact(DEMO_EMAIL) if index != 1 else None,
            home=HOME,
            born=MISREAD if index == 1 else BORN,
            passport="P4471102" if index == 0 else None,
            handle=("instagram", "leila.haddad.demo") if index == 1 else None,
            noise=noise[index],
        )
        for index, (source, key) in enumerate(_KEYS)
    )


def record_of_twin(now: datetime) -> Record:
    """A broker's record that is her too, which nobody has decided yet."""
    source, key = _TWIN_KEY
    spelt = Spelt("L. Haddad", "L.", "Haddad", "Latin")
    at = now - timedelta(days=21)
    return Record(
        uid=TWIN_PROFILE_UID,
        source=source,
        source_key=key,
        written_at=at,
        spelt=spelt,
        email=Contact(DEMO_EMAIL),
        noise=("initial", "no_home"),
    )


def record_of_omar(now: datetime) -> Record:
    """Her husband's only record, with the telephone that they share."""
    source, key = _HUSBAND_KEY
    return Record(
        uid=HUSBAND_PROFILE_UID,
        source=source,
        source_key=key,
        written_at=now - timedelta(days=480),
        spelt=Spelt("Omar Haddad", "Omar", "Haddad", "Latin"),
        phone=Contact(DEMO_PHONE, is_shared=True),
        email=Contact(omar().email),
        home=HOME,
        born=omar().born,
        noise=("family_phone",),
    )


def _haddad(key: str, role: str, given: Name, born: date, email: str, *, records: int) -> Person:
    favourite = units()[0]
    return Person(
        key=f"showcase-{key}",
        role=role,
        culture=_culture(),
        is_woman=key == "leila",
        given=given,
        family=Name("حداد", ("Haddad", "Hadad")),
        earlier_family=None,
        given_spelling=given.latin[0],
        family_spelling="Haddad",
        born=born,
        phone=DEMO_PHONE,
        earlier_phone=None,
        family_phone=DEMO_PHONE,
        email=email,
        work_email=None,
        family_email=None,
        home=HOME,
        earlier_home=None,
        taste=taste_for(favourite, 1.0),
        records=records,
        is_resolved=records == 1,
    )


def _culture() -> Culture:
    return next(culture for culture in cultures() if culture.name == "emirati")
