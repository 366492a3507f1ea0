"""Erasing in a test as the gate does it: planned, proposed, accepted, carried out in one transaction."""

from typing import Final

from cypher.queries.reviewing import SET_PROPOSAL, ProposalMove
from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.ids import Prefix, time_ordered_id
from graph_schema.proposals import Decision, ProposalKind, Verdict
from review.inbox import submit
from review.privacy.erasure import ErasurePlan, approved_erasure
from review.privacy.forgetting import Erased, erasure_proposal, execute_erasure, plan_erasure
from review.privacy.suppression import SuppressionKey
from review.recording import record_decision
from tests.support.builders import NOW, RITA

KEY: Final = SuppressionKey(bytes(range(32)))
ALMA: Final = Actor("alma", ActorKind.HUMAN, frozenset({Role.ADMIN}), "Alma", signed_in_at=NOW)


def propose_erasure(store: GraphStore, client: str, key: SuppressionKey = KEY) -> tuple[ErasurePlan, str, str]:
    """Plan and submit; answers the plan, the proposal's uid and its payload."""
    plan = plan_erasure(store, client, key)
    proposal = erasure_proposal(plan, RITA, reason="request: the person asked for it")
    store.write(lambda work: submit(work, [proposal], now=NOW))
    return plan, proposal.uid, proposal.payload_json


def carry_out(store: GraphStore, proposal: str, payload_json: str) -> Erased:
    """What follows the second acceptance, in one transaction."""
    decision = Decision(
        uid=time_ordered_id(Prefix.DECISION),
        kind=ProposalKind.ERASURE,
        subject=proposal,
        verdict=Verdict.ACCEPT,
        decided_by=ALMA,
        decided_at=NOW,
        shown_hash="",
    )

    def work(transaction):  # type: ignore[no-untyped-def]  # a Work
        erased = execute_erasure(transaction, approved_erasure(payload_json), decision)
        record_decision(transaction, decision, subjects=(proposal,))
        transaction.one(SET_PROPOSAL, ProposalMove(proposal, {"state": "ACCEPTED"}))
        return erased

    erased: Erased = store.write(work)
    return erased


def erase(store: GraphStore, client: str, key: SuppressionKey = KEY) -> Erased:
    """Plan, propose, accept and carry out."""
    _, proposal, payload = propose_erasure(store, client, key)
    return carry_out(store, proposal, payload)
