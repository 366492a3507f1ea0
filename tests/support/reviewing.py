"""Proposing, deciding and taking back, as short as a test wants to say it."""

from dataclasses import replace
from datetime import datetime
from typing import Final

import msgspec

from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.proposals import Proposal, ProposalKind, ReasonCode, RiskTier, Subject, Verdict
from review.case import open_case
from review.decide import Opinion
from review.deciding import Outcome, decide_proposal
from review.inbox import submit
from review.undoing import undo_decision
from tests.support.builders import NOW

RITA: Final = Actor("rita", ActorKind.HUMAN, frozenset({Role.REVIEWER}), "Rita", signed_in_at=NOW)
SAUL: Final = Actor("saul", ActorKind.HUMAN, frozenset({Role.REVIEWER}), "Saul", signed_in_at=NOW)
NEMO: Final = Actor("nemo", ActorKind.AGENT, frozenset({Role.AGENT}), "Nemo", delegated_by="nadia")


def propose(
    store: GraphStore,
    kind: ProposalKind,
    *subjects: str,
    payload: object = None,
    risk: RiskTier = RiskTier.MEDIUM,
    by: Actor = NEMO,
    now: datetime = NOW,
) -> str:
    """Submit a proposal about these; answers its uid."""
    proposal = Proposal(
        kind=kind,
        title=f"{kind.value} of {' and '.join(subjects)}",
        subjects=tuple(Subject(uid, f"subject_{index}") for index, uid in enumerate(subjects)),
        confidence=0.9,
        risk_tier=risk,
        reasons=("because: a test says so",),
        evidence=tuple(subjects),
        proposed_by=by,
        payload_json=msgspec.json.encode(payload or {}).decode(),
    )
    store.write(lambda work: submit(work, [proposal], now=now))
    return proposal.uid


def decide(
    store: GraphStore,
    proposal: str,
    verdict: Verdict = Verdict.SAME,
    actor: Actor = RITA,
    *,
    now: datetime = NOW,
    edit: object = None,
) -> Outcome:
    """Look at it and decide it."""
    shown = open_case(store, proposal).preview.shown_hash
    edit_json = msgspec.json.encode(edit).decode() if edit else ""
    opinion = Opinion(verdict=verdict, shown_hash=shown, reason=ReasonCode.OTHER, edit_json=edit_json)
    signed_in = replace(actor, signed_in_at=now) if actor.signed_in_at else actor
    return store.write(lambda work: decide_proposal(work, proposal, opinion, signed_in, now=now))


def decide_fully(store: GraphStore, proposal: str, verdict: Verdict = Verdict.SAME, *, now: datetime = NOW) -> Outcome:
    """Decide, with a second person where the policy asks for one."""
    outcome = decide(store, proposal, verdict, RITA, now=now)
    return decide(store, proposal, verdict, SAUL, now=now) if outcome.state == "AWAITING_SECOND" else outcome


def undo(store: GraphStore, decision: str, actor: Actor = SAUL, *, now: datetime = NOW) -> Outcome:
    """Take it back."""
    return store.write(lambda work: undo_decision(work, decision, replace(actor, signed_in_at=now), now=now))


def clients(store: GraphStore) -> dict[str, str]:
    """The client of every profile, as the graph says."""
    rows = store.records(
        "MATCH (p:Profile)-[m:RESOLVES_TO]->(c:Client) WHERE m.retired_at IS NULL RETURN p.uid AS profile, c.uid AS client", {}
    )
    return {str(row["profile"]): str(row["client"]) for row in rows}
