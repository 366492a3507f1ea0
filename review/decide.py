"""Deciding, as a pure function: what was shown, by whom it was proposed, who decides, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from graph_schema.actors import Actor, require
from graph_schema.errors import InputRefused, LeaseHeld, LoginTooOld, NotAllowed, OwnProposal, StaleProposal
from graph_schema.ids import Prefix, time_ordered_id
from graph_schema.proposals import Decision, ProposalKind, ReasonCode, RiskTier, Verdict
from review.policy import Rule, rule_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Somebody looks at a proposal; until the lease ends nobody else decides it."""

    holder: str
    expires_at: datetime

    def binds(self, actor: Actor, now: datetime) -> bool:
        """Whether it keeps this actor from deciding."""
        return self.holder != actor.id and self.expires_at > now


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A verdict that somebody else gave before, and that waits for a second one."""

    decided_by: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What lies on the table: its kind and risk, who proposed it (and for whom), and the hash of it as it is now."""

    kind: ProposalKind
    subject: str
    proposed_by: str
    current_hash: str
    risk: RiskTier = RiskTier.LOW
    proposed_for: str | None = None
    lease: Lease | None = None
    earlier: Earlier | None = None

    @property
    def rule(self) -> Rule:
        """The row of the policy table."""
        return rule_for(self.kind, self.risk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What somebody says to a proposal. `edit_json` holds the other values of an EDIT."""

    verdict: Verdict
    shown_hash: str
    reason: ReasonCode | None = None
    note: str = ""
    edit_json: str = ""


def decide(pending: Pending, opinion: Opinion, actor: Actor, *, now: datetime) -> Decision:
    """The decision, if this actor may make it about exactly what was shown.

    Raises:
        NotAllowed: the permission is missing.
        OwnProposal: the actor, its agent or its principal proposed it, or gave the first of two verdicts.
        LoginTooOld: the risk asks for a fresher sign-in.
        LeaseHeld: somebody else is looking at it.
        InputRefused: the kind knows no such verdict, or an EDIT says no values.
        StaleProposal: what was shown is no longer what would happen.
    """
    require(actor, pending.rule.permission)
    _not_own(pending, actor)
    _signed_in(pending.rule, actor, now)
    if pending.lease and pending.lease.binds(actor, now):
        raise LeaseHeld(
            f"{pending.lease.holder} is looking at {pending.subject} until {pending.lease.expires_at:%H:%M:%S} UTC",
            hint="take another one, or wait until then",
        )
    _fits(pending, opinion)
    if opinion.shown_hash != pending.current_hash:
        raise StaleProposal(
            f"{pending.subject} has changed since it was shown: {what_changed(opinion.shown_hash, pending.current_hash)}",
            hint="look at it again, then decide",
        )
    return Decision(
        uid=time_ordered_id(Prefix.DECISION),
        kind=pending.kind,
        subject=pending.subject,
        verdict=opinion.verdict,
        decided_by=actor,
        decided_at=now,
        shown_hash=opinion.shown_hash,
        note=opinion.note,
        reason=opinion.reason,
        edit_json=opinion.edit_json,
    )


def is_final(pending: Pending, verdict: Verdict) -> bool:
    """Whether this verdict ends the matter. Only what changes the graph needs a second person; to leave it be, one suffices."""
    if verdict in {Verdict.REJECT, Verdict.UNSURE}:
        return True
    return pending.rule.reviewers == 1 or (pending.earlier is not None and pending.earlier.verdict == verdict)


PARTS = ("proposal", "records", "values", "consents", "warnings")
PART_DIGITS = 16


def join_hash(parts: Sequence[str]) -> str:
    """One hash of several parts, in which each part can still be told."""
    return "-".join(part[:PART_DIGITS] for part in parts)


def what_changed(shown: str, current: str) -> str:
    """Which parts of two shown hashes differ, in words."""
    before, after = shown.split("-"), current.split("-")
    if len(before) != len(PARTS) or len(after) != len(PARTS):
        return f"{shown[:12]} is now {current[:12]}"
    return ", ".join(name for name, left, right in zip(PARTS, before, after, strict=True) if left != right)


def _not_own(pending: Pending, actor: Actor) -> None:
    proposers = {pending.proposed_by, pending.proposed_for} - {None}
    if proposers & {actor.id, actor.delegated_by}:
        raise OwnProposal(f"{actor.id} proposed this and cannot decide it", hint="ask somebody else to look at it")
    if pending.earlier and pending.earlier.decided_by == actor.id:
        raise OwnProposal(f"{actor.id} gave the first verdict; somebody else gives the second", hint="ask a colleague")


def _signed_in(rule: Rule, actor: Actor, now: datetime) -> None:
    if rule.signed_in_within is None:
        return
    if actor.signed_in_at is None or now - actor.signed_in_at > rule.signed_in_within:
        minutes = int(rule.signed_in_within.total_seconds() // 60)
        when = f"{actor.signed_in_at:%Y-%m-%d %H:%M} UTC" if actor.signed_in_at else "an unknown time"
        raise LoginTooOld(
            f"this decision needs a sign-in of the last {minutes} minutes, and yours is of {when}",
            hint="sign in again: `velocity token renew`, or the console's sign-in",
        )


def _fits(pending: Pending, opinion: Opinion) -> None:
    if opinion.verdict not in pending.rule.verdicts:
        allowed = ", ".join(sorted(verdict.value for verdict in pending.rule.verdicts))
        raise InputRefused(f"{opinion.verdict.value} is no verdict about a {pending.kind.value}", hint=f"one of {allowed}")
    if (opinion.verdict is Verdict.EDIT) != bool(opinion.edit_json):
        raise InputRefused("EDIT goes with the values to write instead", hint="send `edit` with EDIT, and with nothing else")
    if pending.earlier and opinion.verdict not in {pending.earlier.verdict, Verdict.REJECT, Verdict.UNSURE}:
        raise NotAllowed(
            f"the first verdict was {pending.earlier.verdict.value}; a second person confirms or rejects it",
            hint="to decide otherwise, reject, and propose what you think is right",
        )
