"""Decision, changes and audit event in one transaction: the shell around `decide`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from cypher.canonical import put_changes
from cypher.evidence import RowStatusWrite, move_batch, set_row_status
from cypher.store import GraphStore, Work
from graph_schema.actors import Actor, Permission, require
from graph_schema.changes import ChangeSet, EntityWrite, PutMode
from graph_schema.errors import NotAllowed
from graph_schema.lifecycle import BatchState, ManifestState
from graph_schema.manifests import ApprovedManifest, MappingManifest
from graph_schema.proposals import Proposal, ProposalKind, Verdict
from review.audit.events import AuditEntry, append, append_all
from review.decide import Opinion, Pending, decide
from review.inbox import submit
from review.recording import record_decision


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedPlan:
    """A plan that somebody approved: its hash, the decision and the mapping that it was made with."""

    batch_id: str
    plan_hash: str
    decision: str
    approved_by: str
    approved_at: datetime
    mapping: ApprovedManifest


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportChunk:
    """What one transaction of an import commits: facts, proposals, and what became of each row."""

    changes: ChangeSet
    proposals: tuple[Proposal, ...]
    rows: tuple[RowStatusWrite, ...]


def approve_mapping(
    store: GraphStore, manifest: MappingManifest, actor: Actor, *, proposed_by: Actor, shown_hash: str, now: datetime
) -> ApprovedManifest:
    """Approve what a mapping says, as shown.

    Raises:
        NotAllowed: the actor may not approve imports, or proposed the mapping.
        Conflict: the manifest differs from what was shown, or the batch moved on.
    """
    pending = Pending(
        kind=ProposalKind.MAPPING, subject=manifest.uid, proposed_by=proposed_by.id, current_hash=manifest.content_hash
    )
    decision = decide(pending, Opinion(verdict=Verdict.ACCEPT, shown_hash=shown_hash), actor, now=now)
    approved = EntityWrite("MappingManifest", manifest.uid, {"state": ManifestState.APPROVED.value}, PutMode.UPDATE)
    positions = [str(column.position) for column in manifest.unresolved]

    def work(transaction: Work) -> None:
        move_batch(transaction, manifest.batch_id, BatchState.MAPPING_APPROVED, {"unresolved_positions": positions})
        put_changes(transaction, ChangeSet((approved,)))
        record_decision(transaction, decision, subjects=(manifest.batch_id, manifest.uid))

    store.write(work)
    return ApprovedManifest(manifest=manifest, decision=decision.uid, approved_by=actor.id, approved_at=now)


def approve_plan(
    store: GraphStore,
    mapping: ApprovedManifest,
    plan_hash: str,
    actor: Actor,
    *,
    shown_hash: str,
    proposed_by: Actor,
    now: datetime,
) -> ApprovedPlan:
    """Approve exactly the plan with this hash.

    Raises:
        NotAllowed: the actor may not approve imports.
        Conflict: the plan differs from what was shown, or the batch moved on.
    """
    batch_id = mapping.manifest.batch_id
    pending = Pending(kind=ProposalKind.IMPORT_PLAN, subject=batch_id, proposed_by=proposed_by.id, current_hash=plan_hash)
    decision = decide(pending, Opinion(verdict=Verdict.ACCEPT, shown_hash=shown_hash), actor, now=now)

    def work(transaction: Work) -> None:
        move_batch(transaction, batch_id, BatchState.PLAN_APPROVED, {"plan_hash": plan_hash, "plan_decision": decision.uid})
        record_decision(transaction, decision, subjects=(batch_id,))

    store.write(work)
    return ApprovedPlan(
        batch_id=batch_id, plan_hash=plan_hash, decision=decision.uid, approved_by=actor.id, approved_at=now, mapping=mapping
    )


def commit_chunk(store: GraphStore, plan: ApprovedPlan, chunk: ImportChunk, *, importer: Actor, now: datetime) -> None:
    """Apply one chunk of an approved plan: facts, proposals, row ledger and audit event, or nothing of it."""
    details = msgspec.json.encode({"rows": len(chunk.rows), "links": len(chunk.changes.links)}).decode()

    def work(transaction: Work) -> None:
        put_changes(transaction, chunk.changes)
        submit(transaction, chunk.proposals, now=now)
        set_row_status(transaction, chunk.rows)
        entry = AuditEntry(
            actor=importer,
            action="import.commit_chunk",
            subjects=(plan.batch_id, plan.plan_hash),
            about=plan.decision,
            at=now,
            details_json=details,
        )
        append(transaction, entry)

    store.write(work)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedRecord:
    """One record that came by itself: its evidence and facts, and the proposals about whose it is."""

    batch_id: str
    changes: ChangeSet
    proposals: tuple[Proposal, ...]


def commit_arrivals(work: Work, arrived: Sequence[ArrivedRecord], *, sender: Actor, now: datetime) -> None:
    """Put records with their evidence, their proposals and an audit event each, in the caller's transaction.

    A record gets a client of its own; only a person's decision makes it another's.

    Raises:
        NotAllowed: the sender may not import, or a fact claims to be decided.
    """
    require(sender, Permission.IMPORT)
    links = {link.uid: link for record in arrived for link in record.changes.links}
    if any(link.provenance.origin.value != "observed" for link in links.values()):
        raise NotAllowed("a record that arrives only puts what it says", hint="stamp it without a decision")
    entities = {entity.uid: entity for record in reversed(arrived) for entity in record.changes.entities}
    touched = frozenset[str]().union(*(record.changes.touched_clients for record in arrived))
    put_changes(work, ChangeSet(tuple(entities.values()), tuple(links.values()), touched_clients=touched))
    submit(work, [proposal for record in arrived for proposal in record.proposals], now=now)
    append_all(work, [_arrival_entry(record, sender, now) for record in arrived])


def _arrival_entry(record: ArrivedRecord, sender: Actor, now: datetime) -> AuditEntry:
    details = msgspec.json.encode({"rows": 1, "links": len(record.changes.links)}).decode()
    about = record.batch_id
    return AuditEntry(actor=sender, action="import.arrive", subjects=(about,), about=about, at=now, details_json=details)


def load_synthetic(store: GraphStore, actor: Actor, change_sets: Sequence[ChangeSet], *, about: str, now: datetime) -> None:
    """Put generated demo facts, all of origin `synthetic`; `about` is the demo batch that the audit event hangs on.

    Raises:
        NotAllowed: the actor may not import, or a link claims another origin.
    """
    require(actor, Permission.IMPORT)
    if any(link.provenance.origin.value != "synthetic" for changes in change_sets for link in changes.links):
        raise NotAllowed("a demo may only put synthetic facts", hint="build its links with Provenance.synthetic")

    def work(transaction: Work) -> None:
        for changes in change_sets:
            put_changes(transaction, changes)
        links = sum(len(changes.links) for changes in change_sets)
        details = msgspec.json.encode({"links": links}).decode()
        append(
            transaction,
            AuditEntry(actor=actor, action="demo.load", subjects=(about,), about=about, at=now, details_json=details),
        )

    store.write(work)


def finish_synthetic(store: GraphStore, actor: Actor, batch_id: str, *, now: datetime) -> None:
    """Mark a demo as completely loaded."""
    require(actor, Permission.IMPORT)

    def work(transaction: Work) -> None:
        move_batch(transaction, batch_id, BatchState.COMMITTED)
        append(transaction, AuditEntry(actor=actor, action="demo.finish", subjects=(batch_id,), about=batch_id, at=now))

    store.write(work)
