"""Committing an approved plan, a chunk a transaction. Called again after a crash, it goes on where it stopped."""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from cypher.evidence import RowStatusWrite, move_batch
from cypher.queries.importing import (
    ImportBatch,
)
from cypher.store import Work
from graph_schema.actors import IMPORTER
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.lifecycle import BatchState, RowStatus
from graph_schema.proposals import Proposal
from ingest.evidence_store import EvidenceStore
from ingest.linking import Stamp
from ingest.plan import HIDDEN, Outcome, PlannedRow
from ingest.planning import Importing, audited, planned_pages
from ingest.receive import counted, staged_rows
from ingest.redacting import finish_redactions
from review.audit.events import append
from review.commit import ApprovedPlan, ImportChunk, commit_chunk

_STATUS: Final = {
    Outcome.CREATE: RowStatus.COMMITTED,
    Outcome.UPDATE: RowStatus.COMMITTED,
    Outcome.NOOP: RowStatus.NOOP,
    Outcome.REJECTED: RowStatus.REJECTED,
}


def commit_import(importing: Importing, batch: ImportBatch, plan: ApprovedPlan) -> BatchState:
    """Apply exactly the approved plan, a chunk a transaction; rows that moved since are held for review, not forced.

    Can be called again after a crash: rows that are committed are not staged any more, so it goes on where it stopped.
    """
    importing.store.write(lambda work: _begin(work, importing, plan))
    approved = _approved_digests(importing.files, plan.plan_hash)
    stamp = Stamp(batch.source_system, batch.uid, plan.decision, plan.approved_by, importing.now)
    done = len(approved) - staged_rows(importing.store, batch.uid)
    with ThreadPoolExecutor(max_workers=1) as writer:
        pending: Future[None] | None = None
        for _, planned in planned_pages(importing, batch, plan.mapping):
            chunk = _chunk(planned, approved, stamp)
            if pending:
                pending.result()
            pending = writer.submit(commit_chunk, importing.store, plan, chunk, importer=IMPORTER, now=importing.now)
            done += len(planned)
            importing.progress("commit", done, len(approved))
        if pending:
            pending.result()
    return _finish(importing, batch, plan)


def _chunk(planned: tuple[PlannedRow, ...], approved: Mapping[int, str], stamp: Stamp) -> ImportChunk:
    entities: dict[str, EntityWrite] = {}
    links: dict[str, LinkWrite] = {}
    clients: set[str] = set()
    proposals: dict[str, Proposal] = {}
    statuses = []
    for entry in planned:
        if entry.why == HIDDEN:
            continue  # rejected and emptied already
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


def _begin(work: Work, importing: Importing, plan: ApprovedPlan) -> None:
    move_batch(work, plan.batch_id, BatchState.COMMITTING)
    append(work, audited(importing, IMPORTER, "import.begin_commit", plan.batch_id))


def _finish(importing: Importing, batch: ImportBatch, plan: ApprovedPlan) -> BatchState:
    counts = counted(importing.store, batch.uid)
    state = BatchState.PARTIAL if counts["held_count"] or counts["rejected_count"] else BatchState.COMMITTED

    def work(transaction: Work) -> None:
        move_batch(transaction, batch.uid, state, counts)
        append(transaction, audited(importing, IMPORTER, f"import.{state.value.lower()}", plan.batch_id))

    importing.store.write(work)
    finish_redactions(importing.store, importing.files, importing.now)
    return state
