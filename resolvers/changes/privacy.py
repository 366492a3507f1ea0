"""Forgetting somebody: first what it would take, then a proposal that two people have to accept."""

import asyncio
from typing import Annotated, TypeAlias

import strawberry

from cypher.store import Work
from graph_schema.actors import Actor, Permission, require
from graph_schema.errors import StaleProposal
from resolvers.changes.acting import Request, change
from resolvers.changes.review import ProposalResult, Proposed, show_proposed
from resolvers.context import Info
from resolvers.permissions import known
from resolvers.types.refusal import REFUSED, Refusal, refusal
from review.privacy.erasure import ErasurePlan as Plan
from review.privacy.forgetting import erasure_proposal, plan_erasure
from review.proposing import propose


@strawberry.input
class PlanErasureInput:
    """Whom to forget."""

    client_id: strawberry.ID


@strawberry.input
class ExecuteErasureInput:
    """Exactly the plan that was shown, and why: a code and a text that names nobody."""

    client_id: strawberry.ID
    plan_hash: str
    idempotency_key: str
    reason: str = "request: the person asked for it"


@strawberry.type
class ErasurePlan:
    """How much would go. The hash covers exactly which."""

    hash: str
    nodes: int
    edges: int
    raw_cells: int
    transcripts: int
    embeddings: int


@strawberry.type
class ErasurePlanPayload:
    """What an erasure would take; nothing was changed."""

    plan: ErasurePlan


ErasurePlanResult: TypeAlias = Annotated[ErasurePlanPayload | Refusal, strawberry.union("ErasurePlanResult")]


async def plan_erasure_(info: Info, input: PlanErasureInput) -> ErasurePlanResult:  # noqa: A002 - the API's name
    """What forgetting a client would take. Changes nothing."""
    context = info.context
    try:
        plan = await asyncio.to_thread(plan_erasure, context.blocking, input.client_id, context.privacy_desk.key)
    except REFUSED as error:
        return refusal(error, ["input", "clientId"])
    return ErasurePlanPayload(plan=_show(plan))


async def execute_erasure(info: Info, input: ExecuteErasureInput) -> ProposalResult:  # noqa: A002 - the API's name
    """Propose the erasure that was planned. It is carried out when two people who may erase have accepted it."""
    context = info.context
    require(known(context.actor), Permission.PROPOSE)

    def act(work: Work, actor: Actor) -> Proposed:
        plan = plan_erasure(work, input.client_id, context.privacy_desk.key)
        if plan.hash != input.plan_hash:
            raise StaleProposal("the graph moved on since this erasure was planned", hint="plan it again")
        row = propose(work, erasure_proposal(plan, actor, reason=input.reason), now=context.now)
        return Proposed(uid=row.uid, kind=row.kind, state=row.state)

    done = await change(context, Request("executeErasure", input.idempotency_key, input), Proposed, act)
    return show_proposed(done) if isinstance(done, Proposed) else done


def _show(plan: Plan) -> ErasurePlan:
    counts = plan.counts
    return ErasurePlan(
        hash=plan.hash,
        nodes=counts.nodes,
        edges=counts.edges,
        raw_cells=counts.raw_cells,
        transcripts=counts.transcripts,
        embeddings=counts.embeddings,
    )
