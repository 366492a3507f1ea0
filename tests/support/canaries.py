"""A person with a mark of their own in every place where personal data can lie, beside somebody who shares things with them."""

import csv
import random
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec

from cypher.queries.receipts import ANSWER_RECEIPT, CLAIM_RECEIPT, ReceiptAnswer, ReceiptClaim
from cypher.queries.reviewing import SET_PROPOSAL, ProposalMove
from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.ids import Prefix, stable_id
from graph_schema.natural_keys import (
    address_uid,
    client_uid,
    fact_uid,
    handle_uid,
    profile_uid,
    property_uid,
)
from graph_schema.proposals import Decision, Proposal, ProposalKind, RiskTier, Subject, Verdict
from graph_schema.values import Properties
from review.inbox import submit
from review.recording import record_decision
from tests.support.builders import NOW, RITA, provenance, put
from tests.support.import_csv import import_here

NEMO: Final = Actor("nemo", ActorKind.AGENT, frozenset({Role.AGENT}), "Nemo", delegated_by="nadia")
SYSTEM: Final = "showroom"
SHARED_PHONE: Final = "+971504443322"
OWN_PHONE: Final = "+971509917731"
OTHER_EMAIL: Final = "omar.stays@example.com"
# Longer than what Neo4j packs into a few bits a letter, shorter than one block of its string store.
_LETTERS: Final = 60
PLACES: Final = (
    "name", "email", "address", "note", "unresolved", "fact", "company", "unit", "rejected", "summary", "utterance",
    "spoken", "task", "reminder", "title", "reason", "payload", "receipt", "requirement", "handle", "verdict", "risk",
    "deal", "source_key",
)  # fmt: skip


def canary(place: str) -> str:
    """The mark of a place: letters only, so that it can be a name, and found in no dictionary."""
    return "zq" + "".join(random.Random(f"canary {place}").choices("bcdfghjklmnpqrstvwxz", k=_LETTERS - 2))


CANARIES: Final = {place: canary(place) for place in PLACES} | {"phone": OWN_PHONE.removeprefix("+")}
ADA_NAME: Final = f"Ada {canary('name').title()}"
ADA_EMAIL: Final = f"{canary('email')}@example.com"
ADA_KEY: Final = canary("source_key")
ADA_PROFILE: Final = profile_uid(SYSTEM, ADA_KEY)
ADA: Final = client_uid(ADA_PROFILE)
OMAR_PROFILE: Final = profile_uid(SYSTEM, "O-2")
NORA_PROFILE: Final = profile_uid(SYSTEM, "N-3")
OMAR: Final = client_uid(OMAR_PROFILE)
SHARED_TALK: Final = stable_id(Prefix.INTERACTION, "shared")
HOUSEHOLD: Final = stable_id(Prefix.HOUSEHOLD, "canaries")
HEADER: Final = ["ID", "Full name", "Mobile", "Email", "Company", "Interested in", "Job title", "Visit date", "Notes", "Zodiac"]


@dataclass(frozen=True)
class Planted:
    """What was planted: the clients, the file and the batch that it became."""

    path: Path
    batch: str
    sha256: str


def ada_row(phone: str = f"{OWN_PHONE} / {SHARED_PHONE}") -> list[str]:
    """Her row in the file."""
    c = CANARIES
    return [
        ADA_KEY, ADA_NAME, phone, ADA_EMAIL, c["company"], c["unit"], c["fact"], "2026-03-14", c["note"], c["unresolved"],
    ]  # fmt: skip


def omar_row() -> list[str]:
    """The row of the man with whom she shares a telephone."""
    return [
        "O-2", "Omar Staying", SHARED_PHONE, OTHER_EMAIL, "Stays LLC", "Marina 9", "Pilot", "2026-03-15", "Omar's note",
        "lion",
    ]  # fmt: skip


def write_file(path: Path, *rows: list[str]) -> Path:
    """A file of visitors."""
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([HEADER, *rows])
    return path


