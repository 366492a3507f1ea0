"""Taking a decision back: a new decision, which computes the clients anew as if the old one had never been made."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from cypher.canonical import put_changes
from cypher.queries.reviewing import (
    DECISION,
    MARK_UNDONE,
    DecisionMark,
    DecisionRef,
    DecisionWhole,
    ProposalVersion,
    RetiredRow,
)
from cypher.queries.standing import UNPLACED, Addition, UnplacedRow
from cypher.store import Reader, Work
from graph_schema.actors import Actor, require
from graph_schema.changes import ChangeSet, EntityWrite, LinkRestoration, LinkRetirement, LinkWrite
from graph_schema.errors import AlreadyDecided, InputRefused, LoginTooOld, NotFound
from graph_schema.ids import Prefix, prefix_of, stable_id, time_ordered_id
from graph_schema.lifecycle import ProposalState, TaskState
from graph_schema.proposals import Decision, ProposalKind, ReasonCode, RiskTier, Verdict
from graph_schema.provenance import Provenance
from graph_schema.registry import edge_spec
from review.case import Consequence, read_proposal, settled
from review.deciding import Outcome, set_state
from review.identity.ground import Ground, lock, read_ground, resettle
from review.identity.membership import Standing
from review.policy import rule_for
from review.privacy.consenting import follow_consents
from review.recording import record_decision

# What was approved for an import is taken back with the import; what was forgotten cannot come back.
_NOT_HERE: Final = frozenset({ProposalKind.MAPPING, ProposalKind.IMPORT_PLAN, ProposalKind.ERASURE})


def undo_decision(
    work: Work, decision_id: str, actor: Actor, *, now: datetime, reason: ReasonCode = ReasonCode.MISTAKE, note: str = ""
) -> Outcome:
    """Take a decision back, in the caller's transaction.

    Raises:
        NotFound: no such decision.
        AlreadyDecided: it was taken back before.
        InputRefused: decisions of this kind are taken back elsewhere, or not at all.
        NotAllowed, LoginTooOld: the actor may not.
        Barred: without it two people would be one client.
    """
    old = _hold(work, decision_id)
    _may_undo(old, actor, now)
    ground = read_ground(work, old.clients)
    consequence = settled(ground.standing.without(decision_id))
    decision = _decision(old, actor, now, reason, note)
    unplaced = _unplaced(work, old, consequence, ground.standing)
    put_changes(work, _changes(old, ground, consequence, decision, unplaced))
    work.one(MARK_UNDONE, DecisionMark(old.uid, decision.uid))
    moved = tuple(move.profile for move in consequence.moves)
    record_decision(work, decision, profiles=(*old.profiles, *moved), subjects=(old.uid, old.subject, *old.clients))
    proposal = _reopened(work, old, consequence.around())
    return Outcome(
        decision=decision.uid,
        kind=old.kind.value,
        verdict=Verdict.UNDO,
        decided_at=now,
        proposal=old.subject,
        state=proposal.state,
        version=proposal.version,
        clients=tuple(sorted(set(consequence.assigned.values()))),
    )


def _reopened(work: Work, old: DecisionWhole, around: frozenset[str]) -> ProposalVersion:
    """The proposal waits again, if its client's consent still allows that. A change by hand had none: nothing is to reopen."""
    is_proposed = prefix_of(old.subject) == Prefix.PROPOSAL.value
    if is_proposed:
        row = read_proposal(work, old.subject)
        set_state(work, row.uid, row.state, ProposalState.PROPOSED)
    follow_consents(work, around | {*old.clients, *old.profiles})
    if not is_proposed:
        return ProposalVersion(ProposalState.WITHDRAWN, 1)
    now = read_proposal(work, old.subject)
    return ProposalVersion(now.state, now.version)


def _decision(old: DecisionWhole, actor: Actor, now: datetime, reason: ReasonCode, note: str) -> Decision:
    return Decision(
        uid=time_ordered_id(Prefix.DECISION),
        kind=old.kind,
        subject=old.uid,
        verdict=Verdict.UNDO,
        decided_by=actor,
        decided_at=now,
        shown_hash="",
        note=note,
        reason=reason,
        undoes=old.uid,
    )


def read_decision(reader: Reader, decision_id: str) -> DecisionWhole:
    """A decision with what it did.

    Raises:
        NotFound: there is none.
    """
    rows = reader.many(DECISION, DecisionRef(decision_id))
    if not rows:
        raise NotFound(f"there is no decision {decision_id}", hint="`velocity review show PROPOSAL` lists decisions")
    return rows[0]


