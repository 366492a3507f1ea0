"""What a person did and wants, drawn from their taste and hung on one of their profiles."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from graph_schema.ids import Prefix, stable_id
from graph_schema.values import Properties
from ingest.synthetic.people import Person, affinity
from ingest.synthetic.portfolio import SYSTEM, Unit, campaigns, staff, units
from ingest.synthetic.sheet import Sheet

_KINDS: Final = ("CALL", "EMAIL", "MESSAGE", "MEETING", "VIEWING", "NOTE", "ENQUIRY")
_KIND_WEIGHTS: Final = (0.24, 0.18, 0.2, 0.08, 0.16, 0.06, 0.08)
_CHANNEL: Final = {
    "CALL": "PHONE",
    "EMAIL": "EMAIL",
    "MESSAGE": "WHATSAPP",
    "MEETING": "IN_PERSON",
    "VIEWING": "IN_PERSON",
    "NOTE": "WEB",
    "ENQUIRY": "WEB",
}
_SIGNALS: Final = ("ATTENTION", "DELIGHT", "HESITATION", "STRESS", "CURIOSITY")
_STAGES: Final = ("LEAD", "QUALIFIED", "VIEWING", "OFFER", "RESERVED", "WON")
_OUTCOMES: Final = ("INTERESTED", "UNDECIDED", "NOT_INTERESTED", "WANTS_SECOND_VIEWING")
_TOUCHES: Final = ("OPENED", "CLICKED", "ATTENDED", "REPLIED")
HISTORY_DAYS: Final = 540


@dataclass(frozen=True, slots=True)
class Actor:
    """Whose activity it is: the person, the profile that it hangs on, its source, and the demo's present."""

    person: Person
    profile: str
    source: str
    now: datetime
    chance: random.Random

    def uid(self, prefix: Prefix, *parts: str) -> str:
        """An id within this profile."""
        return stable_id(prefix, self.profile, *parts)

    def moment(self) -> datetime:
        """Some time within the history, more often recent."""
        days = HISTORY_DAYS * self.chance.random() ** 1.6
        return self.now - timedelta(days=days, minutes=self.chance.randint(0, 600))


def put_activity(sheet: Sheet, actor: Actor) -> tuple[Unit, ...]:
    """Everything that happened on one profile; answers the units that the person truly prefers."""
    chance = actor.chance
    liked = preferred_units(actor.person, chance)
    for number in range(min(20, int(chance.paretovariate(1.15)))):
        put_interaction(
            sheet, actor, str(number), chance.choices(_KINDS, _KIND_WEIGHTS)[0], actor.moment(), chance.choice(liked)
        )
    for number in range(chance.choice((0, 0, 1, 2, 3, 6))):
        put_qd_event(sheet, actor, str(number), actor.moment(), chance.choice(liked))
    put_interests(sheet, actor, liked[: chance.choice((0, 1, 2, 3, 5))])
    for number in range(chance.choice((0, 1, 1, 2))):
        put_touch(sheet, actor, str(number), actor.moment())
    if chance.random() < 0.35:
        put_requirement(sheet, actor, stated=chance.random() < 0.7)
    if chance.random() < 0.16:
        put_opportunity(sheet, actor, "0", liked[0], chance.randint(1, len(_STAGES) - 1))
    if chance.random() < 0.3:
        put_task(sheet, actor, "0", chance.choice(("OPEN", "OPEN", "DONE")))
    if chance.random() < 0.5:
        put_consent(
            sheet, actor, chance.choice(("EMAIL", "SMS", "WHATSAPP")), chance.choice(("GRANTED", "GRANTED", "WITHDRAWN"))
        )
    if chance.random() < 0.04:
        put_risk(sheet, actor, chance.choice(("COMPLIANCE", "CHURN", "PAYMENT", "REPUTATION")))
    return liked


def preferred_units(person: Person, chance: random.Random) -> tuple[Unit, ...]:
    """The twelve units that fit best, with a little chance in the order."""
    return tuple(sorted(units(), key=lambda unit: (-affinity(person.taste, unit) + chance.random() * 0.08, unit.uid))[:12])


