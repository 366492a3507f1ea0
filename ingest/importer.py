"""A file's way from received to committed: each step is one function, and any of them can be the first after a crash."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import count
from typing import Final

import msgspec

from cypher.evidence import RowStatusWrite, move_batch, put_evidence
from cypher.queries.importing import (
    BATCH_ROWS,
    IDENTIFIER_HOLDERS,
    IMPORT_BATCH,
    KNOWN_PROFILES,
    BatchRef,
    IdentifierIds,
    ImportBatch,
    ProfileIds,
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
from graph_schema.proposals import Proposal
from graph_schema.provenance import Provenance
from ingest.evidence_store import EvidenceStore
from ingest.linking import Stamp
from ingest.mapping import propose
from ingest.plan import Outcome, PlanContext, Planned, PlannedRow, StagedRow, plan_hash, plan_rows, read_rows
from ingest.progress import Progress, silent
from ingest.reading import ReadRow
from ingest.receive import StagedFile, counted
from ingest.resolve import Holder, Known, KnownProfile, identifier_uids, own_profile
from ingest.suggest import LARGEST_FAMILY
from review.audit import AuditEntry, append
from review.commit import ApprovedPlan, ImportChunk, commit_chunk

# One transaction of a commit. Twice as many rows gain 3 % and double what a crash has to repeat.
CHUNK_ROWS: Final = 1_000
_STATUS: Final = {
    Outcome.CREATE: RowStatus.COMMITTED,
    Outcome.UPDATE: RowStatus.COMMITTED,
    Outcome.NOOP: RowStatus.NOOP,
    Outcome.HELD: RowStatus.HELD,
    Outcome.REJECTED: RowStatus.REJECTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What a commit would do, by counts; `hash` names exactly this plan."""

    batch_id: str
    hash: str
    creates: int
    updates: int
    noops: int
    held: int
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
    """What the steps share."""

    store: GraphStore
    files: EvidenceStore
    now: datetime
    progress: Progress = silent


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
        append(transaction, _audit(importing, IMPORTER, "import.propose_mapping", staged.batch_id))

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
    unresolved_positions = [column.position for column in mapping.manifest.unresolved]
    for rows, _, planned in _planned_pages(importing, batch, mapping):
        for row, entry in zip(rows, planned, strict=True):
            tally[entry.outcome] += 1
            digests.append((entry.number, entry.digest))
            reviews += len(entry.proposals)
            conflicts += entry.conflicts
            unresolved += sum(1 for position in unresolved_positions if row.cells[position].strip()) + len(entry.unreadable)
        importing.progress("plan", len(digests), 0)
    plan = ImportPlan(
        batch_id=batch.uid,
        hash=plan_hash(digests),
        creates=tally[Outcome.CREATE],
        updates=tally[Outcome.UPDATE],
        noops=tally[Outcome.NOOP],
        held=tally[Outcome.HELD],
        rejected=tally[Outcome.REJECTED],
        conflicts=conflicts,
        review_tasks=reviews,
        unresolved_cells=unresolved,
    )
    kept = importing.files.keep(BytesIO("".join(f"{number} {digest}\n" for number, digest in digests).encode()))
    if kept.sha256 != plan.hash:
        raise InvariantBroken(f"the plan of {batch.uid} was kept under {kept.sha256} and hashed to {plan.hash}")
    _store_plan(importing, plan)
    return plan


def commit_import(importing: Importing, batch: ImportBatch, plan: ApprovedPlan) -> BatchState:
    """Apply exactly the approved plan, a chunk a transaction; rows that moved since are held for review, not forced.

    Can be called again after a crash: rows that are committed are not staged any more, so it goes on where it stopped.
    """
    importing.store.write(lambda work: _begin(work, importing, plan))
    approved = _approved_digests(importing.files, plan.plan_hash)
    stamp = Stamp(batch.source_system, batch.uid, plan.decision, plan.approved_by, importing.now)
    done = len(approved) - _staged(importing.store, batch.uid)
    with ThreadPoolExecutor(max_workers=1) as writer:
        pending: Future[None] | None = None
        for _, read, planned in _planned_pages(importing, batch, plan.mapping):
            chunk = _chunk(read, planned, approved, stamp)
            if pending:
                pending.result()
            pending = writer.submit(commit_chunk, importing.store, plan, chunk, importer=IMPORTER, now=importing.now)
            done += len(planned)
            importing.progress("commit", done, len(approved))
        if pending:
            pending.result()
    return _finish(importing, batch, plan)


def _planned_pages(
    importing: Importing, batch: ImportBatch, mapping: ApprovedManifest
) -> Iterator[tuple[list[StagedRow], tuple[ReadRow, ...], tuple[PlannedRow, ...]]]:
    """Staged rows a page at a time, read and planned; what earlier pages plan is known to later ones."""
    context = PlanContext(batch.source_system, batch.received_at, mapping)
    so_far = Planned()
    after = 0
    for _ in count():
        page = importing.store.many(BATCH_ROWS, RowPage(batch.uid, RowStatus.STAGED.value, after, CHUNK_ROWS))
        if not page:
            return
        after = page[-1].number
        rows = [StagedRow(row.number, row.uid, row.cells) for row in page]
        read = read_rows(rows, mapping)
        known = _known(importing.store, read, batch.source_system)
        yield rows, read, plan_rows(read, context, known, so_far)


