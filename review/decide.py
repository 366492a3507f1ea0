"""Deciding, as a pure function: what was shown, by whom it was proposed, who decides, and when."""

from dataclasses import dataclass
from datetime import datetime

from graph_schema.actors import Actor, Permission, require
from graph_schema.errors import Conflict, NotAllowed
from graph_schema.ids import Prefix, time_ordered_id
from graph_schema.proposals import Decision, ProposalKind, Verdict

# Mappings and import plans are approved by whoever works with imports; everything else needs a reviewer.
PERMISSION_FOR: dict[ProposalKind, Permission] = {
    **dict.fromkeys(ProposalKind, Permission.DECIDE),
    ProposalKind.MAPPING: Permission.APPROVE_IMPORT,
    ProposalKind.IMPORT_PLAN: Permission.APPROVE_IMPORT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What lies on the table: its kind, its subject, who proposed it and the hash of it as it is now."""

    kind: ProposalKind
    subject: str
    proposed_by: str
    current_hash: str


def decide(pending: Pending, verdict: Verdict, actor: Actor, *, shown_hash: str, now: datetime, note: str = "") -> Decision:
    """The decision, if this actor may make it about exactly what was shown.

    Raises:
        NotAllowed: the permission is missing, or the actor (or its agent) proposed it.
        Conflict: what was shown is no longer what is proposed.
    """
    require(actor, PERMISSION_FOR[pending.kind])
    if pending.proposed_by in {actor.id, actor.delegated_by}:
        raise NotAllowed(f"{actor.id} proposed this and cannot decide it", hint="ask somebody else to look at it")
    if shown_hash != pending.current_hash:
        raise Conflict(
            f"{pending.subject} has changed since it was shown ({shown_hash[:12]} is now {pending.current_hash[:12]})",
            hint="look at it again, then decide",
        )
    return Decision(
        uid=time_ordered_id(Prefix.DECISION),
        kind=pending.kind,
        subject=pending.subject,
        verdict=verdict,
        decided_by=actor,
        decided_at=now,
        shown_hash=shown_hash,
        note=note,
    )
