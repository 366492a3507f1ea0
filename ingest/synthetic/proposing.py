"""Proposals that a model might have made, so that queues and Client 360 pages are not empty in a demo."""

from datetime import datetime
from typing import Final

import msgspec

from graph_schema.ids import Prefix, stable_id
from ingest.synthetic.people import Taste, affinity
from ingest.synthetic.portfolio import Unit
from ingest.synthetic.sheet import Sheet

MODEL_RUN_UID: Final = stable_id(Prefix.MODEL_RUN, "demo-ground-floor")
_SYSTEM: Final = "velocity"


def put_model_run(sheet: Sheet, at: datetime) -> None:
    """The run that all demo proposals name."""
    sheet.put("ModelRun", MODEL_RUN_UID, model="demo-ground-floor", version="1", snapshot_hash="demo", ran_at=at)


def put_identity_link(sheet: Sheet, left: str, right: str, confidence: float, reasons: tuple[str, ...], at: datetime) -> None:
    """Two profiles that may be one person."""
    uid = _put(sheet, "IDENTITY_LINK", (left, right), "Two records may be one person", confidence, reasons, "{}", at, "MEDIUM")
    sheet.link("CONCERNING", uid, left, system=_SYSTEM, at=at, properties={"role": "left"}, evidence=("left",))
    sheet.link("CONCERNING", uid, right, system=_SYSTEM, at=at, properties={"role": "right"}, evidence=("right",))


def put_next_action(sheet: Sheet, client: str, title: str, confidence: float, at: datetime) -> None:
    """Something that somebody should do next."""
    uid = _put(
        sheet, "TASK", (client, title), title, confidence, ("recent_interest: viewed three times this week",), "{}", at, "LOW"
    )
    sheet.link("CONCERNING", uid, client, system=_SYSTEM, at=at, properties={"role": "client"}, evidence=("client",))


def put_property_match(sheet: Sheet, client: str, taste: Taste, unit: Unit, at: datetime) -> None:
    """A unit that a client may want, with what speaks for it and which wishes it misses."""
    score = round(affinity(taste, unit), 4)
    violated = []
    if unit.price_aed > taste.budget:
        violated.append(f"over_budget: costs {unit.price_aed / taste.budget - 1:.0%} more than the budget")
    if unit.bedrooms < taste.bedrooms:
        violated.append(f"too_few_bedrooms: {unit.bedrooms} where {taste.bedrooms} are asked for")
    reasons = [f"kind: {unit.kind.lower()} as asked for"] if unit.kind == taste.kind else []
    reasons += [f"area: {unit.area} is where the client looks"] if unit.area == taste.area else [f"view: {unit.view}"]
    payload = msgspec.json.encode(
        {"score": score, "probability": round(0.2 + 0.6 * score, 4), "constraints_violated": violated}
    )
    title = f"{unit.name} may suit the client"
    uid = _put(sheet, "PROPERTY_MATCH", (client, unit.uid), title, score, tuple(reasons), payload.decode(), at, "LOW")
    sheet.link("CONCERNING", uid, client, system=_SYSTEM, at=at, properties={"role": "client"}, evidence=("client",))
    sheet.link("CONCERNING", uid, unit.uid, system=_SYSTEM, at=at, properties={"role": "property"}, evidence=("property",))


def _put(
    sheet: Sheet,
    kind: str,
    about: tuple[str, str],
    title: str,
    confidence: float,
    reasons: tuple[str, ...],
    payload: str,
    at: datetime,
    risk: str,
) -> str:
    uid = sheet.put(
        "Proposal",
        stable_id(Prefix.PROPOSAL, "demo", kind, *about),
        kind=kind,
        state="PROPOSED",
        version=1,
        title=title,
        confidence=confidence,
        risk_tier=risk,
        reasons=list(reasons),
        evidence=[MODEL_RUN_UID],
        payload_json=payload,
        shown_hash="",
        proposed_by="demo-ground-floor",
        proposed_by_kind="model",
        created_at=at,
    )
    sheet.link("SUGGESTED_BY", uid, MODEL_RUN_UID, system=_SYSTEM, at=at, confidence=confidence, model_run=MODEL_RUN_UID)
    return uid
