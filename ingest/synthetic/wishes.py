"""Interests, requirements and deals: what a person's taste leads to."""

from datetime import datetime, timedelta
from typing import Final

from graph_schema.ids import Prefix, stable_id
from graph_schema.values import Properties
from ingest.synthetic.actor import Actor, Place
from ingest.synthetic.portfolio import SYSTEM, Unit, units
from ingest.synthetic.sheet import Sheet
from ingest.synthetic.tastes import affinity, looked_at

STAGES: Final = ("LEAD", "QUALIFIED", "VIEWING", "OFFER", "RESERVED", "WON")
_LOST: Final = "LOST"
# Below this fit, somebody who has seen a unit discards it.
_MISFIT: Final = 0.5
_DAYS_A_STAGE: Final = 30


def put_wishes(sheet: Sheet, actor: Actor, liked: tuple[Unit, ...]) -> None:
    """All that the person asks for."""
    chance = actor.chance
    put_interests(sheet, actor, liked, chance.choice((0, 0, 1, 2, 3, 5, 7)))
    if chance.random() < 0.35:
        put_requirement(sheet, actor, stated=chance.random() < 0.7)
    if chance.random() < 0.16:
        put_opportunity(sheet, actor, "0", liked[0], chance.randint(0, len(STAGES) - 1), is_lost=chance.random() < 0.25)


def put_interests(sheet: Sheet, actor: Actor, liked: tuple[Unit, ...], count: int) -> None:
    """What the person marked: the best as favourite, others as possible; what was seen and does not fit is discarded."""
    seen: dict[str, Unit] = {}
    for _ in range(count):
        place = actor.place("portal", "showroom")
        at = actor.moment(place)
        unit = looked_at(liked, actor.chance, actor.age(at))
        if unit.uid in seen:
            continue
        seen[unit.uid] = unit
        fits = affinity(actor.person.taste, unit) >= _MISFIT
        put_interest(sheet, actor, place, unit, _preference(unit, liked) if fits else "DISCARD", at)
    if count and actor.chance.random() < 0.4:
        unit = actor.chance.choice(units())
        if unit.uid not in seen and affinity(actor.person.taste, unit) < _MISFIT:
            put_interest(sheet, actor, actor.newest, unit, "DISCARD", actor.moment(actor.newest))


def _preference(unit: Unit, liked: tuple[Unit, ...]) -> str:
    return "FAVORITE" if unit in liked[:2] else "POSSIBILITY"


def put_interest(sheet: Sheet, actor: Actor, place: Place, unit: Unit, preference: str, at: datetime) -> None:
    """One mark on a unit, and how often it was looked at."""
    most = {"FAVORITE": 9, "POSSIBILITY": 5, "DISCARD": 2}[preference]
    said: Properties = {"preference": preference, "viewed_count": actor.chance.randint(1, most), "last_viewed_at": at}
    sheet.link("INTERESTED_IN", place.profile, unit.uid, system=place.source, at=at, properties=said)


def put_requirement(sheet: Sheet, actor: Actor, *, stated: bool) -> str:
    """What the person asks for, in round numbers when it was said and finer ones when it was inferred."""
    taste, place = actor.person.taste, actor.newest
    uid = sheet.put(
        "Requirement",
        actor.uid(Prefix.REQUIREMENT, str(stated)),
        stated=stated,
        version=1,
        budget_min_amount=round(taste.budget * 0.7, -5 if stated else -3),
        budget_max_amount=round(taste.budget * 1.1, -5 if stated else -3),
        budget_currency="AED",
        bedrooms_min=taste.bedrooms,
        kinds=[taste.kind],
        areas=[taste.area],
        must_haves=[actor.chance.choice(("parking", "balcony", "gym", "school nearby"))],
        deal_breakers=[actor.chance.choice(("ground floor", "no lift", "main road"))],
    )
    confidence = 1.0 if stated else 0.7
    sheet.link("HAS_REQUIREMENT", place.profile, uid, system=place.source, at=actor.moment(place), confidence=confidence)
    return uid


def put_opportunity(sheet: Sheet, actor: Actor, key: str, unit: Unit, reached: int, *, is_lost: bool = False) -> str:
    """A deal that has moved through `reached` stages; a lost one was lost instead of reaching the last."""
    usual = actor.now - timedelta(days=_DAYS_A_STAGE * (reached + 1) + actor.chance.randint(0, 20))
    began = max(usual, actor.newest.since)
    stages = (*STAGES[:reached], _LOST if is_lost and reached else STAGES[reached])
    moments = [began + (actor.now - began) / (reached + 1) * step for step in range(reached + 1)]
    uid = sheet.put(
        "Opportunity",
        actor.uid(Prefix.OPPORTUNITY, key),
        title=f"{unit.name} for {actor.person.family_spelling}",
        pipeline="sales",
        stage=stages[-1],
        stage_entered_at=moments[-1],
        value_amount=unit.price,
        value_currency=unit.currency,
        expected_close_on=(actor.now + timedelta(days=45)).date(),
        version=1,
    )
    sheet.link("PURSUES", actor.newest.profile, uid, system=SYSTEM, at=began)
    sheet.link("CONCERNS", uid, unit.uid, system=SYSTEM, at=began)
    for step in range(1, reached + 1):
        change = sheet.put(
            "StageChange",
            stable_id(Prefix.STAGE_CHANGE, uid, str(step)),
            from_stage=stages[step - 1],
            to_stage=stages[step],
            occurred_at=moments[step],
        )
        sheet.link("MOVED", uid, change, system=SYSTEM, at=moments[step])
    return uid
