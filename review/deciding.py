"""Decision, changes and audit event in one transaction: the shell around `decide`, for every proposal in the inbox."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

import msgspec

from cypher.canonical import put_changes
from cypher.queries.reviewing import SET_PROPOSAL, ProposalMove, ProposalVersion
from cypher.store import Work
from graph_schema.actors import Actor
from graph_schema.changes import ChangeSet
from graph_schema.errors import AlreadyDecided, StaleProposal
from graph_schema.lifecycle import ProposalState, move
from graph_schema.proposals import Decision, ProposalKind, Verdict
from review.case import Consequence, OpenCase, clients_of, consequence_of, open_case, read_proposal
from review.decide import Opinion, decide, is_final
from review.effects import Effect, effect_of
from review.identity.ground import Ground, lock, resettle
from review.privacy.consenting import follow_consents
from review.privacy.erasure import approved_erasure
from review.privacy.forgetting import execute_erasure
from review.recording import record_decision

OPEN: Final = frozenset({ProposalState.PROPOSED, ProposalState.CLAIMED, ProposalState.AWAITING_SECOND})
_AFTER: Final = {
    Verdict.REJECT: ProposalState.REJECTED,
    Verdict.NOT_SAME: ProposalState.REJECTED,
    Verdict.UNSURE: ProposalState.PROPOSED,
}


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a decision: it, where its proposal is now, and the clients that it touched."""

    decision: str
    kind: str
    verdict: Verdict
    decided_at: datetime
    proposal: str
    state: ProposalState
    version: int
    clients: tuple[str, ...]


def decide_proposal(
    work: Work, proposal_id: str, opinion: Opinion, actor: Actor, *, now: datetime, expected_version: int | None = None
) -> Outcome:
    """Decide, and do what follows, in the caller's transaction.

    Raises:
        NotFound: no such proposal.
        AlreadyDecided: somebody was faster.
        StaleProposal: the version or what was shown is no longer so.
        Barred: the verdict would make one client of two people.
        NotAllowed, OwnProposal, LoginTooOld, LeaseHeld, InputRefused: see `decide`.
    """
    case = _hold(work, proposal_id)
    _still_open(case, expected_version)
    pending = case.pending()
    decision = decide(pending, opinion, actor, now=now)
    if not is_final(pending, decision.verdict):
        return _first_of_two(work, case, decision)
    if decision.kind is ProposalKind.ERASURE and decision.verdict is Verdict.ACCEPT:
        return _forget(work, case, decision)
    effect = effect_of(case.case, decision)
    consequence = consequence_of(effect, case.ground)
    put_changes(work, decided_changes(effect, consequence, case.ground, decision))
    profiles = sorted({*effect.profiles, *(move.profile for move in consequence.moves)})
    record_decision(work, decision, profiles=profiles, subjects=(proposal_id, *clients_of(case.row)))
    follow_consents(work, consequence.around())
    state = _AFTER.get(decision.verdict, ProposalState.ACCEPTED)
    unsure = {"unsure_count": 1} if decision.verdict is Verdict.UNSURE else {}
    after = set_state(work, case.row.uid, case.row.state, state, unsure)
    return _outcome(decision, case.row.uid, after, consequence)


def _forget(work: Work, case: OpenCase, decision: Decision) -> Outcome:
    """Carry out exactly the plan whose hash the proposal carries. The bytes of files follow after the commit."""
    execute_erasure(work, approved_erasure(case.row.payload_json), decision)
    record_decision(work, decision, subjects=(case.row.uid,))
    after = set_state(work, case.row.uid, case.row.state, ProposalState.ACCEPTED)
    return _outcome(decision, case.row.uid, after, Consequence(case.ground.standing, (), {}))


def decided_changes(effect: Effect, consequence: Consequence, ground: Ground, decision: Decision) -> ChangeSet:
    """Everything that is written: the memberships that follow, and what the effect itself puts."""
    settled = resettle(ground, consequence.after, consequence.moves, consequence.assigned, decision)
    concerned = frozenset(consequence.assigned[p] for p in effect.profiles if p in consequence.assigned)
    return replace(
        settled,
        entities=(*settled.entities, *effect.entities),
        links=(*settled.links, *effect.links),
        touched_clients=settled.touched_clients | concerned,
    )


def set_state(
    work: Work, proposal: str, before: ProposalState, after: ProposalState, properties: Mapping[str, object] | None = None
) -> ProposalVersion:
    """Move a proposal along the lifecycle table; its lease ends.

    Raises:
        Conflict: the table knows no such move.
    """
    if before != after:
        move(proposal, before, after)
    freed: dict[str, object] = {"state": after.value, "lease_holder": None, "lease_expires_at": None}
    return work.one(SET_PROPOSAL, ProposalMove(proposal, {**freed, **(properties or {})}))


def _hold(work: Work, proposal_id: str) -> OpenCase:
    """Read the case under locks on the proposal and on all clients concerned, so that nobody moves what we look at."""
    lock(work, (proposal_id,))
    held: set[str] = set()
    while not held >= (needed := set(clients_of(read_proposal(work, proposal_id)))):
        lock(work, needed)
        held |= needed
    return open_case(work, proposal_id)


def _still_open(case: OpenCase, expected_version: int | None) -> None:
    row = case.row
    if row.state not in OPEN:
        by = f" by {row.decisions[-1].decided_by} ({row.decisions[-1].verdict.value})" if row.decisions else ""
        raise AlreadyDecided(f"{row.uid} is {row.state.value}{by}", hint="undo that decision if it was wrong")
    if expected_version is not None and expected_version != row.version:
        raise StaleProposal(
            f"{row.uid} is at version {row.version}, and you saw version {expected_version}",
            hint="look at it again, then decide",
        )


def _first_of_two(work: Work, case: OpenCase, decision: Decision) -> Outcome:
    # Tried out now, so that the second person is not asked about what cannot be done.
    consequence = consequence_of(effect_of(case.case, decision), case.ground)
    record_decision(work, decision, profiles=(), subjects=(case.row.uid, *clients_of(case.row)))
    after = set_state(work, case.row.uid, case.row.state, ProposalState.AWAITING_SECOND)
    return _outcome(decision, case.row.uid, after, replace(consequence, moves=()))


def _outcome(decision: Decision, proposal: str, after: ProposalVersion, consequence: Consequence) -> Outcome:
    return Outcome(
        decision=decision.uid,
        kind=decision.kind.value,
        verdict=decision.verdict,
        decided_at=decision.decided_at,
        proposal=proposal,
        state=after.state,
        version=after.version,
        clients=tuple(sorted(set(consequence.assigned.values()))),
    )
