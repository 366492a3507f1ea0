"""Why something is believed, and who did what."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, TypeAlias

import strawberry

from cypher.queries.auditing import ChainedEvent
from cypher.queries.trust import AUDIT_EVENTS, FACT_HISTORY, CellRow, EventsPage, FieldOf, HistoryRow
from graph_schema.actors import ActorKind
from graph_schema.provenance import LinkState
from resolvers.context import Info
from resolvers.paging import PageInfo, ask_page
from resolvers.types.identity import OneClient, TwoClients, show_explanation
from resolvers.types.provenance import Actor, Provenance, RawBatch, RawRow, Sourced, show_source
from review.identity.explain import explain

LONGEST_HISTORY: Final = 200


@strawberry.type
class EvidenceCell:
    """The cell that a fact was read from, as it stands in the file."""

    id: strawberry.ID
    raw_text: str | None
    row: RawRow
    column: str | None


@strawberry.type
class FactVersion(Sourced):
    """One thing that was said about a field; retired ones were believed once."""

    value: str
    state: LinkState
    evidence: list[EvidenceCell]


@strawberry.type
class SubjectExport:
    """Everything that is held about one person, as a file of JSON lines. Fetching it takes the same permission as asking."""

    url: str
    expires_at: datetime
    sha256: str


@strawberry.input
class AuditFilter:
    """Which events; what is left out does not narrow. `action` is matched from its beginning."""

    actor: str | None = None
    action: str | None = None
    subject: strawberry.ID | None = None


@strawberry.type
class AuditEvent:
    """One line of the record. Its hash covers all that it says and the hash before it."""

    sequence: int
    at: datetime
    actor: Actor
    action: str
    subjects: list[strawberry.ID]
    request_id: str
    hash: str
    previous_hash: str


@strawberry.type
class AuditEventEdge:
    """A place in the record."""

    cursor: str
    node: AuditEvent


@strawberry.type
class AuditEventConnection:
    """Events, the latest first."""

    edges: list[AuditEventEdge]
    page_info: PageInfo


@dataclass(frozen=True, slots=True)
class _Keyed:
    row: ChainedEvent

    @property
    def cursor(self) -> str:
        return str(self.row.sequence)


async def fact_history(info: Info, entity_id: strawberry.ID, field: str) -> list[FactVersion]:
    """All that was ever said about a field (name, email, phone, or the name of a fact), the newest belief first."""
    rows = await info.context.store.many(FACT_HISTORY, FieldOf(entity_id, field, LONGEST_HISTORY))
    return [_version(row) for row in rows]


Explanation: TypeAlias = Annotated[OneClient | TwoClients, strawberry.union("IdentityExplanation")]


async def explain_identity(info: Info, left: strawberry.ID, right: strawberry.ID) -> Explanation:
    """Why two records or clients are one client, step by step; or why they are not."""
    return show_explanation(await asyncio.to_thread(explain, info.context.blocking, left, right))


async def subject_export(info: Info, client_id: strawberry.ID) -> SubjectExport:
    """Write down everything that is held about a client, each fact with where it comes from, and nothing of anybody else."""
    context = info.context
    written = await asyncio.to_thread(context.privacy_desk.export, client_id, context.now)
    return SubjectExport(url=written.url, expires_at=written.expires_at, sha256=written.sha256)


async def audit_events(
    info: Info,
    filter: AuditFilter | None = None,  # noqa: A002 - the argument's name in the API
    first: int = 50,
    after: str | None = None,
) -> AuditEventConnection:
    """The record of who did what, the latest first."""
    chosen = filter or AuditFilter()
    page = ask_page(info.context, "auditEvents", first, after)
    asked = EventsPage(
        actor=chosen.actor or "",
        action=chosen.action or "",
        subject=chosen.subject or "",
        before=int(page.after or 0),
        limit=page.limit,
    )
    rows, page_info = page.cut([_Keyed(row) for row in await info.context.store.many(AUDIT_EVENTS, asked)])
    edges = [AuditEventEdge(cursor=page.sign(keyed.cursor), node=_event(keyed.row)) for keyed in rows]
    return AuditEventConnection(edges=edges, page_info=page_info)


def _version(row: HistoryRow) -> FactVersion:
    provenance: Provenance = show_source(row.source)
    return FactVersion(
        value=row.value, state=row.source.state, provenance=provenance, evidence=[_cell(cell) for cell in row.evidence]
    )


def _cell(row: CellRow) -> EvidenceCell:
    batch = RawBatch(id=strawberry.ID(row.batch_id), file_name=row.batch_name)
    return EvidenceCell(
        id=strawberry.ID(row.id),
        raw_text=row.raw_text,
        row=RawRow(number=row.number, batch=batch, first_line=row.first_line),
        column=row.column,
    )


def _event(row: ChainedEvent) -> AuditEvent:
    return AuditEvent(
        sequence=row.sequence,
        at=row.at,
        actor=Actor(id=strawberry.ID(row.actor), name=row.actor, kind=ActorKind(row.actor_kind)),
        action=row.action,
        subjects=[strawberry.ID(subject) for subject in row.subjects],
        request_id=row.request,
        hash=row.hash,
        previous_hash=row.previous_hash,
    )
