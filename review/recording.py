"""The record of a decision: its node, what it decides, and its audit event, in the transaction of the effect."""

from collections.abc import Iterable, Mapping

import msgspec

from cypher.canonical import put_changes
from cypher.store import Work
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.proposals import Decision
from graph_schema.provenance import Provenance
from graph_schema.values import Properties
from review.audit.events import AuditEntry, append


def record_decision(
    work: Work,
    decision: Decision,
    *,
    subjects: tuple[str, ...],
    profiles: Iterable[str] = (),
    details: Mapping[str, int] | None = None,
) -> None:
    """Write a decision down. `profiles` are the records that it hung something on: where an undo has to look."""
    provenance = Provenance.decided(
        system="velocity",
        method="decide/2",
        actor=decision.decided_by.id,
        decision=decision.uid,
        recorded_at=decision.decided_at,
    )
    node = EntityWrite("Decision", decision.uid, _properties(decision, profiles))
    put_changes(work, ChangeSet((node,), (LinkWrite("DECIDES", decision.uid, decision.subject, provenance),)))
    entry = AuditEntry(
        actor=decision.decided_by,
        action=f"decide.{decision.kind.value.lower()}.{decision.verdict.value.lower()}",
        subjects=subjects,
        about=decision.uid,
        at=decision.decided_at,
        details_json=msgspec.json.encode(details or {}).decode(),
    )
    append(work, entry)


def _properties(decision: Decision, profiles: Iterable[str]) -> Properties:
    optional = {
        "reason": decision.reason.value if decision.reason else None,
        "undoes": decision.undoes,
        "edit_json": decision.edit_json or None,
    }
    return {
        "kind": decision.kind.value,
        "verdict": decision.verdict.value,
        "decided_by": decision.decided_by.id,
        "decided_by_kind": decision.decided_by.kind.value,
        "decided_at": decision.decided_at,
        "shown_hash": decision.shown_hash,
        "subject": decision.subject,
        "note": decision.note,
        "profiles": list(profiles),
        **{name: value for name, value in optional.items() if value is not None},
    }