def _known(store: GraphStore, rows: tuple[ReadRow, ...], source_system: str) -> Known:
    identifiers = sorted({uid for row in rows for uid in identifier_uids(row)})
    holders: dict[str, list[Holder]] = {}
    # One more than a family tells that a value belongs to nobody in particular; more would only cost.
    for found in store.many(IDENTIFIER_HOLDERS, IdentifierIds(identifiers, LARGEST_FAMILY + 1)):
        holder = Holder(found.profile, found.source_system, found.client, found.name, found.family)
        holders.setdefault(found.identifier, []).append(holder)
    own = {place[0] for row in rows if (place := own_profile(row, source_system))}
    others = {holder.profile for group in holders.values() for holder in group if holder.source_system == source_system}
    profiles = store.many(KNOWN_PROFILES, ProfileIds(sorted(own | others)))
    return Known(
        {row.profile: KnownProfile(row.client, frozenset(row.links), frozenset((fact.field, fact.value) for fact in row.facts)) for row in profiles},
        {uid: tuple(group) for uid, group in holders.items()},
    )


def _chunk(
    read: tuple[ReadRow, ...], planned: tuple[PlannedRow, ...], approved: Mapping[int, str], stamp: Stamp
) -> ImportChunk:
    entities: dict[str, EntityWrite] = {}
    links: dict[str, LinkWrite] = {}
    clients: set[str] = set()
    proposals: dict[str, Proposal] = {}
    statuses = []
    for entry in planned:
        if approved.get(entry.number) != entry.digest:
            why = "plan_moved: the graph changed since this row was planned; plan the batch again"
            statuses.append(RowStatusWrite(entry.uid, RowStatus.HELD, "plan_moved", why))
            continue
        statuses.append(_status(entry))
        proposals.update({proposal.uid: proposal for proposal in entry.proposals})
        if entry.outcome in {Outcome.CREATE, Outcome.UPDATE}:
            changes = entry.changes(stamp)
            entities.update({entity.uid: entity for entity in changes.entities if entity.uid not in entities})
            links.update({link.uid: link for link in changes.links if link.uid not in links})
            clients |= changes.touched_clients
    return ImportChunk(
        changes=ChangeSet(tuple(entities.values()), tuple(links.values()), touched_clients=frozenset(clients)),
        proposals=tuple(proposals.values()),
        rows=tuple(statuses),
    )


def _status(entry: PlannedRow) -> RowStatusWrite:
    status = _STATUS[entry.outcome]
    if entry.why:
        return RowStatusWrite(entry.uid, status, entry.why.partition(":")[0], entry.why)
    if entry.unreadable:
        cells = "; ".join(f"{cell.column.header}: {cell.why}" for cell in entry.unreadable)
        return RowStatusWrite(entry.uid, status, "unreadable_value", cells, entry.unreadable[0].column.header)
    return RowStatusWrite(entry.uid, status)


def _approved_digests(files: EvidenceStore, hash_: str) -> dict[int, str]:
    with files.open(hash_) as source:
        pairs = (line.split() for line in source.read().decode().splitlines())
        return {int(number): digest for number, digest in pairs}


def _staged(store: GraphStore, batch_id: str) -> int:
    staged = counted(store, batch_id)["staged_count"]
    return staged if isinstance(staged, int) else 0


def _begin(work: Work, importing: Importing, plan: ApprovedPlan) -> None:
    move_batch(work, plan.batch_id, BatchState.COMMITTING)
    append(work, _audit(importing, IMPORTER, "import.begin_commit", plan.batch_id))


def _finish(importing: Importing, batch: ImportBatch, plan: ApprovedPlan) -> BatchState:
    counts = counted(importing.store, batch.uid)
    state = BatchState.PARTIAL if counts["held_count"] or counts["rejected_count"] else BatchState.COMMITTED

    def work(transaction: Work) -> None:
        move_batch(transaction, batch.uid, state, counts)
        append(transaction, _audit(importing, IMPORTER, f"import.{state.value.lower()}", plan.batch_id))

    importing.store.write(work)
    return state


def _store_plan(importing: Importing, plan: ImportPlan) -> None:
    text = msgspec.json.encode(plan).decode()

    def work(transaction: Work) -> None:
        move_batch(transaction, plan.batch_id, BatchState.PLANNED, {"plan_hash": plan.hash, "plan_json": text})
        append(transaction, _audit(importing, IMPORTER, "import.plan", plan.batch_id))

    importing.store.write(work)


def _audit(importing: Importing, actor: Actor, action: str, batch_id: str) -> AuditEntry:
    return AuditEntry(actor=actor, action=action, subjects=(batch_id,), about=batch_id, at=importing.now)


def reload(importing: Importing, batch_id: str) -> ImportBatch:
    """The batch as it is now.

    Raises:
        NotFound: there is no such batch.
    """
    return importing.store.get(IMPORT_BATCH, BatchRef(batch_id), f"batch {batch_id}")
