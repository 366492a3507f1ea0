"""The root of all reads."""

from datetime import datetime

import strawberry

from cypher.queries.client import CLIENT, ClientAt
from graph_schema.actors import Permission
from resolvers.client_list import ClientConnection, clients
from resolvers.context import Info
from resolvers.day import MyDay, OpportunityBoard, my_day, opportunity_board
from resolvers.graph import neighbourhood, path_between
from resolvers.moment import moment_of
from resolvers.permissions import Needs
from resolvers.review_queue import ReviewTaskConnection, review_queue, review_task
from resolvers.search import search_clients
from resolvers.trust import (
    AuditEventConnection,
    Explanation,
    FactVersion,
    SubjectExport,
    audit_events,
    explain_identity,
    fact_history,
    subject_export,
)
from resolvers.types.client import Client, show_client
from resolvers.types.graph import GraphPath, Neighbourhood
from resolvers.types.listing import ClientSearchConnection
from resolvers.types.review import ReviewTask


async def client(
    info: Info,
    id: strawberry.ID,  # noqa: A002 - the argument's name in the API
    valid_at: datetime | None = None,
    known_at: datetime | None = None,
) -> Client | None:
    """Everything known about one client, as true at a moment and as we believed at a moment. Old ids answer for ever."""
    moment = moment_of(info.context.now, valid_at, known_at)
    params = ClientAt(client_id=id, valid_at=moment.valid_at, known_at=moment.known_at, is_past=moment.is_past)
    row = await info.context.store.optional(CLIENT, params)
    return show_client(row, moment, asked=id) if row else None


@strawberry.type
class Query:
    """What can be asked."""

    client: Client | None = strawberry.field(resolver=client, extensions=[Needs(Permission.READ_CLIENTS)])
    clients: ClientConnection = strawberry.field(resolver=clients, extensions=[Needs(Permission.READ_CLIENTS)])
    search_clients: ClientSearchConnection = strawberry.field(
        resolver=search_clients, extensions=[Needs(Permission.READ_CLIENTS)]
    )
    neighbourhood: Neighbourhood | None = strawberry.field(resolver=neighbourhood, extensions=[Needs(Permission.READ_GRAPH)])
    review_queue: ReviewTaskConnection = strawberry.field(resolver=review_queue, extensions=[Needs(Permission.READ_CLIENTS)])
    review_task: ReviewTask | None = strawberry.field(resolver=review_task, extensions=[Needs(Permission.READ_CLIENTS)])
    fact_history: list[FactVersion] = strawberry.field(resolver=fact_history, extensions=[Needs(Permission.READ_CLIENTS)])
    audit_events: AuditEventConnection = strawberry.field(resolver=audit_events, extensions=[Needs(Permission.READ_AUDIT)])
    explain_identity: Explanation = strawberry.field(resolver=explain_identity, extensions=[Needs(Permission.READ_CLIENTS)])
    subject_export: SubjectExport = strawberry.field(resolver=subject_export, extensions=[Needs(Permission.EXPORT_SUBJECT)])
    my_day: MyDay = strawberry.field(resolver=my_day, extensions=[Needs(Permission.READ_CLIENTS)])
    opportunity_board: OpportunityBoard = strawberry.field(
        resolver=opportunity_board, extensions=[Needs(Permission.READ_CLIENTS)]
    )
    path_between: GraphPath | None = strawberry.field(resolver=path_between, extensions=[Needs(Permission.READ_GRAPH)])
