"""The client list: live clients, filtered, sorted by an index, one page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import strawberry

from cypher.queries.clients import (
    CLIENTS_BY_LAST_INTERACTION,
    CLIENTS_BY_NAME,
    CLIENTS_BY_OPEN_TASKS,
    CLIENTS_BY_QD_SCORE,
    CLIENTS_COUNT,
    CLIENTS_NARROWED,
    ListAfter,
    ListedClientRow,
    ListFilter,
    NarrowedAfter,
)
from resolvers.context import Context, Info
from resolvers.lucene import lucene_query
from resolvers.moment import in_utc, moment_of
from resolvers.paging import Page, PageInfo, ask_page
from resolvers.types.client import show_client
from resolvers.types.enums import ClientOrderField, Direction
from resolvers.types.listing import ClientEdge, ClientFilter, ClientOrder

# A text that finds more names than this is too short to narrow anything; one name or unit leads to this many clients at most.
MOST_HITS: Final = 500
FAN_OUT: Final = 200
_BY_INDEX: Final = {
    ClientOrderField.LAST_INTERACTION_AT: CLIENTS_BY_LAST_INTERACTION,
    ClientOrderField.DISPLAY_NAME: CLIENTS_BY_NAME,
    ClientOrderField.QD_SCORE: CLIENTS_BY_QD_SCORE,
    ClientOrderField.OPEN_TASK_COUNT: CLIENTS_BY_OPEN_TASKS,
}


class _Seen(msgspec.Struct, frozen=True, array_like=True):
    """What a cursor of the list says: the value (none: the client had no value) and the id of the last client seen."""

    value: str | None
    client_id: str


@dataclass(frozen=True, slots=True)
class _Keyed:
    """A row with its sort key."""

    row: ListedClientRow

    @property
    def cursor(self) -> str:
        return msgspec.json.encode(_Seen(self.row.sort_value, self.row.id)).decode()


@strawberry.type
class ClientConnection:
    """Live clients, sorted."""

    edges: list[ClientEdge]
    page_info: PageInfo
    filter: strawberry.Private[ClientFilter]
    counted: strawberry.Private[int | None]

    @strawberry.field
    async def total_count(self, info: Info) -> int:
        """How many clients the filter lets through, on all pages."""
        if self.counted is not None:
            return self.counted
        return (await info.context.store.one(CLIENTS_COUNT, _count_params(self.filter))).total


async def clients(
    info: Info,
    order_by: ClientOrder,
    filter: ClientFilter | None = None,  # noqa: A002 - the argument's name in the API
    first: int = 50,
    after: str | None = None,
) -> ClientConnection:
    """Live clients, filtered and sorted."""
    chosen = filter or ClientFilter()
    page = ask_page(info.context, f"clients/{order_by.field.value}/{order_by.direction.value}", first, after)
    rows, total = await _read(info.context, page, chosen, order_by)
    shown, page_info = page.cut([_Keyed(row) for row in rows])
    moment = moment_of(info.context.now, None, None)
    edges = [ClientEdge(cursor=page.sign(keyed.cursor), node=show_client(keyed.row, moment)) for keyed in shown]
    return ClientConnection(edges=edges, page_info=page_info, filter=chosen, counted=total)


async def _read(
    context: Context, page: Page, chosen: ClientFilter, order: ClientOrder
) -> tuple[Sequence[ListedClientRow], int | None]:
    after = _list_after(page, chosen, order)
    query = lucene_query(chosen.text) if chosen.text else ""
    if query is None:
        return [], 0
    if not query and chosen.owner_id is None:
        return await context.store.many(_BY_INDEX[order.field], after), None
    narrowed = NarrowedAfter(
        **msgspec.structs.asdict(after),
        query=query,
        owner_id=chosen.owner_id or "",
        sort_by=order.field.value,
        hits=MOST_HITS,
        fan_out=FAN_OUT,
        valid_at=context.now,
        known_at=context.now,
    )
    found = await context.store.one(CLIENTS_NARROWED, narrowed)
    return found.clients, found.total


def _list_after(page: Page, chosen: ClientFilter, order: ClientOrder) -> ListAfter:
    seen = msgspec.json.decode(page.after, type=_Seen) if page.after else None
    return ListAfter(
        descending=order.direction is Direction.DESC,
        from_value=(seen and seen.value) or "",
        from_id=seen.client_id if seen else "",
        in_rest=seen is not None and seen.value is None,
        has_open_tasks=chosen.has_open_tasks,
        min_qd_score=chosen.min_qd_score,
        since=in_utc("lastInteractionAfter", chosen.last_interaction_after),
        until=in_utc("lastInteractionBefore", chosen.last_interaction_before),
        limit=page.limit,
    )


def _count_params(chosen: ClientFilter) -> ListFilter:
    parts = (chosen.has_open_tasks, chosen.min_qd_score, chosen.last_interaction_after, chosen.last_interaction_before)
    return ListFilter(
        is_filtered=any(part is not None for part in parts),
        has_open_tasks=chosen.has_open_tasks,
        min_qd_score=chosen.min_qd_score,
        since=in_utc("lastInteractionAfter", chosen.last_interaction_after),
        until=in_utc("lastInteractionBefore", chosen.last_interaction_before),
    )