def put_interaction(sheet: Sheet, actor: Actor, key: str, kind: str, at: datetime, unit: Unit) -> str:
    """A call, e-mail, viewing… about a unit, with a member of staff; some calls are transcribed."""
    chance, done = actor.chance, at < actor.now
    uid = sheet.put(
        "Interaction",
        actor.uid(Prefix.INTERACTION, kind, key),
        kind=kind,
        direction="NONE" if kind in {"NOTE", "VIEWING", "MEETING"} else chance.choice(("INBOUND", "OUTBOUND")),
        channel=_CHANNEL[kind],
        summary=f"{kind.capitalize()} about {unit.name}",
        occurred_at=at,
        state=("DONE" if chance.random() < 0.93 else "NO_SHOW") if done else "PLANNED",
        outcome=chance.choice(_OUTCOMES) if kind == "VIEWING" and done else None,
    )
    sheet.link("TOOK_PART_IN", actor.profile, uid, system=actor.source, at=min(at, actor.now), properties={"role": "client"})
    sheet.link(
        "TOOK_PART_IN", chance.choice(staff()), uid, system=actor.source, at=min(at, actor.now), properties={"role": "agent"}
    )
    sheet.link("ABOUT", uid, unit.uid, system=actor.source, at=min(at, actor.now))
    if kind == "CALL" and chance.random() < 0.15:
        put_transcript(sheet, actor, uid, unit, at)
    return uid


def put_transcript(sheet: Sheet, actor: Actor, interaction: str, unit: Unit, at: datetime) -> str:
    """A short transcript with timed spans."""
    uid = sheet.put("Transcript", stable_id(Prefix.TRANSCRIPT, interaction), language=actor.person.culture.language)
    sheet.link("HAS_TRANSCRIPT", interaction, uid, system=actor.source, at=at)
    lines = (
        ("agent", f"Good morning, this is about {unit.name}."),
        ("client", f"Yes, we liked the {unit.view} view. Is the price final?"),
        ("agent", f"It stands at {unit.price:,.0f} {unit.currency}; the handover is in {unit.handover_on:%B %Y}."),
        ("client", "Let me talk to my family and come back to you."),
    )
    for ordinal, (speaker, text) in enumerate(lines):
        span = sheet.put(
            "Utterance",
            stable_id(Prefix.UTTERANCE, uid, str(ordinal)),
            ordinal=ordinal,
            speaker=speaker,
            text=text,
            starts_ms=ordinal * 4_200,
            ends_ms=ordinal * 4_200 + 3_900,
        )
        sheet.link("HAS_UTTERANCE", uid, span, system=actor.source, at=at)
    return uid


def put_qd_event(sheet: Sheet, actor: Actor, key: str, at: datetime, unit: Unit) -> None:
    """A behavioural score; the better a unit fits, the more delight."""
    fit = affinity(actor.person.taste, unit)
    uid = sheet.put(
        "QDEvent",
        actor.uid(Prefix.QD_EVENT, key),
        signal=actor.chance.choice(_SIGNALS),
        model="qd-3",
        score=round(min(1.0, max(0.0, fit + actor.chance.gauss(0, 0.12))), 4),
        sensing_session=f"s-{key}",
        occurred_at=at,
    )
    sheet.link("SHOWED", actor.profile, uid, system="showroom", at=at)
    sheet.link("TOWARD", uid, unit.uid, system="showroom", at=at)


def put_interests(sheet: Sheet, actor: Actor, liked: tuple[Unit, ...]) -> None:
    """Favourites and possibilities among what is liked, and now and then something that was looked at and discarded."""
    for rank, unit in enumerate(liked):
        _put_interest(sheet, actor, unit, "FAVORITE" if rank == 0 else "POSSIBILITY")
    if liked and actor.chance.random() < 0.5:
        _put_interest(sheet, actor, actor.chance.choice(units()), "DISCARD")


def _put_interest(sheet: Sheet, actor: Actor, unit: Unit, preference: str) -> None:
    at = actor.moment()
    said: Properties = {"preference": preference, "viewed_count": actor.chance.randint(1, 9), "last_viewed_at": at}
    sheet.link("INTERESTED_IN", actor.profile, unit.uid, system=actor.source, at=at, properties=said)


def put_touch(sheet: Sheet, actor: Actor, key: str, at: datetime) -> None:
    """A campaign reached the person."""
    said = {"touch_kind": actor.chance.choice(_TOUCHES), "occurred_at": at}
    campaign = actor.chance.choice(campaigns())
    sheet.link(
        "TOUCHED_BY", actor.profile, campaign, system=actor.source, at=at, properties=said, evidence=(key, at.isoformat())
    )