def _hold(work: Work, decision_id: str) -> DecisionWhole:
    # The proposal first and then the clients, in the order in which a decision takes them.
    subject = read_decision(work, decision_id).subject
    lock(work, (subject,))
    lock(work, (decision_id,))
    held: set[str] = set()
    while not held >= (needed := set(read_decision(work, decision_id).clients)):
        lock(work, needed)
        held |= needed
    return read_decision(work, decision_id)


def _may_undo(old: DecisionWhole, actor: Actor, now: datetime) -> None:
    if old.kind in _NOT_HERE or old.verdict in {Verdict.UNDO, Verdict.UNSURE}:
        raise InputRefused(
            f"{old.uid} ({old.kind.value} {old.verdict.value}) is not taken back here",
            hint="an import is reverted, an erasure is final, an undo is answered by deciding anew",
        )
    rule = rule_for(old.kind, RiskTier.MEDIUM)
    require(actor, rule.permission)
    fresh = rule.signed_in_within
    if fresh and (actor.signed_in_at is None or now - actor.signed_in_at > fresh):
        raise LoginTooOld("taking a decision back needs a fresher sign-in", hint="sign in again: `velocity token renew`")
    if old.undone_by:
        raise AlreadyDecided(f"{old.uid} was taken back by {old.undone_by}", hint="decide the proposal anew")


def _changes(
    old: DecisionWhole, ground: Ground, consequence: Consequence, decision: Decision, unplaced: Sequence[UnplacedRow]
) -> ChangeSet:
    settled_ = resettle(ground, consequence.after, consequence.moves, consequence.assigned, decision)
    retired = [(edge.uid, edge.type, edge.source, edge.target) for edge in old.made]
    retired += [(edge.uid, edge.type, edge.source, edge.target) for edge in unplaced]
    concerned = {consequence.assigned[p] for p in old.profiles if p in consequence.assigned}
    tasks = [_ask_whose(edge, old, ground, consequence, decision) for edge in unplaced]
    return ChangeSet(
        entities=(*settled_.entities, *(entity for entity, _ in tasks)),
        links=(*settled_.links, *(link for _, links in tasks for link in links)),
        retirements=(
            *settled_.retirements,
            *(LinkRetirement(*edge, retired_at=decision.decided_at, decision=decision.uid) for edge in retired),
        ),
        restorations=tuple(_believe_again(edge, decision) for edge in old.retired),
        touched_clients=settled_.touched_clients | frozenset(concerned),
    )


def _believe_again(edge: RetiredRow, decision: Decision) -> LinkRestoration:
    said = {name: value for name, value in edge.properties.items() if name in edge_spec(edge.type).property_names}
    provenance = Provenance.again(recorded_at=decision.decided_at, **msgspec.structs.asdict(edge.stamp))
    return LinkRestoration(edge.uid, edge.type, edge.source, edge.target, said, provenance, decision.uid)


def _unplaced(work: Work, old: DecisionWhole, consequence: Consequence, before: Standing) -> list[UnplacedRow]:
    """Facts added while the records were one client, of which nobody knows whose they are now that they part."""
    parted = {move.before for move in consequence.moves}
    apart = {client for client in parted if len({consequence.assigned[p] for p in before.of_client(client)}) > 1}
    profiles = sorted(member.profile for member in before.members if member.client in apart)
    return work.many(UNPLACED, Addition(profiles, old.decided_at)) if profiles else []


def _ask_whose(
    edge: UnplacedRow, old: DecisionWhole, ground: Ground, consequence: Consequence, decision: Decision
) -> tuple[EntityWrite, tuple[LinkWrite, ...]]:
    """One task in place of the fact: it holds the fact until somebody says whose it is."""
    member = ground.standing.member(edge.source)
    client = member.client if member else ""
    sides = sorted({consequence.assigned[profile] for profile in ground.standing.of_client(client)})
    uid = stable_id(Prefix.TASK, decision.uid, edge.uid)
    task = EntityWrite(
        "Task",
        uid,
        {
            "title": f"Whose is this? {edge.type}: {edge.shown} (added while {' and '.join(sides)} were one client)",
            "due_at": decision.decided_at,
            "priority": "HIGH",
            "state": TaskState.OPEN.value,
            "proposed_by": old.uid,
            "version": 1,
        },
    )
    provenance = Provenance.decided(
        system="velocity",
        method="unmerge/1",
        actor=decision.decided_by.id,
        decision=decision.uid,
        recorded_at=decision.decided_at,
    )
    keepers = {min(p for p, c in consequence.assigned.items() if c == side) for side in sides}
    links = [LinkWrite("HAS_TASK", keeper, uid, provenance, evidence=(decision.uid,)) for keeper in sorted(keepers)]
    return task, tuple(links)
