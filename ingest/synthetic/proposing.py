"""Proposals that a model might have made, so that queues and Client 360 pages are not empty in a demo."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.ids import Prefix, stable_id
from graph_schema.lifecycle import ProposalState
from graph_schema.natural_keys import email_uid, fact_uid, phone_uid
from graph_schema.proposals import Proposal, ProposalKind, RiskTier, Subject
from ingest.synthetic.portfolio import Unit
from ingest.synthetic.records import Record
from ingest.synthetic.sheet import Sheet
from ingest.synthetic.tastes import Taste, affinity

MODEL_RUN_UID: Final = stable_id(Prefix.MODEL_RUN, "demo-ground-floor")
MODEL: Final = Actor("demo-ground-floor", ActorKind.MODEL, frozenset({Role.MODEL}), "Demo model")
_SYSTEM: Final = "velocity"
# What a shared e-mail address or telephone number, the same birth date and nothing but the name are worth.
_WORTH: Final = {"shared_email": 0.9, "shared_phone": 0.8, "same_birth_date": 0.7, "compatible_names": 0.4}


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two records have in common, as reasons a reviewer can read, with the values that show it."""

    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
    confidence: float


def likeness(left: Record, right: Record) -> Likeness:
    """Shared contact points and birth dates; without any, the names have to do."""
    found: list[tuple[str, str, str]] = []
    if left.email and right.email and left.email.value == right.email.value:
        found.append(("shared_email", f"both records carry {left.email.value}", email_uid(left.email.value)))
    if left.phone and right.phone and left.phone.value == right.phone.value:
        found.append(("shared_phone", f"both records carry {left.phone.value}", phone_uid(left.phone.value)))
    if left.born and left.born == right.born:
        found.append(("same_birth_date", f"born on {left.born}", fact_uid("birth_date", left.born.isoformat())))
    found.append(("compatible_names", f"{left.spelt.name} may be {right.spelt.name}", right.uid))
    doubt = 1.0
    for code, _, _ in found:
        doubt *= 1 - _WORTH[code]
    evidence = tuple(dict.fromkeys((left.uid, right.uid, *(uid for _, _, uid in found))))
    return Likeness(tuple(f"{code}: {text}" for code, text, _ in found), evidence, round(1 - doubt, 4))


def put_model_run(sheet: Sheet, at: datetime) -> None:
    """The run that all demo proposals name."""
    sheet.put("ModelRun", MODEL_RUN_UID, model=MODEL.id, version="1", snapshot_hash="demo", ran_at=at)


def propose_identity(sheet: Sheet, left: Record, right: Record, at: datetime) -> str:
    """Two profiles that may be one person."""
    alike = likeness(left, right)
    title = f"{left.spelt.name} and {right.spelt.name} may be one person"
    subjects = Subject(left.uid, "left"), Subject(right.uid, "right")
    return _put(sheet, ProposalKind.IDENTITY_LINK, title, subjects, alike, at, risk=RiskTier.MEDIUM)


def propose_household(sheet: Sheet, left: Record, right: Record, at: datetime) -> str:
    """Two profiles that may be people who decide together."""
    alike = likeness(left, right)
    reasons = (*alike.reasons[:-1], f"same_family_name: {left.spelt.family} and {right.spelt.family}")
    title = f"{left.spelt.name} and {right.spelt.name} may belong to one household"
    subjects = Subject(left.uid, "left"), Subject(right.uid, "right")
    shown = Likeness(reasons, alike.evidence, 0.7)
    return _put(sheet, ProposalKind.HOUSEHOLD, title, subjects, shown, at)


def propose_action(
    sheet: Sheet, client: str, profile: str, title: str, confidence: float, at: datetime, unit: Unit | None = None
) -> str:
    """Something that somebody should do next, perhaps about a unit."""
    subjects = Subject(client, "client"), *((Subject(unit.uid, "property"),) if unit else ())
    shown = Likeness(("recent_interest: several signals within the last weeks",), (profile,), confidence)
    payload = {"due_at": (at + timedelta(days=3)).isoformat()}
    return _put(sheet, ProposalKind.TASK, title, subjects, shown, at, payload=payload)


