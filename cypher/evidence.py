"""Append-only writes of raw evidence and proposals. Canonical labels are refused here: they have one other door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cypher.canonical import put_changes
from cypher.queries.writing import MOVE_BATCH, PUT_RAW_ROWS, SET_ROW_STATUS, BatchMove, MovedBatch, RawRows, Rows
from cypher.store import Work
from graph_schema.changes import ChangeSet
from graph_schema.errors import Conflict, InvariantBroken
from graph_schema.ids import link_id
from graph_schema.lifecycle import MOVES, BatchState, RowStatus
from graph_schema.provenance import Provenance
from graph_schema.values import Properties

EVIDENCE_LABELS: Final = frozenset({"SourceSystem", "RawBatch", "RawRow", "MappingManifest", "Proposal", "ModelRun", "Receipt"})
EVIDENCE_EDGES: Final = frozenset({"ROW_OF", "RECEIVED_FROM", "MAPS", "CONCERNING", "SUGGESTED_BY"})


@dataclass(frozen=True, slots=True)
class RawRowWrite:
    """One row to keep."""

    uid: str
    properties: Properties


@dataclass(frozen=True, slots=True)
class RowStatusWrite:
    """What became of one row, with the issue when there is one."""

    uid: str
    status: RowStatus
    issue_code: str | None = None
    issue_message: str | None = None
    issue_column: str | None = None


def put_evidence(work: Work, changes: ChangeSet) -> None:
    """Put evidence nodes and their edges.

    Raises:
        InvariantBroken: the change set holds a canonical label or edge, or retires something.
    """
    labels = {entity.label for entity in changes.entities} - EVIDENCE_LABELS
    types = {link.type for link in changes.links} - EVIDENCE_EDGES
    if labels or types or changes.retirements:
        raise InvariantBroken(
            f"{sorted(labels | types)} are canonical, not evidence", hint="submit a proposal, or commit through review"
        )
    put_changes(work, changes)


def put_raw_rows(work: Work, batch_id: str, rows: Sequence[RawRowWrite], provenance: Provenance) -> None:
    """Keep rows as read; rows kept before stay as they are."""
    plain: list[Mapping[str, object]] = [
        {"uid": row.uid, "edge_uid": link_id("ROW_OF", row.uid, batch_id), "properties": row.properties} for row in rows
    ]
    work.one(PUT_RAW_ROWS, RawRows(batch_id, plain, provenance.as_properties()))


def set_row_status(work: Work, rows: Sequence[RowStatusWrite]) -> None:
    """Record what became of rows.

    Raises:
        InvariantBroken: a row is not in the graph.
    """
    plain: list[Mapping[str, object]] = [
        {
            "uid": row.uid,
            "status": row.status.value,
            "issue_code": row.issue_code,
            "issue_message": row.issue_message,
            "issue_column": row.issue_column,
        }
        for row in rows
    ]
    written = work.one(SET_ROW_STATUS, Rows(plain)).written
    if written != len(rows):
        raise InvariantBroken(f"{len(rows) - written} of {len(rows)} rows are not in the graph")


def move_batch(work: Work, batch_id: str, after: BatchState, properties: Properties | None = None) -> MovedBatch:
    """Move a batch along the lifecycle table, under its lock. Staying in a state is no move and always allowed.

    Raises:
        Conflict: the batch is not in a state from which it may go there.
    """
    legal = [state.value for state, moves in MOVES.items() if isinstance(state, BatchState) and after in moves]
    moved = work.many(MOVE_BATCH, BatchMove(batch_id, [*legal, after.value], {"state": after.value, **(properties or {})}))
    if not moved:
        raise Conflict(f"batch {batch_id} cannot become {after.value} from where it is", hint=f"legal from: {', '.join(legal)}")
    return moved[0]
