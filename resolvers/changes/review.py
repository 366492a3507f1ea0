"""Claiming, deciding, undoing, proposing and withdrawing."""

import asyncio
import json
from datetime import datetime
from typing import Annotated, TypeAlias

import msgspec
import strawberry

from cypher.queries.reviewing import ProposalVersion
from cypher.store import Work
from graph_schema.actors import Actor
from graph_schema.lifecycle import ProposalState
from graph_schema.proposals import Proposal as NewProposal
from graph_schema.proposals import ProposalKind, ReasonCode, RiskTier, Subject, Verdict
from resolvers.changes.acting import Request, change, load_client
from resolvers.context import Info
from resolvers.review_queue import load_task
from resolvers.types.client import Client
from resolvers.types.refusal import Refusal
from resolvers.types.review import ReviewTask
from review.decide import Opinion
from review.deciding import Outcome, decide_proposal
from review.proposing import propose
from review.queue import claim, withdraw
from review.undoing import undo_decision


@strawberry.input
class ClaimReviewTaskInput:
    """Take a proposal for a quarter of an hour."""

    id: strawberry.ID
    idempotency_key: str
    expected_version: int | None = None


@strawberry.input
class EditInput:
    """A value to write in place of the proposed one."""

    name: str
    value: str


@strawberry.input
class DecideReviewTaskInput:
    """A verdict about exactly what was shown."""

    id: strawberry.ID
    idempotency_key: str
    verdict: Verdict
    shown_hash: str
    expected_version: int | None = None
    reason: ReasonCode | None = None
    note: str = ""
    edit: list[EditInput] | None = None


@strawberry.input
class UndoDecisionInput:
    """Take a decision back."""

    decision_id: strawberry.ID
    idempotency_key: str
    reason: ReasonCode = ReasonCode.MISTAKE
    note: str = ""


@strawberry.input
class ProposeIdentityLinkInput:
    """Two records or clients that may be one person, with the evidence for it."""

    left_id: strawberry.ID
    right_id: strawberry.ID
    confidence: float
    reasons: list[str]
    evidence_ids: list[strawberry.ID]
    idempotency_key: str
    title: str = ""


@strawberry.input
class ProposeFactInput:
    """A value that a client's field should have, with the evidence for it."""

    client_id: strawberry.ID
    field: str
    value: str
    confidence: float
    reasons: list[str]
    evidence_ids: list[strawberry.ID]
    idempotency_key: str


@strawberry.input
class ProposeTaskInput:
    """Something that somebody should do for a client, with the evidence for it."""

    client_id: strawberry.ID
    title: str
    confidence: float
    reasons: list[str]
    evidence_ids: list[strawberry.ID]
    idempotency_key: str
    due_at: datetime | None = None
    priority: str = "NORMAL"


@strawberry.input
class WithdrawProposalInput:
    """Take back what one proposed."""

    id: strawberry.ID
    idempotency_key: str
    expected_version: int | None = None


@strawberry.type
class DecidedCard:
    """A decision that was just made."""

    id: strawberry.ID
    kind: ProposalKind
    verdict: Verdict
    decided_at: datetime


@strawberry.type
class ReviewTaskPayload:
    """The proposal as it is now."""

    task: ReviewTask


@strawberry.type
class DecisionPayload:
    """The decision, the proposal as it is now, and the clients that it touched."""

    decision: DecidedCard
    task: ReviewTask | None
    clients: list[Client]


@strawberry.type
class ProposalCard:
    """A proposal that was just submitted or withdrawn."""

    id: strawberry.ID
    kind: ProposalKind
    state: ProposalState


@strawberry.type
class ProposalPayload:
    """The proposal as it is now."""

    proposal: ProposalCard


ReviewTaskResult: TypeAlias = Annotated[ReviewTaskPayload | Refusal, strawberry.union("ReviewTaskResult")]
DecisionResult: TypeAlias = Annotated[DecisionPayload | Refusal, strawberry.union("DecisionResult")]
ProposalResult: TypeAlias = Annotated[ProposalPayload | Refusal, strawberry.union("ProposalResult")]


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """What the receipt of a proposal keeps."""

    uid: str
    kind: ProposalKind
    state: ProposalState


async def claim_review_task(info: Info, input: ClaimReviewTaskInput) -> ReviewTaskResult:  # noqa: A002 - the API's name
    """Take a proposal for a quarter of an hour; claiming one's own again prolongs it."""
    now = info.context.now

    def act(work: Work, actor: Actor) -> ProposalVersion:
        return claim(work, input.id, actor, now=now, expected_version=input.expected_version)

    done = await change(info.context, Request("claim", input.idempotency_key, input), ProposalVersion, act)
    return ReviewTaskPayload(task=await load_task(info.context, input.id)) if isinstance(done, ProposalVersion) else done


