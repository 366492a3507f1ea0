"""A proposal as the gate sees it now: its subjects resolved to records, what stands about them, what it would do."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

import msgspec

from cypher.queries.reviewing import PROPOSAL, ProposalRef, ProposalRow, SubjectRow
from cypher.store import Reader
from graph_schema.actors import Actor, ActorKind
from graph_schema.errors import Barred, Conflict, InputRefused, NotFound
from graph_schema.natural_keys import client_uid
from graph_schema.proposals import Decision, ProposalKind, RiskTier, Verdict
from review.decide import Earlier, Lease, Pending
from review.effects import Anchor, Case, Effect, effect_of
from review.identity.ground import Ground, read_ground, read_records
from review.identity.membership import Move, Standing, assign, moves
from review.identity.survivorship import Stated
from review.preview import Adding, Preview, preview

_SHOWN_BY: Final = Actor("preview", ActorKind.SYSTEM, frozenset())
_SHOWN_AT: Final = datetime(9999, 1, 1, tzinfo=UTC)
# What is shown is what the most consequential verdict would do; all others do less.
_SHOWN_VERDICT: Final = {
    ProposalKind.IDENTITY_LINK: Verdict.SAME,
    ProposalKind.MERGE: Verdict.SAME,
    ProposalKind.HOUSEHOLD: Verdict.SAME_HOUSEHOLD,
}
_RANK: Final = {RiskTier.LOW: 0, RiskTier.MEDIUM: 1, RiskTier.HIGH: 2}


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A proposal with all that its decision depends on. `blocked` says why it cannot be accepted as things stand."""

    row: ProposalRow
    case: Case
    ground: Ground
    preview: Preview
    blocked: str = ""

    @property
    def risk(self) -> RiskTier:
        """The higher of what its proposer said and what would move."""
        return max(self.row.risk_tier, self.preview.risk, key=lambda tier: _RANK[tier])

    def pending(self) -> Pending:
        """What `decide` needs to know."""
        row = self.row
        lease = None
        if row.lease_holder and row.lease_expires_at:
            lease = Lease(holder=row.lease_holder, expires_at=row.lease_expires_at)
        waiting = row.decisions[-1] if row.state == "AWAITING_SECOND" and row.decisions else None
        return Pending(
            kind=row.kind,
            subject=row.uid,
            proposed_by=row.proposed_by,
            proposed_for=row.proposed_for,
            current_hash=self.preview.shown_hash,
            risk=self.risk,
            lease=lease,
            earlier=Earlier(decided_by=waiting.decided_by, verdict=waiting.verdict) if waiting else None,
        )


@dataclass(frozen=True, slots=True)
class Consequence:
    """What an effect does to memberships: who moves, to which client everybody then belongs, and what stands then."""

    after: Standing
    moves: tuple[Move, ...]
    assigned: dict[str, str]

    def around(self) -> frozenset[str]:
        """The records and clients whose matters may stand differently now: none where nobody moved."""
        if not self.moves:
            return frozenset()
        left = {client for move in self.moves for client in (move.before, move.after)}
        return frozenset(left | set(self.assigned) | set(self.assigned.values()))


def open_case(reader: Reader, proposal_id: str) -> OpenCase:
    """Read a proposal and all around it.

    Raises:
        NotFound: there is no such proposal.
    """
    row = read_proposal(reader, proposal_id)
    ground = read_ground(reader, clients_of(row))
    case = _case(row, ground.standing)
    adding, effect, blocked = Adding(), Effect(), ""
    try:
        effect = effect_of(case, _as_if(row))
        consequence = consequence_of(effect, ground)
        adding = Adding(
            added=tuple(f"{link.type} {link.source} {link.target}" for link in effect.links), stated=_stated(effect)
        )
    except (Conflict, InputRefused, Barred) as error:
        blocked = error.message
        consequence = Consequence(ground.standing, (), {m.profile: m.client for m in ground.standing.members})
    profiles = [member.profile for member in ground.standing.members]
    records = read_records(reader, profiles, [move.profile for move in consequence.moves])
    shown = preview(proposal_digest(row), consequence.moves, adding, records, consequence.assigned)
    if blocked:
        shown = replace(shown, warnings=(*shown.warnings, f"blocked: {blocked}"))
    return OpenCase(row, case, ground, shown, blocked)


def read_proposal(reader: Reader, proposal_id: str) -> ProposalRow:
    """The proposal as it is now.

    Raises:
        NotFound: there is none.
    """
    rows = reader.many(PROPOSAL, ProposalRef(proposal_id))
    if not rows:
        raise NotFound(f"there is no proposal {proposal_id}", hint="`velocity review list` shows what waits")
    return rows[0]


def clients_of(row: ProposalRow) -> tuple[str, ...]:
    """The clients that a proposal is about, as of now."""
    return tuple(sorted({anchor.client for subject in row.subjects if (anchor := _anchor(subject)).client}))


def consequence_of(effect: Effect, ground: Ground) -> Consequence:
    """Who would belong to whom.

    Raises:
        Barred: two records that somebody decided are not the same would become one client.
    """
    after = ground.standing.plus(same=effect.same, barred=effect.barred)
    return settled(after)


def settled(after: Standing) -> Consequence:
    """What follows from what stands."""
    return Consequence(after, moves(after), assign(after))


def proposal_digest(row: ProposalRow) -> str:
    """SHA-256 of what the proposal itself says."""
    subjects = [(subject.uid, subject.role) for subject in row.subjects]
    said = (
        row.uid,
        row.title,
        f"{row.confidence:.6f}",
        row.reasons,
        row.contributions,
        row.evidence,
        row.payload_json,
        subjects,
    )
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def _case(row: ProposalRow, standing: Standing) -> Case:
    return Case(
        kind=row.kind,
        proposal=row.uid,
        title=row.title,
        confidence=row.confidence,
        payload_json=row.payload_json,
        anchors=tuple(_anchor(subject) for subject in row.subjects),
        standing=standing,
    )


def _anchor(subject: SubjectRow) -> Anchor:
    if subject.label == "Profile":
        return Anchor(uid=subject.uid, role=subject.role or "", label=subject.label, profile=subject.uid, client=subject.client)
    # A client stands where the record stands that carries its id along.
    keeper = _keeper(subject)
    return Anchor(uid=subject.uid, role=subject.role or "", label=subject.label, profile=keeper[0], client=keeper[1])


def _keeper(subject: SubjectRow) -> tuple[str | None, str | None]:
    ordered: Sequence[tuple[str, str]] = sorted((holder.profile, holder.client) for holder in subject.holders)
    if not ordered:
        return None, None
    return next((pair for pair in ordered if client_uid(pair[0]) == subject.uid), ordered[0])


def _stated(effect: Effect) -> tuple[Stated, ...]:
    """The values that the effect lets a record state, as survivorship sees them."""
    nodes = {entity.uid: entity.properties for entity in effect.entities}
    return tuple(
        Stated(
            profile=link.source,
            field=str(nodes[link.target].get("field", "name")),
            value=str(nodes[link.target]["value"]),
            trust=0,
            since=_SHOWN_AT,
            is_ours=True,
        )
        for link in effect.links
        if link.type in {"STATES", "NAMED"}
    )


def _as_if(row: ProposalRow) -> Decision:
    """The decision whose effect is shown."""
    return Decision(
        uid="dec_preview",
        kind=row.kind,
        subject=row.uid,
        verdict=_SHOWN_VERDICT.get(row.kind, Verdict.ACCEPT),
        decided_by=_SHOWN_BY,
        decided_at=_SHOWN_AT,
        shown_hash="",
    )
