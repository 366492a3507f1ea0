"""Tasks and reminders of staff about a person."""

from datetime import timedelta
from typing import Final

from graph_schema.ids import Prefix
from ingest.synthetic.actor import Actor
from ingest.synthetic.portfolio import SYSTEM, staff
from ingest.synthetic.sheet import Sheet

_TITLES: Final = ("Call back", "Send floor plans", "Arrange viewing", "Check documents", "Send payment plan")
_STATES: Final = ("OPEN", "OPEN", "DONE", "DONE", "CANCELLED")


def put_duties(sheet: Sheet, actor: Actor) -> None:
    """What has to be done, if anything."""
    chance = actor.chance
    for number in range(chance.choice((0, 0, 0, 1, 1, 2))):
        put_task(sheet, actor, str(number), chance.choice(_TITLES), chance.choice(_STATES))
    if chance.random() < 0.12:
        put_reminder(sheet, actor, "0", chance.choice(("PENDING", "PENDING", "SENT", "DISMISSED")))


def put_task(sheet: Sheet, actor: Actor, key: str, title: str, state: str) -> str:
    """Something to do about the person."""
    at = actor.moment(actor.newest)
    uid = sheet.put(
        "Task",
        actor.uid(Prefix.TASK, key),
        title=title,
        due_at=actor.now + timedelta(days=actor.chance.randint(-5, 20)),
        state=state,
        proposed_by="human",
        priority=actor.chance.choices(("LOW", "NORMAL", "HIGH", "URGENT"), (2, 5, 2, 1))[0],
        version=1,
    )
    sheet.link("HAS_TASK", actor.newest.profile, uid, system=SYSTEM, at=at)
    sheet.link("ASSIGNED_TO", uid, actor.chance.choice(staff()), system=SYSTEM, at=at)
    return uid


def put_reminder(sheet: Sheet, actor: Actor, key: str, state: str) -> str:
    """A reminder to staff."""
    days = actor.chance.randint(2, 20)
    uid = sheet.put(
        "Reminder",
        actor.uid(Prefix.REMINDER, key),
        remind_at=actor.now + timedelta(days=days if state == "PENDING" else -days),
        channel=actor.chance.choice(("EMAIL", "SMS", "WHATSAPP", "PHONE")),
        text=actor.chance.choice(("Ask about the family's decision", "Wish a happy birthday", "Renew the reservation")),
        state=state,
    )
    at = actor.now - timedelta(days=days + 1)
    sheet.link("HAS_REMINDER", actor.newest.profile, uid, system=SYSTEM, at=max(at, actor.newest.since))
    return uid
