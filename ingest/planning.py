"""Proposing a mapping and planning an import: what would be written, and the hash that an approval is bound to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Final

import msgspec

from cypher.evidence import move_batch, put_evidence
from cypher.queries.importing import (
    BATCH_ROWS,
    IMPORT_BATCH,
    BatchRef,
    ImportBatch,
    RowPage,
)
from cypher.store import GraphStore, Work
from graph_schema.actors import IMPORTER, Actor
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.errors import Conflict, InvariantBroken
from graph_schema.lifecycle import BatchState, ManifestState, RowStatus
from graph_schema.manifests import (
    ApprovedManifest,
    DateOrder,
    MappingManifest,
    MappingTarget,
    manifest_from_json,
    manifest_to_json,
)
from graph_schema.provenance import Provenance
from ingest.evidence_store import EvidenceStore
from ingest.known import known_of
from ingest.mapping import propose
from ingest.plan import Outcome, PlanContext, Planned, PlannedRow, StagedRow, plan_hash, plan_rows, read_rows
from ingest.progress import Progress, silent
from ingest.receive import StagedFile, staged_rows
from ingest.redacting import finish_redactions
from ingest.suppressed import turn_away
from review.audit.events import AuditEntry, append
from review.privacy.suppressing import require_key
from review.privacy.suppression import SuppressionKey

# One transaction of a commit, and what a crash in mid-transaction has to repeat.
CHUNK_ROWS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What a commit would do, by counts; `hash` names exactly this plan."""

    batch_id: str
    hash: str
    creates: int
    updates: int
    noops: int
    rejected: int
    conflicts: int
    review_tasks: int
    unresolved_cells: int


@dataclass(frozen=True, slots=True)
class MappingChoices:
    """What the person who imports has decided about columns before anything is proposed."""

    overrides: Mapping[str, MappingTarget | None]
    region: str = ""
    currency: str = ""
    date_order: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class Importing:
    """What the steps share. Without a key nothing is planned once somebody was forgotten here."""

    store: GraphStore
    files: EvidenceStore
    now: datetime
    progress: Progress = silent
    key: SuppressionKey | None = None


def propose_mapping(importing: Importing, staged: StagedFile, choices: MappingChoices) -> MappingManifest:
    """Propose a meaning for each column and put the manifest beside its batch, for somebody to approve."""
    manifest = propose(
        staged.batch_id,
        staged.header,
        staged.profiles,
        region=choices.region,
        currency=choices.currency,
        overrides=choices.overrides,
        date_order=choices.date_order,
    )
    node = EntityWrite(
        "MappingManifest",
        manifest.uid,
        {
            "state": ManifestState.PROPOSED.value,
            "batch": staged.batch_id,
            "version": 1,
            "content_hash": manifest.content_hash,
            "manifest_json": manifest_to_json(manifest).decode(),
        },
    )
    provenance = Provenance.observed(
        system="velocity", method="mapping/1", actor=IMPORTER.id, batch=staged.batch_id, row=None, recorded_at=importing.now
    )

    def work(transaction: Work) -> None:
        move_batch(transaction, staged.batch_id, BatchState.MAPPING_PROPOSED)
        put_evidence(transaction, ChangeSet((node,), (LinkWrite("MAPS", manifest.uid, staged.batch_id, provenance),)))
        append(transaction, audited(importing, IMPORTER, "import.propose_mapping", staged.batch_id))

    importing.store.write(work)
    return manifest


def approved_mapping(batch: ImportBatch) -> ApprovedManifest:
    """The newest approved mapping of a batch.

    Raises:
        Conflict: nobody has approved one yet.
    """
    if batch.approved is None:
        raise Conflict(f"nobody has approved a mapping for {batch.uid} yet", hint="approve it with --approve-as NAME")
    return ApprovedManifest(
        manifest=manifest_from_json(batch.approved.json),
        decision=batch.approved.decision,
        approved_by=batch.approved.approved_by,
        approved_at=batch.approved.approved_at,
    )


