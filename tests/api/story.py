"""A small graph with a story, so that each answer can be told in advance.

Mohammed Al Farsi is known to the CRM since January and to the portal since February, as two clients. On 1 March Rita merges
them. Fatima Noor is somebody else, and a model thinks that she may be the same.
"""

from cypher.store import GraphStore, Work
from graph_schema.changes import ChangeSet
from review.audit.events import AuditEntry, append
from tests.api.story_ids import BATCH, FATIMA, JANUARY, MERGE, MERGE_PROPOSAL, MERGED_AT, MOHAMMED, PLAN
from tests.api.story_life import activity, portfolio, proposals, work
from tests.api.story_people import evidence, merge, people
from tests.support.builders import ADA, RITA, put


def load(store: GraphStore) -> None:
    """Write the story."""
    for part in (people(), evidence(), merge(), portfolio(), activity(), work(), proposals()):
        put(store, part)
    put(store, ChangeSet(touched_clients=frozenset({MOHAMMED, FATIMA})))
    store.write(record)


def record(work: Work) -> None:
    """Who did all that."""
    for entry in (
        AuditEntry(actor=ADA, action="import.receive", subjects=(BATCH,), about=BATCH, at=JANUARY),
        AuditEntry(actor=ADA, action="decide.import_plan.accept", subjects=(BATCH,), about=PLAN, at=JANUARY),
        AuditEntry(
            actor=ADA,
            action="import.commit_chunk",
            subjects=(BATCH,),
            about=PLAN,
            at=JANUARY,
            details_json='{"rows":2,"links":9}',
        ),
        AuditEntry(actor=RITA, action="decide.identity_link.accept", subjects=(MERGE_PROPOSAL,), about=MERGE, at=MERGED_AT),
    ):
        append(work, entry)
