"""Rows of people who were forgotten: told by keyed hashes of what the row says, before anything of it is planned."""

from collections.abc import Sequence
from datetime import datetime

from cypher.queries.importing import ImportBatch
from cypher.store import GraphStore
from ingest.reading import ReadRow
from ingest.resolve import identifier_uids, own_profile
from review.privacy.suppressing import SuppressedIn, hidden_rows, reject_suppressed
from review.privacy.suppression import Pointers, SuppressionKey, SuppressionMark, marks_of


def marks_in(row: ReadRow, source_system: str, key: SuppressionKey) -> tuple[SuppressionMark, ...]:
    """All marks that this row would meet: its record, its contact points, and these together with the name."""
    own = own_profile(row, source_system)
    identifiers = identifier_uids(row)
    return marks_of(
        Pointers(
            records=[(source_system, own[1])] if own else [],
            own=identifiers,
            shared=identifiers,
            names=[row.name.value] if row.name else [],
        ),
        key,
    )


def turn_away(
    store: GraphStore, batch: ImportBatch, read: Sequence[ReadRow], key: SuppressionKey, *, now: datetime
) -> frozenset[str]:
    """Reject and empty the rows of forgotten people, in a transaction of its own; answers their uids."""
    hidden = hidden_rows(store, {row.row_uid: marks_in(row, batch.source_system, key) for row in read})
    numbers = sorted(row.number for row in read if row.row_uid in hidden)
    if numbers:
        where = SuppressedIn(batch.uid, batch.sha256, batch.encoding or "", batch.source_system)
        store.write(lambda work: reject_suppressed(work, where, numbers, now=now))
    return hidden
