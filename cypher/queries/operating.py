"""Bindings for daily work: what a change by hand has to know before it is made."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cypher.queries.client import ClientRow
from cypher.queries.reviewing import EdgeRow, HolderRow
from cypher.query import Query


class ClientRef(msgspec.Struct, frozen=True):
    """Which client."""

    client_id: str


class ClientNow(msgspec.Struct, frozen=True):
    """An id, the records that came with it and where they are, and the records that it holds."""

    asked: str
    came: tuple[HolderRow, ...]
    held: tuple[HolderRow, ...]


class Edits(msgspec.Struct, frozen=True):
    """Which earlier words of ours; empty texts mean any."""

    profile_ids: Sequence[str]
    type: str
    field: str
    target: str


class EditedRow(EdgeRow, frozen=True):
    """An earlier word of ours."""


class EntityRef(msgspec.Struct, frozen=True):
    """Which entity."""

    uid: str


class VersionedRow(msgspec.Struct, frozen=True):
    """What a change by hand is compared with."""

    uid: str
    version: int
    state: str
    label: str | None
    title: str
    clients: tuple[str, ...]


CLIENT_NOW = Query("read.client_now", ClientRef, ClientNow)
EDITED = Query("read.edited", Edits, EditedRow)
VERSIONED = Query("read.versioned", EntityRef, VersionedRow)


class DueTasks(msgspec.Struct, frozen=True):
    """Whose tasks come first, due before when."""

    staff: str
    until: datetime
    limit: int


class MyTaskRow(msgspec.Struct, frozen=True):
    """A task that is due."""

    id: str
    title: str
    due_at: datetime | None
    priority: str | None
    is_mine: bool
    client: ClientRow


class DueReminders(msgspec.Struct, frozen=True):
    """Due before when."""

    until: datetime
    limit: int


class MyReminderRow(msgspec.Struct, frozen=True):
    """A reminder that is due."""

    id: str
    remind_at: datetime
    text: str


class PipelineRef(msgspec.Struct, frozen=True):
    """Which pipeline."""

    pipeline: str


class BoardRow(msgspec.Struct, frozen=True):
    """Deals of one stage in one currency."""

    stage: str
    currency: str
    count: int
    amount: float


MY_TASKS = Query("read.my_tasks", DueTasks, MyTaskRow)
MY_REMINDERS = Query("read.my_reminders", DueReminders, MyReminderRow)
OPPORTUNITY_BOARD = Query("read.opportunity_board", PipelineRef, BoardRow)
