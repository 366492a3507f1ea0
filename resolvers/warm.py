"""Asking everything once, about nobody, so that the first person does not wait while Neo4j plans each statement.

Planning all sections of a client takes a cold server some seconds; it keeps a plan until the graph has changed a lot.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import msgspec

from cypher.queries import client, interest, timeline, work
from cypher.queries.clients import CLIENTS_BY_LAST_INTERACTION, CLIENTS_COUNT, SEARCH_CLIENTS, ListAfter, ListFilter, SearchFor
from cypher.query import Query
from cypher.store import AsyncGraphStore
from resolvers.moment import Moment, Subject
from resolvers.paging import Page
from resolvers.sections.asking import at, page_at, whole_list

_NOBODY: Final = "cli_nobody"
_NO_FILTER: Final = {"has_open_tasks": None, "min_qd_score": None, "since": None, "until": None}

Question = tuple[Query[Any, Any], msgspec.Struct]


async def warm(store: AsyncGraphStore, now: datetime) -> int:
    """Ask one question after the other; answers how many. It takes seconds, so it runs beside the service.

    Raises:
        DatabaseUnavailable: Neo4j went away.
    """
    asked = 0
    for query, params in questions(now):
        await store.many(query, params)
        asked += 1
    return asked


def questions(now: datetime) -> Iterator[Question]:
    """What the dossier, the client list and the search ask, with parameters of the types that they come with."""
    nobody = Subject(_NOBODY, Moment(now, now))
    where = msgspec.structs.asdict(at(nobody))
    page = msgspec.structs.asdict(page_at(nobody, Page("warm", 1, None, b"")))
    yield client.CLIENT, client.ClientAt(**where, is_past=False)
    yield from ((query, whole_list(nobody)) for query in _WHOLE)
    yield from ((query, page_at(nobody, Page("warm", 1, None, b""))) for query in _PAGED)
    yield work.CLIENT_TASKS, work.TasksAt(**page, state="")
    yield work.CLIENT_REMINDERS, work.RemindersAt(**page, state="")
    yield timeline.CLIENT_TIMELINE, timeline.TimelineAt(**where, limit=1, after_at="", after_id="")
    yield timeline.CLIENT_QD_BUCKETS, timeline.QDBucketsAt(**where, limit=1, unit="day")
    yield timeline.CLIENT_ATTRIBUTION, at(nobody)
    first_page = ListAfter(**_NO_FILTER, descending=True, from_value="", from_id="", in_rest=False, limit=1)
    yield CLIENTS_BY_LAST_INTERACTION, first_page
    yield CLIENTS_COUNT, ListFilter(**_NO_FILTER, is_filtered=False)
    yield SEARCH_CLIENTS, SearchFor(query="nobody", hits=1, fan_out=1, limit=1, valid_at=now, known_at=now)


_WHOLE: Final = (
    client.CLIENT_NAMES,
    client.CLIENT_CONFLICTS,
    work.CLIENT_NEXT_ACTIONS,
    work.CLIENT_RISKS,
    work.CLIENT_CONSENTS,
)
_PAGED: Final = (
    client.CLIENT_CONTACT_POINTS,
    client.CLIENT_PROFILES,
    client.CLIENT_ACCOUNTS,
    client.CLIENT_HOUSEHOLDS,
    client.CLIENT_UNRESOLVED,
    work.CLIENT_OPPORTUNITIES,
    work.CLIENT_MATCHES,
    work.CLIENT_PROPOSALS,
    interest.CLIENT_INTERESTS,
    interest.CLIENT_REQUIREMENTS,
    timeline.CLIENT_VIEWINGS,
)
