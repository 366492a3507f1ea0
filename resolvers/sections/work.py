"""Sections about what is going on with a client and what has to be done."""

import strawberry

from cypher.queries.work import (
    CLIENT_CONSENTS,
    CLIENT_NEXT_ACTIONS,
    CLIENT_OPPORTUNITIES,
    CLIENT_PROPOSALS,
    CLIENT_REMINDERS,
    CLIENT_RISKS,
    CLIENT_TASKS,
    RemindersAt,
    TasksAt,
)
from graph_schema.lifecycle import ReminderState, TaskState
from resolvers.context import Info
from resolvers.moment import AboutClient
from resolvers.sections.asking import page_at, page_of, whole_list
from resolvers.types.interest import NextAction, ProposalConnection, ProposalEdge, show_next_action, show_proposal
from resolvers.types.provenance import backing
from resolvers.types.work import (
    ConsentLink,
    OpportunityConnection,
    OpportunityEdge,
    ReminderConnection,
    ReminderEdge,
    RiskSignalLink,
    TaskConnection,
    TaskEdge,
    show_opportunity,
    show_reminder,
    show_task,
)

Root = strawberry.Parent[AboutClient]


async def opportunities(root: Root, info: Info, first: int = 20, after: str | None = None) -> OpportunityConnection:
    """Deals in which the client is the buyer, the latest move first."""
    page = page_of(root, info, "opportunities", first, after)
    rows, page_info = page.cut(await info.context.store.many(CLIENT_OPPORTUNITIES, page_at(root.subject, page)))
    edges = [
        OpportunityEdge(cursor=page.sign(row.cursor), node=show_opportunity(row.node), **backing(row.sources)) for row in rows
    ]
    return OpportunityConnection(edges=edges, page_info=page_info)


async def tasks(
    root: Root, info: Info, first: int = 20, after: str | None = None, state: TaskState | None = None
) -> TaskConnection:
    """What has to be done, the most urgent first; all states unless one is named."""
    page = page_of(root, info, "tasks", first, after)
    moment = root.subject.moment
    params = TasksAt(
        client_id=root.subject.client_id,
        valid_at=moment.valid_at,
        known_at=moment.known_at,
        after=page.after or "",
        limit=page.limit,
        state=state or "",
    )
    rows, page_info = page.cut(await info.context.store.many(CLIENT_TASKS, params))
    edges = [TaskEdge(cursor=page.sign(row.cursor), node=show_task(row.node), **backing(row.sources)) for row in rows]
    return TaskConnection(edges=edges, page_info=page_info)


async def reminders(
    root: Root, info: Info, first: int = 20, after: str | None = None, state: ReminderState | None = None
) -> ReminderConnection:
    """Reminders, the next one first; all states unless one is named."""
    page = page_of(root, info, "reminders", first, after)
    moment = root.subject.moment
    params = RemindersAt(
        client_id=root.subject.client_id,
        valid_at=moment.valid_at,
        known_at=moment.known_at,
        after=page.after or "",
        limit=page.limit,
        state=state or "",
    )
    rows, page_info = page.cut(await info.context.store.many(CLIENT_REMINDERS, params))
    edges = [ReminderEdge(cursor=page.sign(row.cursor), node=show_reminder(row.node), **backing(row.sources)) for row in rows]
    return ReminderConnection(edges=edges, page_info=page_info)


async def next_actions(root: Root, info: Info) -> list[NextAction]:
    """What somebody or something suggests to do next, the surest first."""
    rows = await info.context.store.many(CLIENT_NEXT_ACTIONS, whole_list(root.subject))
    return [show_next_action(row) for row in rows]


async def pending_proposals(root: Root, info: Info, first: int = 20, after: str | None = None) -> ProposalConnection:
    """Open proposals about the client or its records; matches and suggested tasks have sections of their own."""
    page = page_of(root, info, "pendingProposals", first, after)
    rows, page_info = page.cut(await info.context.store.many(CLIENT_PROPOSALS, page_at(root.subject, page)))
    edges = [ProposalEdge(cursor=page.sign(row.cursor), node=show_proposal(row.node)) for row in rows]
    return ProposalConnection(edges=edges, page_info=page_info)


async def risk_signals(root: Root, info: Info) -> list[RiskSignalLink]:
    """Reasons for caution, the latest first."""
    rows = await info.context.store.many(CLIENT_RISKS, whole_list(root.subject))
    return [
        RiskSignalLink(
            id=strawberry.ID(row.id),
            kind=row.kind,
            severity=row.severity,
            reason=row.reason,
            detected_at=row.detected_at,
            **backing(row.sources),
        )
        for row in rows
    ]


async def consents(root: Root, info: Info) -> list[ConsentLink]:
    """What the client allows on which channel for which purpose."""
    rows = await info.context.store.many(CLIENT_CONSENTS, whole_list(root.subject))
    return [
        ConsentLink(
            id=strawberry.ID(row.id),
            channel=row.channel,
            purpose=row.purpose,
            state=row.state,
            **backing(row.sources),
        )
        for row in rows
    ]
