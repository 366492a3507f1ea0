"""Who and what the story is about, and how its sentences are put."""

from datetime import UTC, datetime
from typing import Final

from graph_schema.changes import EntityWrite, LinkWrite
from graph_schema.ids import Prefix, stable_id
from graph_schema.natural_keys import (
    client_uid,
    profile_uid,
    property_uid,
    staff_uid,
)
from graph_schema.provenance import Provenance
from graph_schema.values import PropertyValue

JANUARY: Final = datetime(2026, 1, 10, 9, tzinfo=UTC)
FEBRUARY: Final = datetime(2026, 2, 1, 9, tzinfo=UTC)
MERGED_AT: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW: Final = datetime(2026, 5, 1, 9, tzinfo=UTC)

CRM, PORTAL, FATIMAS = profile_uid("crm", "C-1"), profile_uid("portal", "U-9"), profile_uid("crm", "C-2")
MOHAMMED, ONCE_PORTAL, FATIMA = client_uid(CRM), client_uid(PORTAL), client_uid(FATIMAS)
BATCH = stable_id(Prefix.RAW_BATCH, "story")
HEADER_ROW = stable_id(Prefix.RAW_ROW, "story", "1")
ROW = stable_id(Prefix.RAW_ROW, "story", "2")
FATIMAS_ROW = stable_id(Prefix.RAW_ROW, "story", "3")
PLAN = stable_id(Prefix.DECISION, "plan")
MERGE = stable_id(Prefix.DECISION, "merge")
RUN = stable_id(Prefix.MODEL_RUN, "story")
MARINA, CREEK = property_uid("Marina 1204"), property_uid("Creek 808")
DEAL = stable_id(Prefix.OPPORTUNITY, "story")
CALL, VIEWING = stable_id(Prefix.INTERACTION, "call"), stable_id(Prefix.INTERACTION, "viewing")
SARAH = staff_uid("Sarah Lind")
OPEN_TASK, DONE_TASK = stable_id(Prefix.TASK, "open"), stable_id(Prefix.TASK, "done")
MATCH = stable_id(Prefix.PROPOSAL, "match")
SAME_PERSON, MERGE_PROPOSAL = stable_id(Prefix.PROPOSAL, "fatima"), stable_id(Prefix.PROPOSAL, "merge")
SUGGESTED_CALL = stable_id(Prefix.PROPOSAL, "call")


def node(label: str, uid: str, **properties: PropertyValue) -> EntityWrite:
    """An entity."""
    return EntityWrite(label, uid, properties)


def imported(column: str | None, row: int = 2, at: datetime = JANUARY, confidence: float = 1.0) -> Provenance:
    """From the CRM's file."""
    return Provenance.imported(
        system="crm", batch=BATCH, row=row, column=column, method="text/1", actor="ada", decision=PLAN, recorded_at=at,
        confidence=confidence,
    )  # fmt: skip


def observed(at: datetime = FEBRUARY, valid_from: datetime | None = None) -> Provenance:
    """From the portal's feed."""
    return Provenance.observed(
        system="portal", method="feed/1", actor="portal", batch="bat_feed", row=None, recorded_at=at, valid_from=valid_from
    )


def link(type_: str, source: str, target: str, by: Provenance, evidence: str = "", **properties: PropertyValue) -> LinkWrite:
    """An edge."""
    return LinkWrite(type_, source, target, by, properties, (evidence,) if evidence else ())
