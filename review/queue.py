"""Who looks at what: leases on proposals, and giving a proposal back or taking it out of the queue."""

from datetime import datetime, timedelta
from typing import Final

from cypher.queries.reviewing import SET_PROPOSAL, ProposalMove, ProposalRow, ProposalVersion
from cypher.store import Work
from graph_schema.actors import Actor, require
from graph_schema.errors import AlreadyDecided, LeaseHeld, NotAllowed, StaleProposal
from graph_schema.lifecycle import ProposalState
from review.audit.events import AuditEntry, append
from review.case import read_proposal
from review.deciding import OPEN, set_state
from review.identity.ground import lock
from review.policy import rule_for

# Long enough to compare two records and to ask a colleague; short enough that a forgotten lease does not block a day.
LEASE_TIME: Final = timedelta(minutes=15)


def claim(work: Work, proposal_id: str, actor: Actor, *, now: datetime, expected_version: int | None = None) -> ProposalVersion:
    """Take a proposal for a while; claiming one's own again prolongs it.

    Raises:
        NotFound, AlreadyDecided, StaleProposal, LeaseHeld: it cannot be taken now.
        NotAllowed: the actor may not decide such proposals.
    """
    row = _held_open(work, proposal_id, expected_version)
    require(actor, rule_for(row.kind, row.risk_tier).permission)
    if row.lease_holder not in {None, actor.id} and row.lease_expires_at and row.lease_expires_at > now:
        raise LeaseHeld(
            f"{row.lease_holder} is looking at {row.uid} until {row.lease_expires_at:%H:%M:%S} UTC",
            hint="take another one, or wait until then",
        )
    # A proposal that waits for its second verdict keeps saying so.
    state = ProposalState.CLAIMED if row.state is not ProposalState.AWAITING_SECOND else row.state
    taken = {"state": state.value, "lease_holder": actor.id, "lease_expires_at": now + LEASE_TIME}
    after = work.one(SET_PROPOSAL, ProposalMove(row.uid, taken))
    append(work, AuditEntry(actor=actor, action="review.claim", subjects=(row.uid,), about=row.uid, at=now))
    return after


def withdraw(work: Work, proposal_id: str, actor: Actor, *, now: datetime, expected_version: int | None = None) -> ProposalRow:
    """Take back what one proposed, before anybody decided; answers it as it was.

    Raises:
        NotFound, AlreadyDecided, StaleProposal: it cannot be withdrawn now.
        NotAllowed: somebody else proposed it.
    """
    row = _held_open(work, proposal_id, expected_version)
    if actor.id not in {row.proposed_by, row.proposed_for}:
        raise NotAllowed(f"{row.uid} was proposed by {row.proposed_by}", hint="you can reject it")
    set_state(work, row.uid, row.state, ProposalState.WITHDRAWN)
    append(work, AuditEntry(actor=actor, action="review.withdraw", subjects=(row.uid,), about=row.uid, at=now))
    return row


def _held_open(work: Work, proposal_id: str, expected_version: int | None) -> ProposalRow:
    lock(work, (proposal_id,))
    row = read_proposal(work, proposal_id)
    if row.state not in OPEN:
        raise AlreadyDecided(f"{row.uid} is {row.state.value}", hint="there is nothing left to do about it")
    if expected_version is not None and expected_version != row.version:
        raise StaleProposal(f"{row.uid} is at version {row.version}, and you saw {expected_version}", hint="look at it again")
    return row
