"""What is noticed about a person rather than said: behaviour, campaigns that reached them, consents, reasons for caution."""

from datetime import datetime
from typing import Final

from graph_schema.ids import Prefix
from graph_schema.values import Properties
from ingest.synthetic.actor import Actor, Place
from ingest.synthetic.portfolio import SYSTEM, Unit, campaigns
from ingest.synthetic.sheet import Sheet
from ingest.synthetic.tastes import affinity, looked_at

_PLEASED: Final = ("ATTENTION", "DELIGHT", "CURIOSITY")
_DISPLEASED: Final = ("HESITATION", "STRESS", "ATTENTION")
_TOUCHES: Final = ("SENT", "OPENED", "CLICKED", "ATTENDED", "REPLIED")
_CONSENT_CHANNELS: Final = ("EMAIL", "SMS", "WHATSAPP", "PHONE")
_CONSENT_STATES: Final = ("GRANTED", "GRANTED", "GRANTED", "WITHDRAWN", "REFUSED")
_RISKS: Final = {
    "COMPLIANCE": "Source of funds not documented yet",
    "CHURN": "No answer for several weeks after a viewing",
    "PAYMENT": "An instalment came late",
    "REPUTATION": "Named in a press report that has to be read",
}


def put_signals(sheet: Sheet, actor: Actor, liked: tuple[Unit, ...]) -> None:
    """All that was noticed."""
    chance = actor.chance
    for number in range(min(15, int(chance.paretovariate(0.9)) - 1)):
        place = actor.place("showroom")
        at = actor.moment(place)
        put_qd_event(sheet, actor, place, str(number), at, looked_at(liked, chance, actor.age(at)))
    for number in range(chance.choice((0, 1, 1, 2))):
        place = actor.place("crm", "portal")
        put_touch(sheet, actor, place, chance.choice(campaigns()), str(number), actor.moment(place))
    for channel in chance.sample(_CONSENT_CHANNELS, chance.choice((0, 0, 1, 1, 2))):
        put_consent(sheet, actor, channel, chance.choice(_CONSENT_STATES))
    if chance.random() < 0.04:
        put_risk(sheet, actor, chance.choice(tuple(_RISKS)))


def put_qd_event(sheet: Sheet, actor: Actor, place: Place, key: str, at: datetime, unit: Unit) -> None:
    """A behavioural score; the better a unit fits, the more delight."""
    felt = affinity(actor.person.taste, unit) + actor.chance.gauss(0, 0.12)
    uid = sheet.put(
        "QDEvent",
        actor.uid(Prefix.QD_EVENT, key),
        signal=actor.chance.choice(_PLEASED if felt > 0.5 else _DISPLEASED),
        model="qd-3",
        score=round(min(1.0, max(0.0, felt)), 4),
        sensing_session=f"s-{at:%Y%m%d}-{key}",
        occurred_at=at,
    )
    sheet.link("SHOWED", place.profile, uid, system="showroom", at=at)
    sheet.link("TOWARD", uid, unit.uid, system="showroom", at=at)


def put_touch(sheet: Sheet, actor: Actor, place: Place, campaign: str, key: str, at: datetime) -> None:
    """A campaign reached the person; one edge for each time."""
    said: Properties = {"touch_kind": actor.chance.choice(_TOUCHES), "occurred_at": at}
    evidence = (key, at.isoformat())
    sheet.link("TOUCHED_BY", place.profile, campaign, system=place.source, at=at, properties=said, evidence=evidence)


def put_consent(sheet: Sheet, actor: Actor, channel: str, state: str, purpose: str | None = None) -> str:
    """What the person allows."""
    uid = sheet.put(
        "Consent",
        actor.uid(Prefix.CONSENT, channel),
        channel=channel,
        purpose=purpose or actor.chance.choice(("MARKETING", "MARKETING", "PROFILING", "SHARING")),
        state=state,
    )
    place = actor.newest
    sheet.link("GAVE", place.profile, uid, system=place.source, at=actor.moment(place))
    return uid


def put_risk(sheet: Sheet, actor: Actor, kind: str) -> str:
    """A reason for caution."""
    at = actor.moment(actor.newest)
    uid = sheet.put(
        "RiskSignal",
        actor.uid(Prefix.RISK_SIGNAL, kind),
        kind=kind,
        severity=actor.chance.choice(("LOW", "MEDIUM", "HIGH")),
        reason=_RISKS[kind],
        detected_at=at,
    )
    sheet.link("CARRIES", actor.newest.profile, uid, system=SYSTEM, at=at, confidence=0.8)
    return uid