def plant(store: GraphStore, folder: Path, evidence: Path) -> Planted:
    """Import both, then put on her records whatever a file cannot bring."""
    ragged = ["?", ADA_EMAIL, CANARIES["rejected"]]
    path = write_file(folder / "visitors.csv", ada_row(), omar_row(), ragged)
    batch, _ = import_here(store, evidence, path)
    # The same record again in a longer file: a row without news, which no record names as its evidence.
    more = ["N-3", "Nora New", "+971503330000", "nora@example.com", "", "", "", "2026-03-16", "", ""]
    import_here(store, evidence, write_file(folder / "again.csv", ada_row(), more))
    put(store, _own())
    put(store, _shared())
    _propose(store)
    _keep_receipt(store)
    return Planted(path, batch.uid, batch.sha256)


def _own() -> ChangeSet:
    """What is hers alone."""
    c, entities, links = CANARIES, [], []

    def hang(label: str, uid: str, properties: Properties, edge: str, source: str = ADA_PROFILE) -> None:
        entities.append(EntityWrite(label, uid, properties))
        links.append(LinkWrite(edge, source, uid, provenance(SYSTEM)))

    talk, transcript = stable_id(Prefix.INTERACTION, "own"), stable_id(Prefix.TRANSCRIPT, "own")
    told: Properties = {"kind": "CALL", "summary": c["summary"], "occurred_at": NOW, "state": "DONE", "channel": "PHONE"}
    hang("Interaction", talk, told, "TOOK_PART_IN")
    hang("Transcript", transcript, {"language": "en"}, "HAS_TRANSCRIPT", talk)
    said: Properties = {"ordinal": 0, "speaker": "client", "text": c["utterance"]}
    hang("Utterance", stable_id(Prefix.UTTERANCE, "own"), said, "HAS_UTTERANCE", transcript)
    address: Properties = {"line": c["address"], "city": "Dubai", "folded": c["address"]}
    hang("Address", address_uid(c["address"]), address, "LIVES_AT")
    handle: Properties = {"value": c["handle"], "network": "instagram", "search_text": c["handle"]}
    hang("Handle", handle_uid("instagram", c["handle"]), handle, "HAS_IDENTIFIER")
    task: Properties = {"title": c["task"], "state": "OPEN", "version": 1, "due_at": NOW}
    hang("Task", stable_id(Prefix.TASK, "own"), task, "HAS_TASK")
    reminder: Properties = {"text": c["reminder"], "state": "PENDING", "remind_at": NOW}
    hang("Reminder", stable_id(Prefix.REMINDER, "own"), reminder, "HAS_REMINDER")
    wish: Properties = {"stated": True, "version": 1, "must_haves": [c["requirement"], "pool"]}
    hang("Requirement", stable_id(Prefix.REQUIREMENT, "own"), wish, "HAS_REQUIREMENT")
    risk: Properties = {"kind": "CHURN", "reason": c["risk"], "detected_at": NOW}
    hang("RiskSignal", stable_id(Prefix.RISK_SIGNAL, "own"), risk, "CARRIES")
    deal, moved = stable_id(Prefix.OPPORTUNITY, "own"), stable_id(Prefix.STAGE_CHANGE, "own")
    hang("Opportunity", deal, {"title": c["deal"], "stage": "LEAD", "version": 1}, "PURSUES")
    hang("StageChange", moved, {"to_stage": "LEAD", "occurred_at": NOW}, "MOVED", deal)
    hang("Consent", stable_id(Prefix.CONSENT, "own"), {"channel": "EMAIL", "purpose": "MARKETING", "state": "GRANTED"}, "GAVE")
    return ChangeSet(tuple(entities), tuple(links), touched_clients=frozenset({ADA}))


