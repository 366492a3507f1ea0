"""Loading the generated demo graph through the gate."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cypher.queries.importing import IMPORT_BATCH, BatchRef
from cypher.store import GraphStore
from graph_schema.actors import DEMO
from graph_schema.changes import ChangeSet, EntityWrite
from graph_schema.lifecycle import BatchState
from ingest.progress import Progress
from ingest.synthetic.generate import generate
from ingest.synthetic.spec import DemoSpec
from ingest.synthetic.truth import write_truth
from review.commit import finish_synthetic, load_synthetic

DEFAULT_CLIENTS: Final = 2_000
DEFAULT_SEED: Final = 7


def load_demo(store: GraphStore, *, clients: int, seed: int, truth: Path | None, progress: Progress) -> bool:
    """Generate and load; answers whether anything was written (False: this very demo is there already).

    A load that was cut short is taken up again: the same seed makes the same uids, so nothing is written twice.
    """
    demo = generate(DemoSpec(clients=clients, seed=seed))
    batch = store.optional(IMPORT_BATCH, BatchRef(demo.batch_id))
    is_there = batch is not None and batch.state == BatchState.COMMITTED.value
    now = datetime.now(UTC)
    done = 0
    # One writer behind the generator: Python makes the next part while the server commits this one.
    with ThreadPoolExecutor(max_workers=1) as writer:
        pending: Future[None] | None = None
        for changes in demo.change_sets:
            if pending:
                pending.result()
            if not is_there:
                pending = writer.submit(load_synthetic, store, DEMO, [_unfinished(changes)], about=demo.batch_id, now=now)
            done += sum(1 for entity in changes.entities if entity.label == "Client")
            progress("load demo", done, demo.totals.clients)
        if pending:
            pending.result()
    if not is_there:
        finish_synthetic(store, DEMO, demo.batch_id, now=now)
    if truth:
        write_truth(demo.truth, truth)
    return not is_there


def _unfinished(changes: ChangeSet) -> ChangeSet:
    """The demo's batch counts as committed only when all of it is in."""
    return replace(changes, entities=tuple(map(_committing, changes.entities)))


def _committing(entity: EntityWrite) -> EntityWrite:
    if entity.label != "RawBatch":
        return entity
    return replace(entity, properties={**entity.properties, "state": BatchState.COMMITTING.value})
