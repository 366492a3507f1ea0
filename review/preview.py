"""What a decision would do, computed from what stands: shown before, and compared with what is so when somebody decides."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from graph_schema.proposals import RiskTier
from review.decide import join_hash
from review.identity.membership import Move
from review.identity.survivorship import FieldWinner, Stated, is_held_once, survive
from review.policy import BlastRadius, risk_of

# A deal that has come this far belongs to somebody: moving it to another client is a matter for two people.
COMMITTED_STAGES = frozenset({"OFFER", "RESERVED"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldConsent:
    """A consent that a record holds."""

    profile: str
    channel: str
    purpose: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """An open deal of a record."""

    profile: str
    opportunity: str
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What the records concerned say of their person, as far as a change of client matters."""

    values: tuple[Stated, ...] = ()
    consents: tuple[HeldConsent, ...] = ()
    deals: tuple[Deal, ...] = ()
    hanging: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adding:
    """What is put and retired besides memberships: edge types with their ends, and the values that records then state."""

    added: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a reviewer is shown of the consequences; `parts` are the hashes that the decision is bound to."""

    edges_added: int
    edges_retired: int
    moved_by_type: tuple[tuple[str, int], ...]
    field_winners: tuple[FieldWinner, ...]
    consent_conflicts: tuple[str, ...]
    warnings: tuple[str, ...]
    risk: RiskTier
    risk_reasons: tuple[str, ...]
    shown_hash: str


def preview(proposal_hash: str, moves: tuple[Move, ...], adding: Adding, records: Records, after: Mapping[str, str]) -> Preview:
    """The consequences of some moves; `after` says to which client each record concerned would belong."""
    moving = {move.profile for move in moves}
    changed = {move.after for move in moves} | {after.get(stated.profile, "") for stated in adding.stated}
    winners = _winners((*records.values, *adding.stated), after, changed)
    sides = Sides(moves, after)
    conflicts = _consent_conflicts(records.consents, sides) if moves else ()
    risk, reasons = risk_of(_radius(records, sides, conflicts))
    warnings = tuple(text for text in reasons if risk is RiskTier.HIGH)
    membership = sorted(f"{move.profile}>{move.after}" for move in moves)
    return Preview(
        edges_added=len(moves) + len(adding.added),
        edges_retired=len(moves) + len(adding.retired),
        moved_by_type=records.hanging if moving else (),
        field_winners=winners,
        consent_conflicts=conflicts,
        warnings=warnings,
        risk=risk,
        risk_reasons=reasons,
        shown_hash=join_hash(
            (
                _digest(proposal_hash),
                _digest(membership, sorted(adding.added), sorted(adding.retired)),
                _digest([(w.field, w.value, w.loses) for w in winners]),
                _digest(conflicts),
                _digest(warnings, records.hanging if moving else ()),
            )
        ),
    )


def _winners(values: Iterable[Stated], after: Mapping[str, str], receiving: set[str]) -> tuple[FieldWinner, ...]:
    """The fields of the clients that receive records."""
    by_client: dict[str, list[Stated]] = {}
    for stated in values:
        client = after.get(stated.profile, "")
        if client in receiving:
            by_client.setdefault(client, []).append(stated)
    return tuple(winner for client in sorted(by_client) for winner in survive(by_client[client]))


def _consent_conflicts(consents: Iterable[HeldConsent], sides: "Sides") -> tuple[str, ...]:
    held: dict[tuple[str, str, str], dict[str, set[str]]] = {}
    for consent in consents:
        by_side = held.setdefault((sides.after(consent.profile), consent.channel, consent.purpose), {})
        by_side.setdefault(sides.before(consent.profile), set()).add(consent.state)
    return tuple(
        f"{channel} for {purpose or 'any purpose'}: {' and '.join(sorted(set().union(*by_side.values())))}; "
        "the most restrictive wins, all stay as evidence"
        for (_, channel, purpose), by_side in sorted(held.items())
        if len(by_side) > 1 and len({frozenset(states) for states in by_side.values()}) > 1
    )


@dataclass(frozen=True, slots=True)
class Sides:
    """Where records are and where they would be: only what differs between sides that come together is a conflict."""

    moves: tuple[Move, ...]
    assigned: Mapping[str, str]

    def after(self, profile: str) -> str:
        """The client that the record would belong to."""
        return self.assigned.get(profile, "")

    def before(self, profile: str) -> str:
        """The client that it belongs to now."""
        return next((move.before for move in self.moves if move.profile == profile), self.after(profile))

    def apart(self, values: Iterable[Stated]) -> dict[str, tuple[FieldWinner, ...]]:
        """What each side shows now, for the clients that would receive records."""
        receiving = {move.after for move in self.moves}
        by_side: dict[str, list[Stated]] = {}
        for stated in values:
            if self.after(stated.profile) in receiving:
                by_side.setdefault(self.before(stated.profile), []).append(stated)
        return {side: survive(group) for side, group in by_side.items()}


def _radius(records: Records, sides: Sides, conflicts: tuple[str, ...]) -> BlastRadius:
    moving = {move.profile for move in sides.moves}
    shown = [winner for winners in sides.apart(records.values).values() for winner in winners]
    owners = frozenset(winner.value for winner in shown if winner.field == "owner")
    together: dict[str, set[str]] = {}
    for winner in shown:
        together.setdefault(winner.field, set()).add(winner.value)
    return BlastRadius(
        moved_edges=sum(count for _, count in records.hanging) if moving else 0,
        moved_records=len(moving),
        consent_conflicts=len(conflicts),
        owners=owners,
        open_deals=sum(1 for deal in records.deals if deal.profile in moving and deal.stage in COMMITTED_STAGES),
        contradictions=sum(1 for field, values in together.items() if len(values) > 1 and is_held_once(field)),
    )


def _digest(*content: object) -> str:
    return hashlib.sha256(msgspec.json.encode(content)).hexdigest()