def plan_import(importing: Importing, batch: ImportBatch, mapping: ApprovedManifest) -> ImportPlan:
    """Plan every staged row, keep the list of their digests under the plan's hash, and store the counts with the batch."""
    tally: dict[Outcome, int] = dict.fromkeys(Outcome, 0)
    digests: list[tuple[int, str]] = []
    reviews = unresolved = conflicts = 0
    total = staged_rows(importing.store, batch.uid)
    unresolved_positions = [column.position for column in mapping.manifest.unresolved]
    for rows, planned in planned_pages(importing, batch, mapping):
        for row, entry in zip(rows, planned, strict=True):
            tally[entry.outcome] += 1
            digests.append((entry.number, entry.digest))
            reviews += len(entry.proposals)
            conflicts += entry.conflicts
            unresolved += sum(1 for position in unresolved_positions if row.cells[position].strip()) + len(entry.unreadable)
        importing.progress("plan", len(digests), total)
    plan = ImportPlan(
        batch_id=batch.uid,
        hash=plan_hash(digests),
        creates=tally[Outcome.CREATE],
        updates=tally[Outcome.UPDATE],
        noops=tally[Outcome.NOOP],
        rejected=tally[Outcome.REJECTED],
        conflicts=conflicts,
        review_tasks=reviews,
        unresolved_cells=unresolved,
    )
    kept = importing.files.keep(BytesIO("".join(f"{number} {digest}\n" for number, digest in digests).encode()))
    if kept.sha256 != plan.hash:
        raise InvariantBroken(f"the plan of {batch.uid} was kept under {kept.sha256} and hashed to {plan.hash}")
    _store_plan(importing, plan)
    finish_redactions(importing.store, importing.files, importing.now)
    return plan


def planned_pages(
    importing: Importing, batch: ImportBatch, mapping: ApprovedManifest
) -> Iterator[tuple[list[StagedRow], tuple[PlannedRow, ...]]]:
    """Staged rows a page at a time, read and planned; what earlier pages plan is known to later ones.

    Rows of people who were forgotten are rejected and emptied before anybody sees them.

    Raises:
        SetupFailed: people were forgotten here, and the key that recognises them is missing.
    """
    key = importing.key if require_key(importing.store, importing.key) else None
    context = PlanContext(batch.source_system, batch.received_at)
    so_far = Planned()
    after = 0
    while True:
        page = importing.store.many(BATCH_ROWS, RowPage(batch.uid, RowStatus.STAGED.value, after, CHUNK_ROWS))
        if not page:
            return
        after = page[-1].number
        rows = [StagedRow(row.number, row.uid, row.cells) for row in page]
        read = read_rows(rows, mapping)
        hidden = turn_away(importing.store, batch, read, key, now=importing.now) if key else frozenset()
        visible = tuple(row for row in read if row.row_uid not in hidden)
        known = replace(known_of(importing.store, visible, batch.source_system), hidden=hidden)
        yield rows, plan_rows(read, context, known, so_far)


def _store_plan(importing: Importing, plan: ImportPlan) -> None:
    text = msgspec.json.encode(plan).decode()

    def work(transaction: Work) -> None:
        move_batch(transaction, plan.batch_id, BatchState.PLANNED, {"plan_hash": plan.hash, "plan_json": text})
        append(transaction, audited(importing, IMPORTER, "import.plan", plan.batch_id))

    importing.store.write(work)


def audited(importing: Importing, actor: Actor, action: str, batch_id: str) -> AuditEntry:
    """The audit entry of a step."""
    return AuditEntry(actor=actor, action=action, subjects=(batch_id,), about=batch_id, at=importing.now)


def reload(importing: Importing, batch_id: str) -> ImportBatch:
    """The batch as it is now.

    Raises:
        NotFound: there is no such batch.
    """
    return importing.store.get(IMPORT_BATCH, BatchRef(batch_id), f"batch {batch_id}")
