"""Finding a client by whatever a person remembers."""

from typing import Final

from cypher.queries.clients import SEARCH_CLIENTS, SearchFor
from graph_schema.errors import InputRefused
from resolvers.context import Info
from resolvers.lucene import lucene_query
from resolvers.moment import moment_of
from resolvers.paging import check_first
from resolvers.types.client import show_client
from resolvers.types.listing import ClientSearchConnection, ClientSearchEdge

LONGEST_TEXT: Final = 200
# The best values that the index finds are followed to clients; one unit or company leads to this many clients at most.
MOST_HITS: Final = 200
FAN_OUT: Final = 50


async def search_clients(info: Info, text: str, first: int = 10) -> ClientSearchConnection:
    """Find clients by a name, an e-mail, a phone number, an organisation or a unit, typing errors included."""
    check_first(first)
    if len(text) > LONGEST_TEXT:
        raise InputRefused(f"the text has {len(text)} characters; up to {LONGEST_TEXT} are searched", hint="type less")
    query = lucene_query(text)
    if query is None:
        return ClientSearchConnection(edges=[])
    now = info.context.now
    params = SearchFor(query=query, hits=MOST_HITS, fan_out=FAN_OUT, limit=first, valid_at=now, known_at=now)
    moment = moment_of(now, None, None)
    edges = [
        ClientSearchEdge(score=row.score, matched_on=row.matched_on, node=show_client(row, moment))
        for row in await info.context.store.many(SEARCH_CLIENTS, params)
    ]
    return ClientSearchConnection(edges=edges)
