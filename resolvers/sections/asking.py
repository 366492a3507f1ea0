"""What every section asks with: the client, the moment and the page."""

from typing import Final

from cypher.queries.source import At, ListAt, PageAt
from resolvers.context import Info
from resolvers.moment import AboutClient, Subject
from resolvers.paging import Page, ask_page

# Lists without pages (names, consents, risks…) are short by nature; this is where a broken source stops.
WHOLE_LIST: Final = 200


def page_of(root: AboutClient, info: Info, section: str, first: int, after: str | None) -> Page:
    """The page of a section; its cursors are good for this client and section alone."""
    return ask_page(info.context, f"{section}/{root.subject.client_id}", first, after)


def page_at(subject: Subject, page: Page) -> PageAt:
    """Parameters of a page about the client."""
    moment = subject.moment
    return PageAt(
        client_id=subject.client_id,
        valid_at=moment.valid_at,
        known_at=moment.known_at,
        after=page.after or "",
        limit=page.limit,
    )


def whole_list(subject: Subject) -> ListAt:
    """Parameters of a list that is shown whole."""
    moment = subject.moment
    return ListAt(client_id=subject.client_id, valid_at=moment.valid_at, known_at=moment.known_at, limit=WHOLE_LIST)


def at(subject: Subject) -> At:
    """Parameters of a read about the client as a whole."""
    return At(client_id=subject.client_id, valid_at=subject.moment.valid_at, known_at=subject.moment.known_at)