def propose_value(sheet: Sheet, client: str, left: Record, right: Record, at: datetime) -> str:
    """Two records of one client state different birth dates: which is right?"""
    stated = [born.isoformat() for born in (left.born, right.born) if born]
    shown = Likeness(
        (f"different_values: {left.source} says {left.born}, {right.source} says {right.born}",),
        tuple(dict.fromkeys(fact_uid("birth_date", value) for value in stated)),
        0.6,
    )
    payload = {"field": "birth_date", "values": stated}
    title = f"Which birth date of {left.spelt.name} is right?"
    return _put(sheet, ProposalKind.FIELD_CONFLICT, title, (Subject(client, "client"),), shown, at, payload=payload)


def propose_property(sheet: Sheet, client: str, profile: str, taste: Taste, unit: Unit, at: datetime) -> str:
    """A unit that a client may want, with what speaks for it and which wishes it misses."""
    score = round(affinity(taste, unit), 4)
    reasons = [f"kind: {unit.kind.lower()} as asked for"] if unit.kind == taste.kind else []
    reasons += [f"area: {unit.area} is where the client looks"] if unit.area == taste.area else [f"view: {unit.view}"]
    payload = {"score": score, "probability": round(0.2 + 0.6 * score, 4), "constraints_violated": _violated(taste, unit)}
    subjects = Subject(client, "client"), Subject(unit.uid, "property")
    shown = Likeness(tuple(reasons), (profile, unit.uid), score)
    title = f"{unit.name} may suit the client"
    return _put(sheet, ProposalKind.PROPERTY_MATCH, title, subjects, shown, at, payload=payload)


def _violated(taste: Taste, unit: Unit) -> list[str]:
    found: list[str] = []
    if unit.price_aed > taste.budget:
        found.append(f"over_budget: costs {unit.price_aed / taste.budget - 1:.0%} more than the budget")
    if unit.bedrooms < taste.bedrooms:
        found.append(f"too_few_bedrooms: {unit.bedrooms} where {taste.bedrooms} are asked for")
    return found


def _put(
    sheet: Sheet,
    kind: ProposalKind,
    title: str,
    subjects: tuple[Subject, ...],
    shown: Likeness,
    at: datetime,
    *,
    risk: RiskTier = RiskTier.LOW,
    payload: object = None,
) -> str:
    proposal = Proposal(
        kind=kind,
        title=title,
        subjects=subjects,
        confidence=shown.confidence,
        risk_tier=risk,
        reasons=shown.reasons,
        evidence=shown.evidence,
        proposed_by=MODEL,
        payload_json=msgspec.json.encode(payload or {}).decode(),
    )
    _put_node(sheet, proposal, at)
    for subject in subjects:
        said = {"role": subject.role}
        sheet.link("CONCERNING", proposal.uid, subject.uid, system=_SYSTEM, at=at, properties=said, evidence=(subject.role,))
    confidence = proposal.confidence
    sheet.link(
        "SUGGESTED_BY", proposal.uid, MODEL_RUN_UID, system=_SYSTEM, at=at, confidence=confidence, model_run=MODEL_RUN_UID
    )
    return proposal.uid


def _put_node(sheet: Sheet, proposal: Proposal, at: datetime) -> None:
    sheet.put(
        "Proposal",
        proposal.uid,
        kind=proposal.kind.value,
        state=ProposalState.PROPOSED.value,
        version=1,
        title=proposal.title,
        confidence=proposal.confidence,
        risk_tier=proposal.risk_tier.value,
        reasons=proposal.reasons,
        evidence=proposal.evidence,
        payload_json=proposal.payload_json,
        shown_hash=proposal.shown_hash,
        proposed_by=proposal.proposed_by.id,
        proposed_by_kind=proposal.proposed_by.kind.value,
        created_at=at,
    )