def _shared() -> ChangeSet:
    """A viewing that both came to, and a household: they stay, and speak of her no more."""
    transcript, hers, his = (
        stable_id(Prefix.TRANSCRIPT, "shared"), stable_id(Prefix.UTTERANCE, "hers"), stable_id(Prefix.UTTERANCE, "his"),
    )  # fmt: skip
    told: Properties = {"kind": "VIEWING", "summary": f"Viewing with {ADA_NAME} and Omar", "occurred_at": NOW, "state": "DONE"}
    entities = (
        EntityWrite("Interaction", SHARED_TALK, told),
        EntityWrite("Transcript", transcript, {"language": "en"}),
        EntityWrite("Utterance", hers, {"ordinal": 0, "speaker": ADA_NAME, "text": CANARIES["spoken"]}),
        EntityWrite("Utterance", his, {"ordinal": 1, "speaker": "Omar", "text": f"I agree with {ADA_NAME}."}),
        EntityWrite("Household", HOUSEHOLD, {"name": "Household"}),
    )
    said: Properties = {"role": "client"}
    both = (ADA_PROFILE, OMAR_PROFILE)
    links = (
        *(LinkWrite("TOOK_PART_IN", who, SHARED_TALK, provenance(SYSTEM), said) for who in both),
        *(LinkWrite("MEMBER_OF", who, HOUSEHOLD, provenance(SYSTEM), {"role": "spouse"}) for who in both),
        LinkWrite("ABOUT", SHARED_TALK, property_uid("Marina 9"), provenance(SYSTEM)),
        LinkWrite("HAS_TRANSCRIPT", SHARED_TALK, transcript, provenance(SYSTEM)),
        *(LinkWrite("HAS_UTTERANCE", transcript, uid, provenance(SYSTEM)) for uid in (hers, his)),
    )
    return ChangeSet(entities, links, touched_clients=frozenset({ADA, OMAR}))


def _propose(store: GraphStore) -> None:
    """One proposal that waits, one that was decided with a note."""
    c = CANARIES
    waiting = Proposal(
        kind=ProposalKind.IDENTITY_LINK,
        title=c["title"],
        subjects=(Subject(ADA_PROFILE, "left"), Subject(OMAR_PROFILE, "right")),
        confidence=0.8,
        risk_tier=RiskTier.LOW,
        reasons=(f"same: {c['reason']}",),
        evidence=(ADA_PROFILE,),
        proposed_by=NEMO,
    )
    decided = Proposal(
        kind=ProposalKind.FACT_WRITEBACK,
        title="A new job",
        subjects=(Subject(ADA, "client"),),
        confidence=0.8,
        risk_tier=RiskTier.LOW,
        reasons=("said: so",),
        evidence=(ADA_PROFILE,),
        proposed_by=NEMO,
        payload_json=msgspec.json.encode({"field": "job_title", "value": c["payload"]}).decode(),
    )
    store.write(lambda work: submit(work, [waiting, decided], now=NOW))
    verdict = Decision(
        uid=stable_id(Prefix.DECISION, "canary"), kind=ProposalKind.FACT_WRITEBACK, subject=decided.uid, verdict=Verdict.REJECT,
        decided_by=RITA, decided_at=NOW, shown_hash="", note=c["verdict"],
    )  # fmt: skip
    store.write(lambda work: record_decision(work, verdict, subjects=(decided.uid,)))
    store.write(lambda work: work.one(SET_PROPOSAL, ProposalMove(decided.uid, {"state": "REJECTED"})))


def _keep_receipt(store: GraphStore) -> None:
    """A kept answer that repeats what was written."""
    uid = stable_id(Prefix.RECEIPT, "ada", "canary")
    mark = CANARIES["receipt"]
    fact = EntityWrite("Fact", fact_uid("language", mark), {"field": "language", "value": mark})
    put(store, ChangeSet((fact,), (LinkWrite("STATES", ADA_PROFILE, fact.uid, provenance(SYSTEM)),)))
    answer = msgspec.json.encode({"client": ADA, "value": f"now {CANARIES['receipt']}", "version": 2}).decode()
    store.write(lambda work: work.one(CLAIM_RECEIPT, ReceiptClaim(uid, "ada canary", "aa", NOW + timedelta(seconds=1))))
    store.write(lambda work: work.one(ANSWER_RECEIPT, ReceiptAnswer(uid, answer)))
