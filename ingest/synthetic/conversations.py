"""Calls, messages, meetings and viewings, some of them transcribed, and who took part in them."""

import random
from datetime import datetime, timedelta
from typing import Final

from graph_schema.ids import Prefix, stable_id
from ingest.synthetic.actor import Actor, Place
from ingest.synthetic.portfolio import Unit, staff
from ingest.synthetic.sheet import Sheet
from ingest.synthetic.speech import spoken
from ingest.synthetic.tastes import affinity, looked_at

KINDS: Final = ("CALL", "EMAIL", "MESSAGE", "MEETING", "VIEWING", "NOTE", "ENQUIRY")
# Adding up: calls 24 %, e-mails 18 %, messages 20 %, meetings 8 %, viewings 16 %, notes 6 %, enquiries 8 %.
_KIND_SHARES: Final = (0.24, 0.42, 0.62, 0.70, 0.86, 0.92, 1.0)
_CHANNELS: Final = {
    "CALL": ("PHONE",),
    "EMAIL": ("EMAIL",),
    "MESSAGE": ("WHATSAPP",),
    "MEETING": ("IN_PERSON", "VIDEO"),
    "VIEWING": ("IN_PERSON", "IN_PERSON", "VIDEO"),
    "NOTE": ("WEB",),
    "ENQUIRY": ("WEB",),
}
# Where each kind is written down, if the person has a record there.
_SOURCES: Final = {"VIEWING": ("showroom",), "ENQUIRY": ("portal", "broker-list")}
_MOST: Final = 20
_SUMMARIES: Final = {
    "CALL": ("Call about {unit}", "Asked for the price of {unit}", "Wants to know when {unit} is handed over"),
    "EMAIL": ("Floor plans of {unit}", "Payment plan for {unit}", "Questions about service charges of {unit}"),
    "MESSAGE": ("Pictures of {unit}", "Asked whether {unit} is still free", "Confirmed a time to see {unit}"),
    "MEETING": ("Meeting about {unit}", "Went through the contract for {unit}"),
    "VIEWING": ("Viewing of {unit}",),
    "NOTE": ("Likes {unit}, will decide with the family", "Compares {unit} with another project"),
    "ENQUIRY": ("Enquiry about {unit}",),
}


def put_conversations(sheet: Sheet, actor: Actor, liked: tuple[Unit, ...]) -> None:
    """All that was said and shown, from none to twenty, and now and then what is planned."""
    chance = actor.chance
    for number in range(min(_MOST, int(chance.paretovariate(0.85)) - 1)):
        kind = chance.choices(KINDS, cum_weights=_KIND_SHARES)[0]
        place = actor.place(*_SOURCES.get(kind, ("crm",)))
        at = actor.moment(place)
        unit = looked_at(liked, chance, actor.age(at))
        uid = put_interaction(sheet, actor, place, str(number), kind, at, unit)
        if kind == "CALL" and chance.random() < 0.15:
            put_transcript(sheet, actor, uid, unit, at)
    if chance.random() < 0.05:
        ahead = actor.now + timedelta(days=chance.randint(1, 14), hours=chance.randint(0, 9))
        put_interaction(sheet, actor, actor.newest, "next", "VIEWING", ahead, liked[0])


def put_interaction(sheet: Sheet, actor: Actor, place: Place, key: str, kind: str, at: datetime, unit: Unit) -> str:
    """One conversation about a unit with a member of staff; whoever lives with the person may come to a viewing."""
    chance, known_at = actor.chance, min(at, actor.now)
    state = _state(chance, kind) if at < actor.now else "PLANNED"
    uid = sheet.put(
        "Interaction",
        actor.uid(Prefix.INTERACTION, kind, key),
        kind=kind,
        direction="NONE" if kind in {"NOTE", "VIEWING", "MEETING"} else _direction(chance, kind),
        channel=chance.choice(_CHANNELS[kind]),
        summary=chance.choice(_SUMMARIES[kind]).format(unit=unit.name),
        occurred_at=at,
        state=state,
        outcome=_outcome(chance, affinity(actor.person.taste, unit)) if kind == "VIEWING" and state == "DONE" else None,
    )
    sheet.link("TOOK_PART_IN", place.profile, uid, system=place.source, at=known_at, properties={"role": "client"})
    sheet.link("TOOK_PART_IN", chance.choice(staff()), uid, system=place.source, at=known_at, properties={"role": "agent"})
    sheet.link("ABOUT", uid, unit.uid, system=place.source, at=known_at)
    known = [other for other in actor.companions if other.since <= at]
    if kind in {"VIEWING", "MEETING"} and known and chance.random() < 0.4:
        other = chance.choice(known)
        sheet.link("TOOK_PART_IN", other.profile, uid, system=place.source, at=known_at, properties={"role": "client"})
    return uid


def _direction(chance: random.Random, kind: str) -> str:
    return "INBOUND" if kind == "ENQUIRY" or chance.random() < 0.5 else "OUTBOUND"


def _state(chance: random.Random, kind: str) -> str:
    if kind not in {"VIEWING", "MEETING", "CALL"}:
        return "DONE"
    return chance.choices(("DONE", "NO_SHOW", "CANCELLED"), (0.9, 0.06, 0.04))[0]


def _outcome(chance: random.Random, fit: float) -> str:
    impression = fit + chance.gauss(0, 0.15)
    if impression > 0.75:
        return "WANTS_SECOND_VIEWING" if chance.random() < 0.4 else "INTERESTED"
    return "UNDECIDED" if impression > 0.45 else "NOT_INTERESTED"


def put_transcript(sheet: Sheet, actor: Actor, interaction: str, unit: Unit, at: datetime) -> str:
    """A short transcript with timed spans."""
    language = actor.person.culture.language
    uid = sheet.put("Transcript", stable_id(Prefix.TRANSCRIPT, interaction), language=language)
    sheet.link("HAS_TRANSCRIPT", interaction, uid, system="crm", at=at)
    for ordinal, (speaker, text) in enumerate(spoken(actor.chance, language, unit, actor.person.taste)):
        span = sheet.put(
            "Utterance",
            stable_id(Prefix.UTTERANCE, uid, str(ordinal)),
            ordinal=ordinal,
            speaker=speaker,
            text=text,
            starts_ms=ordinal * 4_200,
            ends_ms=ordinal * 4_200 + 3_900,
        )
        sheet.link("HAS_UTTERANCE", uid, span, system="crm", at=at)
    return uid