async def decide_review_task(info: Info, input: DecideReviewTaskInput) -> DecisionResult:  # noqa: A002 - the API's name
    """Decide about exactly what was shown; decision, effects and audit event are one transaction."""
    opinion = Opinion(
        verdict=input.verdict,
        shown_hash=input.shown_hash,
        reason=input.reason,
        note=input.note,
        edit_json=json.dumps({entry.name: entry.value for entry in input.edit}) if input.edit else "",
    )
    now = info.context.now

    def act(work: Work, actor: Actor) -> Outcome:
        return decide_proposal(work, input.id, opinion, actor, now=now, expected_version=input.expected_version)

    done = await change(info.context, Request("decide", input.idempotency_key, input), Outcome, act)
    return await _decided(info, done) if isinstance(done, Outcome) else done


async def undo_decision_(info: Info, input: UndoDecisionInput) -> DecisionResult:  # noqa: A002 - the API's name
    """Take a decision back: a new decision, after which everything is as if the old one had never been made."""
    now = info.context.now

    def act(work: Work, actor: Actor) -> Outcome:
        return undo_decision(work, input.decision_id, actor, now=now, reason=input.reason, note=input.note)

    done = await change(info.context, Request("undo", input.idempotency_key, input), Outcome, act)
    return await _decided(info, done) if isinstance(done, Outcome) else done


async def propose_identity_link(info: Info, input: ProposeIdentityLinkInput) -> ProposalResult:  # noqa: A002 - the API's name
    """Suggest that two records are one person. Changes nothing until somebody else decides."""
    subjects = (Subject(input.left_id, "left"), Subject(input.right_id, "right"))
    title = input.title or f"{input.left_id} and {input.right_id} may be one person"
    return await _propose(info, input, ProposalKind.IDENTITY_LINK, title, subjects, "{}", RiskTier.MEDIUM)


async def propose_fact(info: Info, input: ProposeFactInput) -> ProposalResult:  # noqa: A002 - the API's name
    """Suggest a value for a client's field. Changes nothing until somebody else decides."""
    payload = json.dumps({"field": input.field, "value": input.value})
    title = f"{input.field}: {input.value}"
    return await _propose(
        info, input, ProposalKind.FACT_WRITEBACK, title, (Subject(input.client_id, "client"),), payload, RiskTier.LOW
    )


async def propose_task(info: Info, input: ProposeTaskInput) -> ProposalResult:  # noqa: A002 - the API's name
    """Suggest a task. Changes nothing until somebody else decides."""
    due = {"due_at": input.due_at.isoformat()} if input.due_at else {}
    payload = json.dumps({"title": input.title, "priority": input.priority, **due})
    return await _propose(
        info, input, ProposalKind.TASK, input.title, (Subject(input.client_id, "client"),), payload, RiskTier.LOW
    )


async def withdraw_proposal(info: Info, input: WithdrawProposalInput) -> ProposalResult:  # noqa: A002 - the API's name
    """Take back what one proposed, before anybody decided."""
    now = info.context.now

    def act(work: Work, actor: Actor) -> Proposed:
        row = withdraw(work, input.id, actor, now=now, expected_version=input.expected_version)
        return Proposed(uid=row.uid, kind=row.kind, state=ProposalState.WITHDRAWN)

    done = await change(info.context, Request("withdraw", input.idempotency_key, input), Proposed, act)
    return show_proposed(done) if isinstance(done, Proposed) else done


async def _propose(  # noqa: PLR0917 - the parts of a proposal
    info: Info,
    input: ProposeIdentityLinkInput | ProposeFactInput | ProposeTaskInput,  # noqa: A002 - the API's name
    kind: ProposalKind,
    title: str,
    subjects: tuple[Subject, ...],
    payload: str,
    risk: RiskTier,
) -> ProposalResult:
    now = info.context.now

    def act(work: Work, actor: Actor) -> Proposed:
        suggested = NewProposal(
            kind=kind,
            title=title,
            subjects=subjects,
            confidence=input.confidence,
            risk_tier=risk,
            reasons=tuple(input.reasons),
            evidence=tuple(input.evidence_ids),
            proposed_by=actor,
            payload_json=payload,
        )
        row = propose(work, suggested, now=now)
        return Proposed(uid=row.uid, kind=row.kind, state=row.state)

    done = await change(info.context, Request("propose", input.idempotency_key, input), Proposed, act)
    return show_proposed(done) if isinstance(done, Proposed) else done


def show_proposed(done: Proposed) -> ProposalPayload:
    """A proposal that was just submitted or withdrawn, as the API shows it."""
    return ProposalPayload(proposal=ProposalCard(id=strawberry.ID(done.uid), kind=done.kind, state=done.state))


async def _decided(info: Info, done: Outcome) -> DecisionPayload:
    if done.kind == ProposalKind.ERASURE.value and done.state is ProposalState.ACCEPTED:
        # The graph has forgotten; the bytes of files follow, and whatever a crash leaves is done at the next start.
        await asyncio.to_thread(info.context.privacy_desk.finish)
    is_proposal = done.proposal.startswith("pro_")
    return DecisionPayload(
        decision=DecidedCard(
            id=strawberry.ID(done.decision), kind=ProposalKind(done.kind), verdict=done.verdict, decided_at=done.decided_at
        ),
        task=await load_task(info.context, done.proposal) if is_proposal else None,
        clients=[await load_client(info.context, client) for client in done.clients],
    )
