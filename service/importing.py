"""One file from wherever it stands to COMMITTED: the steps of an import in order, each entered by the batch's state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cypher.queries.importing import IMPORT_BATCH, BatchRef, ImportBatch
from cypher.store import GraphStore
from graph_schema.actors import IMPORTER, Actor
from graph_schema.errors import Conflict
from graph_schema.lifecycle import BatchState
from graph_schema.manifests import MappingManifest
from ingest.committing import commit_import
from ingest.evidence_store import EvidenceStore
from ingest.planning import Importing, ImportPlan, MappingChoices, approved_mapping, plan_import, propose_mapping, reload
from ingest.progress import Progress
from ingest.receive import Receiving, failed_again, receive, stage
from review.commit import ApprovedPlan, approve_mapping, approve_plan
from review.privacy.suppression import SuppressionKey

_FINAL = frozenset({BatchState.COMMITTED, BatchState.PARTIAL, BatchState.CANCELLED, BatchState.REVERTING, BatchState.REVERTED})
_BEFORE_APPROVAL = frozenset({BatchState.RECEIVED, BatchState.PROFILED, BatchState.MAPPING_PROPOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """What somebody asks for. Without an approver the import stops where an approval is due."""

    path: Path
    source_system: str
    received_by: Actor
    approver: Actor | None
    choices: MappingChoices
    encoding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is shown on the way: the mapping, then the plan."""

    mapping: Callable[[MappingManifest], None]
    plan: Callable[[ImportPlan], None]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an import is done: graph, files, the moment, who watches, and the key that recognises the forgotten."""

    store: GraphStore
    files: EvidenceStore
    now: datetime
    progress: Progress
    key: SuppressionKey | None = None


def import_file(desk: Desk, request: ImportRequest, shown: Shown) -> tuple[ImportBatch, bool]:
    """Bring a file as far as its approvals allow. Answers the batch, and whether anything was written.

    Raises:
        BadFile: the file cannot be read as rows; its bytes are kept.
        NotAllowed: the approver may not approve imports.
        Conflict: something moved in between; nothing of the moved part was written.
    """
    receiving = Receiving(desk.store, desk.files, request.received_by, desk.now, desk.progress)
    importing = Importing(desk.store, desk.files, desk.now, desk.progress, desk.key)
    batch = receive(receiving, request.path, request.source_system)
    if BatchState(batch.state) in _FINAL:
        return batch, False
    if batch.state == BatchState.FAILED.value:
        batch = failed_again(receiving, batch)
    if BatchState(batch.state) in _BEFORE_APPROVAL:
        staged = stage(receiving, batch, encoding=request.encoding or batch.encoding or "")
        manifest = propose_mapping(importing, staged, request.choices)
        shown.mapping(manifest)
        if request.approver is None:
            return reload(importing, batch.uid), True
        approve_mapping(
            desk.store,
            manifest,
            request.approver,
            proposed_by=IMPORTER,
            shown_hash=manifest.content_hash,
            now=desk.now,
        )
    if request.approver is None:
        raise Conflict(f"{batch.uid} waits for an approval", hint="say who approves: --approve-as NAME")
    _plan_and_commit(desk, importing, reload(importing, batch.uid), request.approver, shown)
    return reload(importing, batch.uid), True


def _plan_and_commit(desk: Desk, importing: Importing, batch: ImportBatch, approver: Actor, shown: Shown) -> None:
    mapping = approved_mapping(batch)
    state = BatchState(batch.state)
    if state in {BatchState.MAPPING_APPROVED, BatchState.PLANNED}:
        plan = plan_import(importing, batch, mapping)
        shown.plan(plan)
        approved = approve_plan(
            desk.store, mapping, plan.hash, approver, shown_hash=plan.hash, proposed_by=IMPORTER, now=desk.now
        )
    else:
        approved = _plan_approved_before(desk.store, batch)
    commit_import(importing, batch, approved)


def _plan_approved_before(store: GraphStore, batch: ImportBatch) -> ApprovedPlan:
    current = store.get(IMPORT_BATCH, BatchRef(batch.uid), f"batch {batch.uid}")
    if not (current.plan_hash and current.plan_decision and current.approved):
        raise Conflict(f"{batch.uid} is {current.state} without an approved plan", hint="plan and approve it again")
    mapping = approved_mapping(current)
    return ApprovedPlan(
        batch_id=batch.uid,
        plan_hash=current.plan_hash,
        decision=current.plan_decision,
        approved_by=mapping.approved_by,
        approved_at=mapping.approved_at,
        mapping=mapping,
    )