def put_requirement(sheet: Sheet, actor: Actor, *, stated: bool) -> None:
    """What the person asks for, in round numbers when it was said and finer ones when it was inferred."""
    taste, at = actor.person.taste, actor.moment()
    uid = sheet.put(
        "Requirement",
        actor.uid(Prefix.REQUIREMENT, str(stated)),
        stated=stated,
        version=1,
        budget_min_amount=round(taste.budget * 0.7, -6 if stated else -4),
        budget_max_amount=round(taste.budget * 1.15, -6 if stated else -4),
        budget_currency="AED",
        bedrooms_min=taste.bedrooms,
        kinds=[taste.kind],
        areas=[taste.area],
        must_haves=[actor.chance.choice(("parking", "balcony", "gym", "school nearby"))],
        deal_breakers=[actor.chance.choice(("ground floor", "no lift", "main road"))],
    )
    sheet.link("HAS_REQUIREMENT", actor.profile, uid, system=actor.source, at=at, confidence=1.0 if stated else 0.7)


def put_opportunity(sheet: Sheet, actor: Actor, key: str, unit: Unit, reached: int) -> str:
    """A deal that has moved through `reached` stages."""
    began = actor.now - timedelta(days=40 * reached + actor.chance.randint(5, 30))
    moments = [began + timedelta(days=38 * step) for step in range(reached + 1)]
    uid = sheet.put(
        "Opportunity",
        actor.uid(Prefix.OPPORTUNITY, key),
        title=f"{unit.name} for {actor.person.family.latin[0]}",
        pipeline="sales",
        stage=_STAGES[reached],
        stage_entered_at=moments[reached],
        value_amount=unit.price,
        value_currency=unit.currency,
        expected_close_on=(actor.now + timedelta(days=45)).date(),
        version=1,
    )
    sheet.link("PURSUES", actor.profile, uid, system=SYSTEM, at=began)
    sheet.link("CONCERNS", uid, unit.uid, system=SYSTEM, at=began)
    for step in range(1, reached + 1):
        change = sheet.put(
            "StageChange",
            stable_id(Prefix.STAGE_CHANGE, uid, str(step)),
            from_stage=_STAGES[step - 1],
            to_stage=_STAGES[step],
            occurred_at=moments[step],
        )
        sheet.link("MOVED", uid, change, system=SYSTEM, at=moments[step])
    return uid


def put_task(sheet: Sheet, actor: Actor, key: str, state: str) -> None:
    """Something to do about the person."""
    at = actor.moment()
    uid = sheet.put(
        "Task",
        actor.uid(Prefix.TASK, key),
        title=actor.chance.choice(("Call back", "Send floor plans", "Arrange viewing")),
        due_at=actor.now + timedelta(days=actor.chance.randint(-5, 20)),
        state=state,
        proposed_by="human",
        priority=actor.chance.choice(("LOW", "NORMAL", "HIGH", "URGENT")),
        version=1,
    )
    sheet.link("HAS_TASK", actor.profile, uid, system=SYSTEM, at=at)
    sheet.link("ASSIGNED_TO", uid, actor.chance.choice(staff()), system=SYSTEM, at=at)


def put_reminder(sheet: Sheet, actor: Actor, key: str) -> None:
    """A reminder to staff."""
    uid = sheet.put(
        "Reminder",
        actor.uid(Prefix.REMINDER, key),
        remind_at=actor.now + timedelta(days=3 + len(key)),
        channel="WHATSAPP",
        text="Ask about the family's decision",
        state="PENDING",
    )
    sheet.link("HAS_REMINDER", actor.profile, uid, system=SYSTEM, at=actor.now - timedelta(days=2))


def put_consent(sheet: Sheet, actor: Actor, channel: str, state: str) -> None:
    """What the person allows."""
    uid = sheet.put("Consent", actor.uid(Prefix.CONSENT, channel), channel=channel, purpose="MARKETING", state=state)
    sheet.link("GAVE", actor.profile, uid, system=actor.source, at=actor.moment())


def put_risk(sheet: Sheet, actor: Actor, kind: str) -> None:
    """A reason for caution."""
    at = actor.moment()
    uid = sheet.put(
        "RiskSignal",
        actor.uid(Prefix.RISK_SIGNAL, kind),
        kind=kind,
        severity=actor.chance.choice(("LOW", "MEDIUM", "HIGH")),
        reason=f"{kind.capitalize()} check flagged for review",
        detected_at=at,
    )
    sheet.link("CARRIES", actor.profile, uid, system=SYSTEM, at=at, confidence=0.8)
