"""The root of all subscriptions. They ask the graph what changed, so that every process that serves it tells the same."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Final

import strawberry

from cypher.queries.review_queue import REVIEW_CHANGES, QueueChange, QueueSince
from graph_schema.actors import Permission
from graph_schema.lifecycle import ProposalState
from graph_schema.proposals import ProposalKind
from resolvers.context import Info
from resolvers.permissions import Needs
from resolvers.review_queue import queue_filter
from resolvers.types.review import ReviewFilter

# A reviewer who waits a second does not notice; a read of the index takes a millisecond.
POLL_SECONDS: Final = 1.0
CHANGES_A_TURN: Final = 200


@strawberry.type
class ReviewQueueChange:
    """A proposal that came, or that is somewhere else now."""

    task_id: strawberry.ID
    state: ProposalState
    kind: ProposalKind


async def review_queue_changed(
    info: Info,
    filter: ReviewFilter | None = None,  # noqa: A002 - the argument's name in the API
) -> AsyncIterator[ReviewQueueChange]:
    """Tells of each proposal that comes or changes from now on. Of one that changes twice within a second, the last is told."""
    chosen, since = queue_filter(filter), datetime.now(UTC)
    while True:
        asked = QueueSince(kinds=chosen.kinds, risks=chosen.risks, since=since, limit=CHANGES_A_TURN)
        changes = await info.context.store.many(REVIEW_CHANGES, asked)
        for change in changes:
            since = change.changed_at
            yield _show(change)
        if len(changes) < CHANGES_A_TURN:
            await asyncio.sleep(POLL_SECONDS)


def _show(change: QueueChange) -> ReviewQueueChange:
    return ReviewQueueChange(task_id=strawberry.ID(change.id), state=change.state, kind=change.kind)


@strawberry.type
class Subscription:
    """What can be listened to."""

    review_queue_changed: ReviewQueueChange = strawberry.subscription(  # type: ignore[assignment]  # it is a stream of them
        resolver=review_queue_changed, extensions=[Needs(Permission.READ_CLIENTS)]
    )
